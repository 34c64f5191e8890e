"""Sort lines, and take it back: what they become and that they are sorted stands or falls together."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.apps import apps
from django.core import signing
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from accounts.mentions import tell_named
from accounts.models import Account, Capture
from accounts.services import UNDO_SECONDS
from kam.users.models import User

SALT = "inbox"


@transaction.atomic
def sort_line(line: Capture, *, form: forms.BaseForm, outcome: Capture.Outcome, at: datetime) -> str:
    """Save what the line becomes and take it out of the inbox; the address that undoes it.

    "" when the line has been sorted meanwhile, in another window: nothing is then created.
    """
    held = Capture.objects.select_for_update(of=("self",)).waiting().filter(pk=line.pk).first()
    if held is None:
        return ""
    record = form.save()
    if record:
        tell_named(record, [getattr(record, name, "") for name in ("text", "notes")], by=line.author)
    held.account = record.account if record else held.account
    held.sort_into(outcome, at)
    return undo_address([held.pk], record)


@transaction.atomic
def drop_lines(lines: Iterable[Capture], *, at: datetime) -> str:
    """Drop them all; the address that undoes it."""
    lines = list(lines)
    Capture.objects.filter(pk__in=[line.pk for line in lines]).sort_all_into(Capture.Outcome.DROPPED, at)
    return undo_address([line.pk for line in lines], None)


def give_account(lines: Iterable[Capture], *, account: Account) -> None:
    Capture.objects.filter(pk__in=[line.pk for line in lines]).update(account=account)


def undo_address(lines: list[int], record: Model | None) -> str:
    what = {"lines": lines, "model": record._meta.label_lower if record else "", "pk": record.pk if record else None}
    return reverse("stakeholders:inbox-undo", args=[signing.dumps(what, salt=SALT, compress=True)])


@transaction.atomic
def unsort(token: str, *, user: User) -> list[Capture]:
    """Delete what the lines became and let them wait again; the lines.

    Raises signing.BadSignature for an address that is none of ours or too old. What the person may no longer change
    stays, and so does what is not his line.
    """
    what = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    lines = list(Capture.objects.editable_by(user).select_for_update(of=("self",)).filter(pk__in=what["lines"]))
    record = lines and what["model"] and apps.get_model(what["model"]).objects.editable_by(user).filter(pk=what["pk"])
    if record:
        record.get().delete()
    for line in lines:
        line.wait_again()
    return lines

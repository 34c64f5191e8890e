"""Sort lines, and take it back: what they become and that they are sorted stands or falls together."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.apps import apps
from django.core import signing
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mentions import tell_named
from accounts.models import Account, Capture
from accounts.services import UNDO_SECONDS
from kam.users.models import User

SALT = "inbox"


class TooLate(Exception):
    """Why a sorting cannot be taken back any more, in the language of the reader."""


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
    return undo_address([held.pk], record, outcome, at)


@transaction.atomic
def drop_lines(lines: Iterable[Capture], *, at: datetime) -> str:
    """Drop those that still wait; the address that undoes it."""
    waiting = Capture.objects.select_for_update(of=("self",)).waiting().filter(pk__in=[line.pk for line in lines])
    held = [line.pk for line in waiting]
    Capture.objects.filter(pk__in=held).sort_all_into(Capture.Outcome.DROPPED, at)
    return undo_address(held, None, Capture.Outcome.DROPPED, at)


def give_account(lines: Iterable[Capture], *, account: Account) -> None:
    Capture.objects.filter(pk__in=[line.pk for line in lines]).update(account=account)


def undo_address(lines: list[int], record: Model | None, outcome: str, at: datetime) -> str:
    """It holds the state that the lines were given: a later decision is another state, which it does not touch."""
    what = {"lines": lines, "outcome": outcome, "at": at.isoformat(), "model": "", "pk": None}
    if record:
        what |= {"model": record._meta.label_lower, "pk": record.pk}
    return reverse("stakeholders:inbox-undo", args=[signing.dumps(what, salt=SALT, compress=True)])


@transaction.atomic
def unsort(token: str, *, user: User) -> list[Capture]:
    """Delete what the lines became and let them wait again; the lines, [] when none is the person's.

    Raises signing.BadSignature for an address that is none of ours or too old, TooLate when nothing is left to undo.
    What the person may no longer change stays, and so does what is not his line.
    """
    what = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    mine = list(Capture.objects.editable_by(user).select_for_update(of=("self",)).filter(pk__in=what["lines"]))
    lines = [line for line in mine if line.sorted_at and in_state(line) == (what["outcome"], what["at"])]
    if mine and not lines:
        raise TooLate(_("This has already been undone, or the line was sorted anew since."))
    if lines and what["model"]:
        delete_result(what, user)
    for line in lines:
        line.wait_again()
    return lines


def in_state(line: Capture) -> tuple[str, str]:
    return line.outcome, line.sorted_at.isoformat()


def delete_result(what: dict[str, Any], user: User) -> None:
    record = apps.get_model(what["model"]).objects.editable_by(user).filter(pk=what["pk"]).first()
    if record:
        record.delete()

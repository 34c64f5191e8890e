"""Sort lines, and take it back: what they become and that they are sorted stands or falls together."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pghistory.models
from django import forms
from django.apps import apps
from django.core import signing
from django.db import transaction
from django.db.models import Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mentions import tell_named
from accounts.models import Account, Attachment, Capture
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
        what |= {"model": record._meta.label_lower, "pk": record.pk, "state": state(record)}
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
    """Raises TooLate when a colleague would lose what he added: locked, nothing more can name the row meanwhile."""
    records = apps.get_model(what["model"]).objects.editable_by(user)
    record = records.select_for_update(of=("self",)).filter(pk=what["pk"]).first()
    if record is None:
        return
    if state(record) != what["state"]:
        told = _("“%(name)s” was changed or added to since: nothing was undone. Delete it on its own page if you must.")
        raise TooLate(told % {"name": record})
    record.delete()


def state(record: Model) -> str:
    """A digest of the last event of the row and of all rows that name it: another one when anybody touched either."""
    events = record.pgh_event_model.objects.filter(id=record.pk)
    last = events.order_by("pk").values_list("pk", flat=True).last()
    return hashlib.sha256(repr((last, naming(record))).encode()).hexdigest()[:16]


def naming(record: Model) -> list[tuple[str, str]]:
    """The label and key of every row that names the record, its files too and its events not; in one query."""
    relations = [
        field for field in record._meta.get_fields(include_hidden=True)
        if (field.one_to_many or field.one_to_one) and field.auto_created and not is_event(field.related_model)
    ]  # fmt: skip
    rows = [each.related_model._base_manager.filter(**{each.field.name: record.pk}) for each in relations]
    first, *others = [named_rows(each) for each in [Attachment.objects.of_record(record), *rows]]
    return sorted(first.union(*others, all=True))


def is_event(model: type[Model]) -> bool:
    return issubclass(model, pghistory.models.Event)


def named_rows(rows: QuerySet) -> QuerySet:
    label = Value(rows.model._meta.label_lower, output_field=TextField())
    return rows.order_by().values_list(label, Cast("pk", TextField()))

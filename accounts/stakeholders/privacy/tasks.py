"""The monthly erasure of those nobody has been in contact with for three years."""

from datetime import date

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts.stakeholders.privacy.erasure import anonymise, forget_deleted
from accounts.stakeholders.privacy.retention import forgotten, years_before

BATCH = 200


@shared_task
def anonymise_forgotten(on: str = "") -> int:
    """Anonymise who is due that day, one transaction each; how many there were. A second run finds nobody.

    Of people deleted three years ago the history is emptied, too.
    """
    day, done, last = date.fromisoformat(on) if on else timezone.localdate(), 0, 0
    while batch := list(forgotten(day).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += sum(anonymise_if_due(pk, day) for pk in batch)
        last = batch[-1]
    return done + forget_deleted(years_before(day))


@transaction.atomic
def anonymise_if_due(pk: int, on: date) -> bool:
    """Somebody may have recorded a contact since the list was read."""
    return forgotten(on).filter(pk=pk).exists() and anonymise(pk, on=on)

"""The monthly erasure of those nobody has been in contact with for three years."""

import logging
from datetime import date

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts.stakeholders.privacy.erasure import anonymise, forget_deleted
from accounts.stakeholders.privacy.retention import forgotten, years_before

BATCH = 200
logger = logging.getLogger(__name__)


class Unfinished(Exception):
    """Some people could not be anonymised; the log says why."""


@shared_task
def anonymise_forgotten(on: str = "") -> int:
    """Anonymise who is due that day, one transaction each; how many there were. A second run finds nobody.

    Of people deleted three years ago the history is emptied, too. One who cannot be anonymised keeps no other waiting:
    the task goes through everybody, and fails at the end.
    """
    day, done, failed, last = date.fromisoformat(on) if on else timezone.localdate(), 0, [], 0
    while batch := list(forgotten(day).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        outcomes = {pk: attempt(pk, day) for pk in batch}
        done += list(outcomes.values()).count(True)
        failed += [pk for pk, outcome in outcomes.items() if outcome is None]
        last = batch[-1]
    done += forget_deleted(years_before(day))
    if failed:
        raise Unfinished(f"{done} anonymised, {len(failed)} not: {failed}")
    return done


def attempt(pk: int, day: date) -> bool | None:
    """Whether the person was anonymised; None, and a line in the log, if that failed."""
    try:
        return anonymise_if_due(pk, day)
    except Exception:  # whatever it was, the others are due too
        logger.exception("Person %s could not be anonymised", pk)
        return None


@transaction.atomic
def anonymise_if_due(pk: int, on: date) -> bool:
    """Somebody may have recorded a contact since the list was read."""
    return forgotten(on).filter(pk=pk).exists() and anonymise(pk, on=on)

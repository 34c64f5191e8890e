"""What projects do by themselves: every night, and after each change."""

from datetime import date, datetime, time

from celery import shared_task
from django.utils import timezone

from projects.status.keeping import keep, keep_all


@shared_task
def keep_statuses(on: str = "") -> int:
    """Plan what is not done from today on, and write how each project stands; the number of projects.

    A second run of the same day writes the same and tells nobody twice.
    """
    day = date.fromisoformat(on) if on else timezone.localdate()
    return keep_all(on=day, at=moment_of(day, on))


@shared_task
def keep_status(pk: int, on: str = "") -> int:
    """The same for one project, which has changed; 0 when it is over."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    return keep([pk], on=day, at=moment_of(day, on))


def moment_of(day: date, on: str) -> datetime:
    """Now, or the midnight at which a day asked for began."""
    return timezone.make_aware(datetime.combine(day, time())) if on else timezone.now()

"""What measuring does outside of a request."""

from datetime import date

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from kam.jobs.models import Job
from kam.jobs.work import working
from kam.scorecards import readings
from kam.users.models import User


@shared_task
def take_readings(on: str = "", job: int | None = None) -> int:
    """Read all accounts, as of today or of that ISO day; for a job, those that the person who asked may compute."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    if job is None:
        return readings.take(day)
    with working(job) as work:
        return take_for(work, day) if work else 0


def take_for(job: Job, day: date) -> int:
    job.progress(5, _("Measuring the accounts…"))  # one transaction follows: nothing to report from inside it
    count = readings.take(day, scope_of(job.started_by))
    words = ngettext("The figures of %(count)s account are up to date.", "The figures of %(count)s accounts are up to date.", count)  # fmt: skip
    job.finish(words % {"count": count}, accounts=count)
    return count


def scope_of(user: User | None) -> list[int] | None:
    """None, all accounts, for administrators and directors; a KAM computes the accounts he may change."""
    if user is None or user.is_administrator or user.role == User.Role.DIRECTOR:
        return None
    return list(Account.objects.editable_by(user).values_list("pk", flat=True))


@shared_task
def refresh_stale() -> int:
    """Read again the accounts that changed in the last seconds (SCHEDULES); any change in the base marks its account."""
    return readings.refresh(timezone.localdate())

"""Use cases that go on after the request."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kam.jobs.models import Job
from kam.scorecards.tasks import take_readings
from kam.users.models import User


@transaction.atomic
def request_readings(*, user: User) -> Job:
    """Queue today's readings of the accounts that the person may compute; while his last job runs, that one."""
    running = Job.objects.running().filter(kind=Job.Kind.READINGS, started_by=user).first()
    if running:
        return running
    job = Job.objects.create(
        kind=Job.Kind.READINGS,
        label=_("Figures of the portfolio"),
        started_by=user,
        result_url=reverse("cockpit:portfolio"),
    )
    take_readings.delay_on_commit(job=job.pk)
    return job

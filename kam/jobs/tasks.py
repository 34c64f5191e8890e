from celery import shared_task
from django.conf import settings
from django.utils import timezone

from kam.jobs.models import Job


@shared_task
def forget_old_jobs() -> None:
    """Jobs are kept JOB_DAYS days, with whatever belongs to them; one that still runs is left alone."""
    Job.objects.older_than(settings.JOB_DAYS, timezone.now()).over().delete()

"""Every hour: files that wait for a confirmation which never came."""

from celery import shared_task
from django.utils import timezone

from projects.interchange.upload import forget_older


@shared_task
def forget_schedules() -> int:
    """Files of schedules that nobody confirmed are deleted after EXPORT_HOURS; how many there were."""
    return forget_older(timezone.now())

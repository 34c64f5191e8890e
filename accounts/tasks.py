"""What accounts do outside of a request."""

from datetime import date, datetime, time, timedelta

from celery import shared_task
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts import bulk
from accounts.attachments import lost_files
from accounts.history import forget
from accounts.models import Account
from kam.jobs.work import working


@shared_task
def edit_in_bulk(job_pk: int) -> None:
    with working(job_pk) as job:
        if job:
            bulk.edit(job)


@shared_task
def undo_in_bulk(job_pk: int) -> None:
    with working(job_pk) as job:
        if job:
            bulk.undo(job)


@shared_task
def empty_trash(on: str = "") -> int:
    """Delete for good the accounts that were already in the trash TRASH_DAYS days before; how many there were.

    An account whose group goes stays, without a group. A second run finds nothing left to do.
    """
    day = date.fromisoformat(on) if on else timezone.localdate()
    limit = timezone.make_aware(datetime.combine(day - timedelta(days=settings.TRASH_DAYS), time.min))
    old = Account.objects.trashed_before(limit)
    return sum(delete_for_good(old, pk) for pk in old.values_list("pk", flat=True))


@shared_task
def forget_lost_files() -> int:
    """Delete the stored files that nothing can lead to any more; how many there were."""
    lost = lost_files(timezone.now())
    for name in lost:
        default_storage.delete(name)
    return len(lost)


@transaction.atomic
def delete_for_good(old, pk: int) -> bool:
    """One transaction each: an account that is being restored meanwhile is left alone."""
    account = old.select_for_update(skip_locked=True).filter(pk=pk).first()
    if account is None:
        return False
    account.delete()
    forget(pk)
    return True

"""What accounts do outside of a request."""

from celery import shared_task

from accounts import bulk
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

"""Exports outside of a request."""

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kam.jobs.models import Job
from kam.jobs.work import working
from plans.exports import keeping
from plans.exports.making import Order, make


@shared_task
def make_export(job_pk: int) -> None:
    """Make the file that a job asks for; another run replaces what an earlier one left."""
    with working(job_pk) as job:
        if job:
            asked = Order(**job.payload)
            with translation.override(asked.language):
                write(job, asked)


def write(job: Job, asked: Order) -> None:
    try:
        result = make(asked, timezone.localdate(), job.progress)
    except ObjectDoesNotExist:
        job.fail(_("The plan or this edition of it does not exist any more."))
        return
    if asked.guest is None:
        job.result_url = reverse("plans:export-file", args=[job.pk])
        job.save(update_fields=["result_url"])
    job.finish(_("The file is ready; it is kept for a day."), **result)


@shared_task
def forget_exports() -> int:
    """Delete the files that have been kept long enough; a second run finds none."""
    return keeping.forget_older(timezone.now())

"""What imports do outside of a request."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports import runs
from accounts.imports.problems import ReadError
from accounts.imports.progress import beside
from accounts.models import Import
from kam.jobs.work import working


@shared_task
def check_import(pk: int, job_pk: int) -> None:
    with working(job_pk) as job:
        if not job:
            return
        imported = Import.objects.select_related("created_by").get(pk=pk)
        try:
            with beside(job) as report:
                runs.check(imported, timezone.now(), report)
            job.finish(_("Checked, nothing is imported yet."), **imported.counts)
        except ReadError as error:
            Import.objects.filter(pk=pk).update(problem=str(error))
            job.fail(str(error))


@shared_task
def apply_import(pk: int, job_pk: int) -> None:
    with working(job_pk) as job:
        if not job:
            return
        try:
            with beside(job) as report:
                imported = runs.apply(pk, timezone.now(), report)
            job.finish(_("The file is imported."), **imported.counts)
        except ReadError as error:
            job.fail(str(error))


@shared_task
def roll_back_import(pk: int, job_pk: int) -> None:
    with working(job_pk) as job:
        if not job:
            return
        with beside(job) as report:
            imported = runs.roll_back(pk, report)
        job.finish(_("The import is rolled back."), **imported.counts)


@shared_task
def forget_old_files() -> None:
    """Imported files are kept IMPORT_KEEP_DAYS days; the reports and the roll-backs do without them."""
    moment = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    for imported in Import.objects.with_file_older_than(moment):
        imported.forget_file()

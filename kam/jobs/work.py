"""How a task does the work of a job: status, language and authorship in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kam.jobs.models import Cancelled, Job


@contextmanager
def working(pk: int) -> Iterator[Job | None]:
    """Run the body as the person who asked, in his language; a job that is over yields None.

    The body ends quietly where `job.progress()` finds the job cancelled. Any other exception marks the job as failed
    and goes on to Celery's log. A worker that dies leaves the job running: Celery hands the task to another one, whose
    body must bear to start over.
    """
    job = Job.objects.select_related("started_by").get(pk=pk)
    language = job.started_by.language if job.started_by else settings.LANGUAGE_CODE
    with translation.override(language), pghistory.context(user=job.started_by_id, job=job.pk):
        if not job.start():
            yield None
            return
        try:
            yield job
        except Cancelled:
            pass
        except Exception:
            job.fail(_("Something went wrong; nothing of the unfinished step was kept. You can start again."))
            raise

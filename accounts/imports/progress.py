"""Telling how far a job is while the transaction that holds its work is still open."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection

from kam.jobs.models import Cancelled, Job


class Report(Protocol):
    def __call__(self, percent: int, message: str) -> None: ...


def silence(percent: int, message: str) -> None:
    """For whoever watches nothing."""


@contextmanager
def beside(job: Job) -> Iterator[Report]:
    """A report that is seen at once, on a connection of its own; it raises Cancelled when the job was stopped.

    The transaction of the work must not touch the job's row, or the two would wait for each other.
    """
    line = connection.copy()
    told = [-1]

    def report(percent: int, message: str) -> None:
        if percent == told[0]:
            return
        told[0] = percent
        with line.cursor() as cursor:
            cursor.execute("SELECT status FROM jobs_job WHERE id = %s", [job.pk])
            if cursor.fetchone() in [(status,) for status in Job.OVER]:
                raise Cancelled
            cursor.execute(
                "UPDATE jobs_job SET percent = %s, message = %s WHERE id = %s",
                [min(99, percent), message[:500], job.pk],
            )

    try:
        yield report
    finally:
        line.close()

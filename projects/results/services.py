"""What a recognition leads to in the schedule: only when somebody says so."""

from datetime import date

from django.db import transaction

from projects.models import ProjectResult
from projects.services import change


@transaction.atomic
def settle_task(result: ProjectResult, *, on: date) -> None:
    """The task that asked for the result to be shown is done. Raises Refused once the project is over."""
    task = result.task
    if task is None or task.done_on:
        return
    task.done_on, task.progress = on, 100
    change(result.project, lambda: task.save(update_fields=["done_on", "progress"]), on=on)

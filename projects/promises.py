"""What a baseline promises of each task: its last day, and how long after it is still kept."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from projects.models import Project, Task
from projects.worktime import A_DAY, WorkCalendar

GRACE = 5  # working days after which a milestone is not met any more (domain.md 1.3, 14)


def keep_promises(project: Project) -> None:
    """Write down with its tasks what is promised now; what was promised before is in the older baselines."""
    calendar, tasks = project.calendar(), list(project.tasks.exclude(ends_at=None))
    for task in tasks:
        task.promised_on = task.done_on or timezone.localdate(task.ends_at)
        task.met_until = days_after(calendar, task.promised_on, GRACE)
    Task.objects.bulk_update(tasks, ["promised_on", "met_until"])


def days_after(calendar: WorkCalendar, day: date, days: int) -> date:
    """The last of so many working days after a day."""
    evening = datetime.combine(day, time()) + timedelta(days=1)
    return calendar.finish_at(calendar.minutes_at(evening) + days * A_DAY).date()

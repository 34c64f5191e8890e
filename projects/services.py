"""Changes of a project that move its other tasks too."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.answers import Answers
from projects.keeping import keep_times
from projects.models import Baseline, Project
from projects.promises import keep_promises
from projects.scheduling import Loop
from projects.sharing import republish
from projects.tasks import keep_status
from projects.timetable import Timetable
from projects.worktime import BeyondCalendar


class Refused(ValidationError):
    """The schedule cannot be so; the text says why to the person."""


@transaction.atomic
def change(project: Project, act: Callable[[], Any], *, on: date | None = None) -> Timetable:
    """Do something to a project and keep its times, or raise Refused and leave all as it was.

    `on`: today; what is not done is then planned from today on (`projects.keeping.outline_of`).
    """
    project = Project.objects.select_for_update().get(pk=project.pk)
    if not project.is_under_way:
        raise Refused(_("The project is over: its schedule does not change any more."))
    act()
    timetable = timed(project, on)
    republish(project)
    keep_status.delay_on_commit(project.pk)
    return timetable


def timed(project: Project, on: date | None) -> Timetable:
    """Keep the times of a project anew. Raises Refused."""
    try:
        return keep_times(project, on)
    except (Loop, BeyondCalendar) as error:
        raise refusal(error, dict(project.tasks.values_list("pk", "name"))) from error


def refusal(error: Loop | BeyondCalendar, names: dict[int, str]) -> Refused:
    """Why there is no such schedule, in words; `names` of tasks by key."""
    if isinstance(error, BeyondCalendar):
        return Refused(_("The project would last more than a century."))
    told = " → ".join(names[int(key)] for key in error.path)
    return Refused(_("Tasks would wait for each other in a circle: %(loop)s.") % {"loop": told})


@transaction.atomic
def freeze_baseline(
    project: Project, *, by: User, reason: str = "", agreed_with: Stakeholder | None = None, on: date | None = None
) -> Baseline:
    """Keep the schedule as it is promised now, and how sure it is; `on`: today, see `change`."""
    keep_promises(project)
    republish(project)
    keep_status.delay_on_commit(project.pk)
    last = project.baselines.aggregate(last=Max("version"))["last"] or 0
    content = {
        str(task.pk): {
            "name": task.name,
            "start": timezone.localtime(task.starts_at).isoformat(timespec="minutes"),
            "finish": timezone.localtime(task.ends_at).isoformat(timespec="minutes"),
            "minutes": task.minutes,
        }
        for task in project.tasks.exclude(starts_at=None)
    }
    return Baseline.objects.create(
        project=project, version=last + 1, reason=reason, content=content, made_by=by,
        ends_on=project.ends_on or project.starts_on, forecast=sureness(project, on), agreed_with=agreed_with,
    )  # fmt: skip


def sureness(project: Project, on: date | None) -> dict[str, Any]:
    """As a baseline keeps it: the chance (%) of the promised day, the ends in one case of two and in eight of ten."""
    answers = Answers(project, on)
    likely_on, safe_on = answers.finishes[50].isoformat(), answers.finishes[80].isoformat()
    return {"chance": answers.chance, "likely_on": likely_on, "safe_on": safe_on}

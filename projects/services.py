"""Changes of a project that move its other tasks too."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from kam.users.models import User
from projects.keeping import keep_times
from projects.models import Baseline, Dependency, Project, Task
from projects.models.task import LONGEST
from projects.outline import Outline, TaskLine
from projects.promises import keep_promises
from projects.scheduling import Loop
from projects.sharing import republish
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
    return timetable


def timed(project: Project, on: date | None) -> Timetable:
    """Keep the times of a project anew. Raises Refused."""
    try:
        return keep_times(project, on)
    except Loop as loop:
        names = dict(project.tasks.values_list("pk", "name"))
        told = " → ".join(names[int(key)] for key in loop.path)
        raise Refused(_("Tasks would wait for each other in a circle: %(loop)s.") % {"loop": told}) from loop
    except BeyondCalendar as error:
        raise Refused(_("The project would last more than a century.")) from error


@transaction.atomic
def freeze_baseline(project: Project, *, by: User, reason: str = "") -> Baseline:
    """Keep the schedule as it is promised now."""
    keep_promises(project)
    republish(project)
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
        ends_on=project.ends_on or project.starts_on,
    )  # fmt: skip


@transaction.atomic
def bring_in(outline: Outline, account: Account, *, by: User) -> Project:
    """A project of the account from a schedule that was read, its own times computed anew. Raises Refused."""
    project = Project.objects.create(
        account=account, name=outline.title[:120] or _("Schedule"), starts_on=outline.start.date(),
        reference_kam=account.kam or by,
    )  # fmt: skip
    change(project, lambda: written(outline, project))
    project.refresh_from_db()
    return project


def written(outline: Outline, project: Project) -> dict[str, Task]:
    """The tasks and links of an outline as rows, by uid: one statement a level, each phase before what is below it."""
    phases = {below: phase for phase, tasks in outline.below.items() for below in tasks}
    levels: dict[int, list[tuple[int, TaskLine]]] = {}
    for position, line in enumerate(outline.tasks):
        level = levels.setdefault(line.level, [])
        level.append((position, line))
    found: dict[str, Task] = {}
    for _level, lines in sorted(levels.items()):
        tasks = [task_from(line, project, position, found.get(phases.get(line.uid))) for position, line in lines]
        Task.objects.bulk_create(tasks)
        found |= {line.uid: task for (_position, line), task in zip(lines, tasks, strict=True)}
    Dependency.objects.bulk_create(
        (Dependency(project=project, before=found[link.before], after=found[link.after], kind=link.kind, lag=link.minutes)
        for link in outline.links), ignore_conflicts=True,
    )  # fmt: skip
    return found


def task_from(line: TaskLine, project: Project, position: int, parent: Task | None) -> Task:
    return Task(
        project=project, parent=parent, name=line.name[:200] or line.uid[:200], note=line.note[:5_000], position=position,
        minutes=min(line.minutes, LONGEST), is_milestone=not line.minutes,
        rule=line.rule, rule_at=line.rule_at and timezone.make_aware(line.rule_at),
        deadline=line.deadline and line.deadline.date(), progress=line.percent,
        began_on=line.began_at and line.began_at.date(), done_on=line.ended_at and line.ended_at.date(),
        reference=line.uid[:40],
    )  # fmt: skip

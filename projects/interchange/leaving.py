"""A project as the outline that a file of it holds: numbered from 1, who works on what, what was promised last."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import holidays

from projects.keeping import outline_of
from projects.models import Assignment, Project
from projects.outline import Outline, TaskLine
from projects.worktime import ALSACE_MOSELLE

MORNING, EVENING = time(8), time(17)


def leaving(project: Project) -> Outline:
    """`names` of the outline say why days are off: holidays and closures."""
    outline = outline_of(project)
    numbers = {task.uid: str(number) for number, task in enumerate(outline.tasks, 1)}
    promised, who, criteria = promises(project), people(project), dict(project.tasks.values_list("pk", "criterion"))
    tasks = [
        replace(
            in_office(task),
            uid=numbers[task.uid],
            who=who.get(task.uid, ()),
            criterion=criteria[int(task.uid)],
            baseline_start=promised.get(task.uid, (None, None))[0],
            baseline_finish=promised.get(task.uid, (None, None))[1],
        )
        for task in outline.tasks
    ]
    links = [replace(link, before=numbers[link.before], after=numbers[link.after]) for link in outline.links]
    start = datetime.combine(project.starts_on, MORNING)
    return replace(outline, tasks=tasks, links=links, start=start, names=names_of(project), status_at=None)


def in_office(task: TaskLine) -> TaskLine:
    """Days that last from a midnight to the next as the hours of work that they mean."""
    return replace(
        task,
        began_at=task.began_at and datetime.combine(task.began_at, MORNING),
        ended_at=evening(task.ended_at),
        deadline=evening(task.deadline),
    )


def evening(moment: datetime | None) -> datetime | None:
    return moment and datetime.combine(moment.date() - timedelta(days=1), EVENING)


def people(project: Project) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in Assignment.objects.filter(task__project=project).select_related("user", "stakeholder"):
        found[str(each.task_id)] = (*found.get(str(each.task_id), ()), str(each))
    return found


def promises(project: Project) -> dict[str, tuple[datetime, datetime]]:
    """Start and finish of the last baseline, by key as text."""
    last = project.baselines.first()
    return {
        key: tuple(datetime.fromisoformat(line[end]).replace(tzinfo=None) for end in ("start", "finish"))
        for key, line in (last.content if last else {}).items()
    }


def names_of(project: Project) -> dict[date, str]:
    """Why nobody works on a day."""
    years = range(project.starts_on.year - 1, (project.ends_on or project.starts_on).year + 3)
    off = holidays.France(subdiv=ALSACE_MOSELLE if project.is_alsace_moselle else None, years=years)
    return {day: closure.label for closure in project.closures.all() for day in closure.days()} | dict(off.items())

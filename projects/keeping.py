"""A project as an outline, and its times kept with its tasks so that lists and figures need not compute them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from projects.models import Project, Task
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Kind, Loop, Rule
from projects.timetable import Timetable


def outline_of(project: Project, on: date | None = None) -> Outline:
    """All that is planned, in 3 queries. The uid of a line is the key of its task, as text.

    `on`: today, from which on lies what is not done; without it, or once the project is over, all is as it is told.
    Raises Loop when phases lie within each other: two people may put each into the other at once.
    """
    tasks = list(project.tasks.all())
    lines = unfolded(tasks)
    if len(lines) < len(tasks):
        raise Loop(circle_of(tasks))
    return Outline(
        title=project.name,
        start=datetime.combine(project.starts_on, time()),
        hours_of=project.hours(),
        tasks=[line_of(task, level) for task, level in lines],
        links=[
            LinkLine(str(link.before_id), str(link.after_id), Kind(link.kind), link.lag)
            for link in project.dependencies.all()
        ],
        status_at=datetime.combine(on, time()) if on and project.is_under_way else None,
    )


def unfolded(tasks: list[Task]) -> list[tuple[Task, int]]:
    """The tasks as an outline shows them, each phase before what is below it, with their levels from 1."""
    below: dict[int | None, list[Task]] = {}
    for task in tasks:
        below.setdefault(task.parent_id, []).append(task)
    found, waiting = [], [(task, 1) for task in reversed(below.get(None, []))]
    while waiting:
        task, level = waiting.pop()
        found.append((task, level))
        waiting += [(each, level + 1) for each in reversed(below.get(task.pk, []))]
    return found


def circle_of(tasks: list[Task]) -> list[str]:
    """The phases that lie within each other, as the path of a Loop."""
    above = {task.pk: task.parent_id for task in tasks}
    top = {task.pk for task, _level in unfolded(tasks)}
    path = [next(key for key in above if key not in top)]
    while (phase := above[path[-1]]) not in path:
        path.append(phase)
    return [str(key) for key in [*path[path.index(phase) :], phase]]


def line_of(task: Task, level: int) -> TaskLine:
    return TaskLine(
        uid=str(task.pk),
        name=task.name,
        level=level,
        minutes=0 if task.is_milestone else task.minutes,
        optimistic=None if task.is_milestone else task.optimistic,  # of a task that became a milestone, they stay kept
        pessimistic=None if task.is_milestone else task.pessimistic,
        is_milestone=task.is_milestone,
        percent=100 if task.done_on else task.progress,
        rule=Rule(task.rule),
        rule_at=task.rule_at and local(task.rule_at),
        deadline=task.deadline and evening(task.deadline),
        start=task.starts_at and local(task.starts_at),
        finish=task.ends_at and local(task.ends_at),
        began_at=(task.began_on or task.done_on) and datetime.combine(task.began_on or task.done_on, time()),
        ended_at=task.done_on and evening(task.done_on),
        note=task.note,
    )


def local(moment: datetime) -> datetime:
    """The wall clock of the house."""
    return timezone.localtime(moment).replace(tzinfo=None)


def evening(day) -> datetime:
    """The end of a day: the midnight after it."""
    return datetime.combine(day, time()) + timedelta(days=1)


def keep_times(project: Project, on: date | None = None) -> Timetable:
    """Compute the project anew and write down what has changed; `on`: today, see `outline_of`.

    Raises Loop with keys as text, BeyondCalendar.
    """
    timetable = Timetable(outline_of(project, on))
    write_times(retimed(project, timetable))
    if project.ends_on != (ends_on := timetable.finish.date()):
        project.ends_on = ends_on
        project.save(update_fields=["ends_on"])
    return timetable


def retimed(project: Project, timetable: Timetable) -> list[Task]:
    """The tasks whose kept times differ from those computed, with the new ones, not written yet."""
    changed = []
    for task in project.tasks.all():
        times = timetable.times[str(task.pk)]
        kept = (
            timezone.make_aware(times.start),
            timezone.make_aware(times.finish),
            times.total_float,
            times.free_float,
        )
        if kept != (task.starts_at, task.ends_at, task.total_float, task.free_float):
            task.starts_at, task.ends_at, task.total_float, task.free_float = kept
            changed.append(task)
    return changed


def write_times(tasks: list[Task]) -> None:
    Task.objects.bulk_update(tasks, ["starts_at", "ends_at", "total_float", "free_float"])

"""An outline as rows of a project: its tasks, links, closures, who works on what, what was promised."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.values import fold
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.models import Assignment, Baseline, Closure, Dependency, Project, Task
from projects.models.project import LONGEST_CLOSURE
from projects.models.task import LONGEST
from projects.outline import Outline, TaskLine


def written(outline: Outline, project: Project) -> dict[str, Task]:
    """The tasks and links of an outline as rows, by uid: one statement a level, each phase before what is below it."""
    inside = outline.below
    phases = {below: phase for phase, tasks in inside.items() for below in tasks}
    levels: dict[int, list[tuple[int, TaskLine]]] = {}
    for position, line in enumerate(outline.tasks):
        levels.setdefault(line.level, []).append((position, line))
    found: dict[str, Task] = {}
    for _level, lines in sorted(levels.items()):
        tasks = [task_from(line, project, position, found.get(phases.get(line.uid))) for position, line in lines]
        for (_position, line), task in zip(lines, tasks, strict=True):
            task.is_milestone = not task.minutes and line.uid not in inside
        Task.objects.bulk_create(tasks)
        found |= {line.uid: task for (_position, line), task in zip(lines, tasks, strict=True)}
    Dependency.objects.bulk_create(
        (Dependency(project=project, before=found[link.before], after=found[link.after], kind=link.kind, lag=link.minutes)
        for link in outline.links), ignore_conflicts=True,
    )  # fmt: skip
    return found


def task_from(line: TaskLine, project: Project, position: int, parent: Task | None) -> Task:
    began_on = line.began_at and line.began_at.date()
    return Task(
        project=project, parent=parent, name=line.name[:200] or line.uid[:200], note=line.note[:5_000], position=position,
        minutes=min(line.minutes, LONGEST), optimistic=line.optimistic, pessimistic=line.pessimistic,
        criterion=line.criterion[:300],
        rule=line.rule, rule_at=line.rule_at and timezone.make_aware(line.rule_at),
        deadline=line.deadline and last_day(line.deadline), progress=line.percent,
        began_on=began_on, done_on=line.ended_at and max(last_day(line.ended_at), began_on or date.min),
        reference=line.uid[:40],
    )  # fmt: skip


def last_day(moment: datetime):
    """The day that ends then: midnight is that of the evening before."""
    return moment.date() if moment.time() != moment.min.time() else (moment - moment.resolution).date()


def closed(project: Project, spans: Iterable) -> None:
    Closure.objects.bulk_create(
        Closure(project=project, label=_("Off in the file"), starts_on=first, ends_on=last)
        for first, last in spans
        if (last - first).days <= LONGEST_CLOSURE
    )


def assigned(outline: Outline, project: Project, tasks: dict[str, Task], *, by: User) -> list[str]:
    """Whoever is known by name works on his tasks; the names that are not, or that two people have."""
    named = {name for line in outline.tasks for name in line.who}
    people = people_called(named, project, by) if named else {}
    Assignment.objects.bulk_create(
        assignment(tasks[line.uid], people[name])
        for line in outline.tasks
        for name in dict.fromkeys(line.who)
        if name in people
    )
    return sorted(named - people.keys())


def assignment(task: Task, person: User | Stakeholder) -> Assignment:
    return Assignment(task=task, user=person) if isinstance(person, User) else Assignment(task=task, stakeholder=person)


def people_called(names: Iterable[str], project: Project, by: User) -> dict[str, User | Stakeholder]:
    """Those of ours and theirs who are alone to have a name."""
    known: dict[str, list] = {}
    for person in (*Stakeholder.objects.of(project.account).present(), *User.objects.colleagues_of(by)):
        known.setdefault(fold(str(person)), []).append(person)
    return {name: known[fold(name)][0] for name in names if len(known.get(fold(name), ())) == 1}


def promised(outline: Outline, project: Project, tasks: dict[str, Task], *, by: User) -> None:
    """The baseline that the file holds, as the first of the project."""
    lines = [line for line in outline.tasks if line.baseline_start and line.baseline_finish]
    if not lines:
        return
    Baseline.objects.create(
        project=project, version=1, reason=_("As the file had it"), made_by=by,
        content={str(tasks[line.uid].pk): frozen(line) for line in lines},
        ends_on=max(last_day(line.baseline_finish) for line in lines),
    )  # fmt: skip


def frozen(line: TaskLine) -> dict:
    moments = {"start": line.baseline_start, "finish": line.baseline_finish}
    told = {key: timezone.make_aware(each).isoformat(timespec="minutes") for key, each in moments.items()}
    return {"name": line.name[:200], **told, "minutes": line.minutes}

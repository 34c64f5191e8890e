"""What the Gantt page draws, as JSON.

`{"version": number, "today": day, "start": day, "finish": day, "safe": day, "promised": day or null, "editable": bool,
"columns": [name…], "tasks": [[value…]…], "links": [[id, before, after, kind, lag in days]…], "off": [[day, day]…],
"baseline": {id: [day, day]}, "committees": [[day, name]…], "undo": label or null, "redo": label or null}`

- Days are ISO `YYYY-MM-DD` in the calendar of the project; `finish` is the last day, `safe` that of eight cases in ten.
- `tasks` are rows of `columns`, in the order of the outline. To stay small, what is nothing at the end of a row is left
  out: a missing value is "", 0 or false, and a missing `kind` is "task". `kind`: "", "phase" or "milestone"; `critical`
  and `done`: 0 or 1; `parent`: null at the top; `days` and `float`: working days, halves too; `rule`: a key of RULES.
- `links`: a link without lag ends after its kind, and one from finish to start without lag after its tasks.
- `off`: first and last day of each run of days on which nobody works, from a month before to a year behind what is shown.
- `baseline`: only tasks that are planned otherwise now.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from kam.users.models import User
from projects.editing.plan import KEPT, Plan
from projects.models import Assignment, Baseline, Meeting, PlanningStep, Project
from projects.models.project import ProjectQuerySet
from projects.outline import TaskLine
from projects.scheduling import Rule
from projects.worktime import A_DAY

COLUMNS = (
    "id", "parent", "level", "name", "start", "finish", "days", "float", "critical", "progress", "kind", "rule", "done", "who",
)  # fmt: skip
START, FINISH = COLUMNS.index("start"), COLUMNS.index("finish")
RULES = {
    Rule.SOON: "",
    Rule.LATE: "late",
    Rule.START_AFTER: "start-after",
    Rule.START_BEFORE: "start-before",
    Rule.FINISH_AFTER: "finish-after",
    Rule.FINISH_BEFORE: "finish-before",
    Rule.START_ON: "start-on",
    Rule.FINISH_ON: "finish-on",
}
BEFORE, BEHIND = timedelta(days=31), timedelta(days=366)  # days off are told so far around what is shown
MOST_DAYS = 4_000  # of which days off are told

NAMES = ("task", "user__first_name", "user__last_name", "user__email", "stakeholder__name")

Days = tuple[date, date]


def with_chart(projects: ProjectQuerySet, user: User) -> ProjectQuerySet:
    """With all that `gantt_data` tells of a project but its people."""
    here = {"project": OuterRef("pk")}
    steps = PlanningStep.objects
    meetings = Meeting.objects.to_come().filter(committee__project=OuterRef("pk")).order_by("planned_on", "pk")
    return (
        projects.with_plan()
        .select_related("account")
        .annotate(
            is_editable=Exists(Project.objects.editable_by(user).under_way().filter(pk=OuterRef("pk"))),
            baseline_content=Subquery(Baseline.objects.filter(**here).order_by("-version").values("content")[:1]),
            undo_label=Subquery(steps.filter(**here).to_undo().values("label")[:1]),
            meetings_to_come=ArraySubquery(meetings.values(told=JSONObject(day="planned_on", name="committee__name"))),
            redo_label=Subquery(steps.filter(**here).to_redo().values("label")[:1]),
        )
    )


def gantt_data(project: Project, on: date) -> dict[str, Any]:
    """`project` comes from `with_chart`; `on` is today. One more query."""
    plan = Plan(project, on)
    found, promised = charted(plan), baseline_of(project)
    days = {str(row[0]): (row[START], row[FINISH]) for row in found}
    shown = [*days.values(), *promised.values(), (on, on), (project.starts_on, plan.outlook.safe)]
    return {
        "version": plan.version,
        "today": on,
        "start": min((first for first, _last in days.values()), default=project.starts_on),
        "finish": plan.outlook.finish,
        "safe": plan.outlook.safe,
        "promised": project.promised_on,
        "editable": project.is_editable,
        "columns": COLUMNS,
        "tasks": list(with_people(found, project)),
        "links": [shortened(link) for link in project.dependencies.all()],
        "off": list(off(project, min(first for first, _last in shown), max(last for _first, last in shown))),
        "baseline": {key: both for key, both in promised.items() if key in days and days[key] != both},
        "committees": [[each["day"], each["name"]] for each in project.meetings_to_come],
        "undo": project.undo_label,
        "redo": project.redo_label,
    }


def charted(plan: Plan) -> list[list]:
    """The rows without people, kept by version: the same plan has the same ones on the same day."""
    key = f"projects:chart:{plan.version}:{plan.on}"
    found = cache.get(key)
    if found is None:
        found = list(rows(plan))
        cache.set(key, found, KEPT)
    return found


def with_people(found: list[list], project: Project) -> Iterator[list]:
    """The rows with who works on them, and without what is nothing at their end."""
    who = people(project)
    for row in found:
        row.append(", ".join(who.get(row[0], ())))
        while not row[-1]:
            row.pop()
        yield row


def baseline_of(project: Project) -> dict[str, Days]:
    """First and last day of each task in the last baseline of a project from `with_chart`."""
    return Baseline(content=project.baseline_content or {}).days()


def rows(plan: Plan) -> Iterator[list]:
    """The tasks, one row of COLUMNS each but for its people."""
    timetable = plan.timetable
    parents = {task.pk: task.parent_id for task in plan.project.tasks.all()}
    for line in timetable.outline.tasks:
        times, pk = timetable.times[line.uid], int(line.uid)
        yield [
            pk, parents[pk], line.level, line.name, times.start.date(), times.finish.date(), in_days(timetable.minutes(line.uid)),
            in_days(times.total_float), int(times.is_critical), timetable.percent(line.uid), kind(plan, line),
            RULES[line.rule], int(line.ended_at is not None),
        ]  # fmt: skip


def kind(plan: Plan, line: TaskLine) -> str:
    if line.uid in plan.timetable.below:
        return "phase"
    return "milestone" if plan.timetable.is_instant(line.uid) else ""


def in_days(minutes: int) -> float:
    days, rest = divmod(minutes, A_DAY)
    return days if not rest else round(minutes / A_DAY, 2)


def shortened(link) -> list:
    row = [link.pk, link.before_id, link.after_id, link.kind, in_days(link.lag)]
    if not link.lag:
        row = row[:3] if link.kind == link.Kinds.FINISH_START else row[:4]
    return row


def people(project: Project) -> dict[int, list[str]]:
    """Who works on each task, by its key."""
    found: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(task__project=project).select_related("user", "stakeholder").only(*NAMES)
    for each in rows:
        found.setdefault(each.task_id, []).append(str(each))
    return found


def off(project: Project, first: date, last: date) -> Iterator[Days]:
    """Runs of days on which nobody works, around those days."""
    day, last = first - BEFORE, min(last + BEHIND, first + timedelta(days=MOST_DAYS))
    is_worked, began = project.calendar().is_worked, None
    while day <= last:
        if not is_worked(day):
            began = began or day
        elif began:
            yield began, day - timedelta(days=1)
            began = None
        day += timedelta(days=1)
    if began:
        yield began, last

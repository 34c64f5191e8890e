"""A schedule as Microsoft Project XML (MSPDI), which `mspdi` reads again and Microsoft Project opens.

Source: Microsoft, Project XML Data Interchange Schema; elements stand in its order.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from accounts.spreadsheets import NOT_XML
from projects.clocks import always
from projects.interchange.mspdi import KINDS, RULES
from projects.mixed import timetable_of
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Rule
from projects.timetable import Times
from projects.worktime import OFF, Hours

KIND_NUMBERS = {kind: number for number, kind in KINDS.items()}
RULE_NUMBERS = {rule: number for number, rule in RULES.items()}
BEFORE, BEYOND = timedelta(days=31), timedelta(days=400)  # of the schedule, told day by day in its calendars
DAYS, ELAPSED_DAYS, SHARE, ELAPSED_SHARE = "7", "8", "19", "20"
HoursOf = Callable[[date], Hours]


def mspdi_file(outline: Outline) -> BinaryIO:
    """The file, at its beginning. Raises Loop and BeyondCalendar as `projects.timetable`."""
    file = io.BytesIO()
    root = project_of(outline)
    indent(root, "")
    ElementTree(root).write(file, encoding="UTF-8", xml_declaration=True)
    file.seek(0)
    return file


def project_of(outline: Outline) -> Element:
    times = timetable_of(outline).times
    finish = max((task.finish or times[task.uid].finish for task in outline.tasks), default=outline.start)
    calendars = numbered(outline)
    root = Element("Project", xmlns="http://schemas.microsoft.com/project")
    add(
        root, SaveVersion=14, Name=outline.title, Title=outline.title, ScheduleFromStart=1, StartDate=outline.start,
        FinishDate=finish, CalendarUID=1, DefaultStartTime="08:00:00", DefaultFinishTime="17:00:00",
        MinutesPerDay=outline.minutes_a_day, MinutesPerWeek=5 * outline.minutes_a_day, DaysPerMonth=20, DurationFormat=DAYS,
        HonorConstraints=outline.is_bound_by_dates,
    )  # fmt: skip
    put_calendars(root, outline, calendars, (outline.start.date() - BEFORE, finish.date() + BEYOND))
    put_tasks(root, outline, times, calendars)
    put_people(root, outline)
    return root


def add(row: Element, **told: Any) -> Element:
    """Elements in their order; what is None is left out."""
    for name, value in told.items():
        if value is not None:
            SubElement(row, name).text = written(value)
    return row


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return NOT_XML.sub("\ufffd", str(value))


def lasting(minutes: int) -> str:
    """990 → «PT16H30M0S»."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


# --- calendars -----------------------------------------------------------------------------------
def numbered(outline: Outline) -> dict[HoursOf, int]:
    """The calendars of the outline with their uids: 1 is that of the project."""
    own = dict.fromkeys(task.hours_of for task in outline.tasks if task.hours_of and task.hours_of is not always)
    return {hours_of: number for number, hours_of in enumerate([outline.hours_of, *own], 1)}


def put_calendars(root: Element, outline: Outline, calendars: dict[HoursOf, int], span: tuple[date, date]) -> None:
    rows = SubElement(root, "Calendars")
    for hours_of, uid in calendars.items():
        name = "Standard" if uid == 1 else f"Calendar {uid}"
        row = add(SubElement(rows, "Calendar"), UID=uid, Name=name, IsBaseCalendar=1, BaseCalendarUID=-1)
        put_calendar(row, hours_of, span, outline.names)


def put_calendar(row: Element, hours_of: HoursOf, span: tuple[date, date], names: dict[date, str]) -> None:
    """Its usual week, and each day of the span that is not as usual."""
    days = [span[0] + timedelta(days=number) for number in range((span[1] - span[0]).days + 1)]
    week = {
        weekday: Counter(hours_of(day) for day in days if day.weekday() == weekday).most_common(1)[0][0]
        for weekday in range(7)
    }
    rows = SubElement(row, "WeekDays")
    for weekday in (6, *range(6)):
        kind = (weekday + 1) % 7 + 1  # Microsoft's 1 is Sunday
        put_hours(add(SubElement(rows, "WeekDay"), DayType=kind), week[weekday])
    unusual = [day for day in days if hours_of(day) != week[day.weekday()]]
    rows = SubElement(row, "Exceptions")
    for first, last in runs(unusual, lambda day: (hours_of(day), names.get(day, ""))):
        exception = SubElement(rows, "Exception")
        add(exception, EnteredByOccurrences=0)
        add(SubElement(exception, "TimePeriod"), FromDate=midnight(first), ToDate=f"{last}T23:59:00")
        add(exception, Occurrences=(last - first).days + 1, Name=names.get(first) or None, Type=1)
        put_hours(exception, hours_of(first))


def midnight(day: date) -> str:
    return f"{day}T00:00:00"


def runs(days: Iterable[date], alike: Callable[[date], Any]) -> Iterator[tuple[date, date]]:
    """First and last of days that follow each other and are alike."""
    for _key, found in groupby(enumerate(days), lambda pair: (pair[1].toordinal() - pair[0], alike(pair[1]))):
        run = [day for _place, day in found]
        yield run[0], run[-1]


def put_hours(row: Element, hours: Hours) -> None:
    add(row, DayWorking=hours != OFF)
    if hours:
        spans = SubElement(row, "WorkingTimes")
        for start, end in hours:
            add(SubElement(spans, "WorkingTime"), FromTime=clock(start), ToTime=clock(end))


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


# --- tasks and links -------------------------------------------------------------------------------
def put_tasks(root: Element, outline: Outline, times: dict[str, Times], calendars: dict[HoursOf, int]) -> None:
    rows, below = SubElement(root, "Tasks"), outline.below
    waits: dict[str, list[LinkLine]] = {}
    for link in outline.links:
        waits.setdefault(link.after, []).append(link)
    for number, task in enumerate(outline.tasks, 1):
        row = SubElement(rows, "Task")
        put_task(row, task, number, times[task.uid], is_phase=task.uid in below)
        put_rule(row, task, calendars)
        for link in waits.get(task.uid, ()):
            put_link(row, link)
        if task.baseline_start and task.baseline_finish:
            add(SubElement(row, "Baseline"), Number=0, Start=task.baseline_start, Finish=task.baseline_finish)


def put_task(row: Element, task: TaskLine, number: int, times: Times, *, is_phase: bool) -> None:
    form = ELAPSED_DAYS if task.hours_of is always else DAYS
    add(
        row, UID=task.uid, ID=number, Name=task.name, Active=task.is_active, Manual=task.is_manual, Type=1, IsNull=0,
        OutlineLevel=task.level, Priority=500, Start=task.start or times.start, Finish=task.finish or times.finish,
        Duration=lasting(task.minutes), DurationFormat=form, Milestone=not task.minutes and not is_phase, Summary=is_phase,
        Critical=times.is_critical, PercentComplete=task.percent, ActualStart=task.began_at, ActualFinish=task.ended_at,
    )  # fmt: skip


def put_rule(row: Element, task: TaskLine, calendars: dict[HoursOf, int]) -> None:
    is_dated = task.rule not in (Rule.SOON, Rule.LATE)
    note = "\n".join(filter(None, (task.criterion, task.note)))
    add(
        row, ConstraintType=RULE_NUMBERS[task.rule], CalendarUID=calendars.get(task.hours_of, -1),
        ConstraintDate=task.rule_at if is_dated else None, Deadline=task.deadline, Notes=note or None,
    )  # fmt: skip


def put_link(row: Element, link: LinkLine) -> None:
    form = (ELAPSED_SHARE if link.percent else ELAPSED_DAYS) if link.is_elapsed else SHARE if link.percent else DAYS
    add(
        SubElement(row, "PredecessorLink"), PredecessorUID=link.before, Type=KIND_NUMBERS[link.kind], CrossProject=0,
        LinkLag=link.percent or 10 * link.minutes, LagFormat=form,
    )  # fmt: skip


# --- people ----------------------------------------------------------------------------------------
def put_people(root: Element, outline: Outline) -> None:
    names = list(dict.fromkeys(name for task in outline.tasks for name in task.who))
    numbers = {name: number for number, name in enumerate(names, 1)}
    rows = SubElement(root, "Resources")
    for name, uid in numbers.items():
        add(SubElement(rows, "Resource"), UID=uid, ID=uid, Name=name, Type=1, IsNull=0)
    rows = SubElement(root, "Assignments")
    pairs = [(task.uid, numbers[name]) for task in outline.tasks for name in task.who]
    for uid, (task_uid, who) in enumerate(pairs, 1):
        add(SubElement(rows, "Assignment"), UID=uid, TaskUID=task_uid, ResourceUID=who, Units=1)

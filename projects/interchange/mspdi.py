"""Microsoft Project's XML (MSPDI): what a schedule of ours can hold of it, with a word on the rest.

Source: Microsoft, Project XML Data Interchange Schema. Read with defusedxml: no entity, no outside file, no DTD.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse
from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from projects.outline import DEEPEST, LinkLine, Outline, TaskLine
from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY, OFFICE, Hours

NAMESPACE = "{http://schemas.microsoft.com/project}"
KINDS = {"0": Kind.FINISH_FINISH, "1": Kind.FINISH_START, "2": Kind.START_FINISH, "3": Kind.START_START}
RULES = {
    "0": Rule.SOON, "1": Rule.LATE, "2": Rule.START_ON, "3": Rule.FINISH_ON, "4": Rule.START_AFTER,
    "5": Rule.START_BEFORE, "6": Rule.FINISH_AFTER, "7": Rule.FINISH_BEFORE,
}  # fmt: skip
ELAPSED = {"4", "6", "8", "10", "12", "20", "36", "38", "40", "42", "44", "52"}  # counted by night and weekend too
PERCENT = {"19", "51"}
NO_CALENDAR = {"", "-1", "0"}
DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")
MOST_DAYS = 40_000  # that an exception of a calendar may last


def read(file) -> Outline:
    """The schedule in an MSPDI file, given by path or as a binary file.

    Raises ReadError for another kind of XML, ParseError for what is none, DefusedXmlException for what no project needs.
    """
    return Reading(parse(file, forbid_dtd=True).getroot()).plan()


class Reading:
    def __init__(self, root: Element):
        if root.tag != f"{NAMESPACE}Project":
            raise ReadError(_("This XML file is not a schedule of Microsoft Project."))
        self.root = root
        self.warnings: list[str] = []

    def plan(self) -> Outline:
        rows = [row for row in self.root.findall(f"{NAMESPACE}Tasks/{NAMESPACE}Task") if is_task(row)]
        tasks = [self.task(row) for row in rows]
        known = {task.uid for task in tasks}
        if text(self.root, "ScheduleFromStart") == "0":
            self.warn(_("The file plans backwards from its end; here it is planned from its start."))
        return Outline(
            title=text(self.root, "Title") or text(self.root, "Name"),
            start=self.start_of(tasks),
            hours_of=self.hours(),
            tasks=tasks,
            links=[link for row in rows for link in self.links(row, known)],
            is_bound_by_dates=text(self.root, "HonorConstraints") == "1",
            minutes_a_day=number(self.root, "MinutesPerDay") or A_DAY,
            warnings=self.warnings,
        )

    def warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)

    def start_of(self, tasks: list[TaskLine]) -> datetime:
        starts = [task.start for task in tasks if task.start]
        start = moment(self.root, "StartDate") or min(starts, default=None)
        if start is None:
            raise ReadError(_("The file says nowhere when its project starts."))
        return start

    def task(self, row: Element) -> TaskLine:
        self.warn_of(row)
        baseline, percent = row.find(f"{NAMESPACE}Baseline"), min(100, max(0, number(row, "PercentComplete") or 0))
        return TaskLine(
            uid=text(row, "UID"),
            name=text(row, "Name"),
            level=min(DEEPEST, max(1, number(row, "OutlineLevel") or 1)),
            minutes=minutes(text(row, "Duration")),
            is_summary=text(row, "Summary") == "1",
            is_milestone=text(row, "Milestone") == "1",
            is_manual=text(row, "Manual") == "1",
            percent=percent,
            rule=RULES.get(text(row, "ConstraintType"), Rule.SOON),
            rule_at=moment(row, "ConstraintDate"),
            deadline=self.deadline(row),
            start=moment(row, "Start"),
            finish=moment(row, "Finish"),
            began_at=moment(row, "ActualStart") if percent else None,  # some programs write one for what never began
            ended_at=moment(row, "ActualFinish") if percent == 100 else None,
            baseline_start=moment(baseline, "Start"),
            baseline_finish=moment(baseline, "Finish"),
            note=text(row, "Notes"),
        )

    def warn_of(self, row: Element) -> None:
        """Say what of a task is not done as the file asks."""
        name = {"task": text(row, "Name")}
        if text(row, "CalendarUID") not in NO_CALENDAR:
            self.warn(_("“%(task)s” has a calendar of its own: it is planned on that of the project.") % name)
        if text(row, "DurationFormat") in ELAPSED:
            self.warn(_("“%(task)s” lasts by night and weekend too: it is planned in working time.") % name)
        if text(row, "Active") == "0":
            self.warn(_("“%(task)s” is inactive in the file: it is planned as any other.") % name)

    def deadline(self, row: Element) -> datetime | None:
        """None for a day before the project begins: so some programs write that there is none."""
        deadline, start = moment(row, "Deadline"), moment(self.root, "StartDate")
        return deadline if deadline and start and deadline > start else None

    def links(self, row: Element, known: set[str]) -> Iterator[LinkLine]:
        after, name = text(row, "UID"), text(row, "Name")
        for link in row.findall(f"{NAMESPACE}PredecessorLink"):
            before, form = text(link, "PredecessorUID"), text(link, "LagFormat")
            if before not in known:
                told = _("“%(task)s” waits for task %(uid)s, which is not in the file: the link is left out.")
                self.warn(told % {"task": name, "uid": before})
                continue
            if form in ELAPSED:
                self.warn(
                    _("A lag before “%(task)s” counts nights too: it is planned in working time.") % {"task": name}
                )
            lag, is_share = number(link, "LinkLag") or 0, form in PERCENT
            kind = KINDS.get(text(link, "Type"), Kind.FINISH_START)
            yield LinkLine(before, after, kind, 0 if is_share else lag // 10, lag if is_share else 0)

    def hours(self):
        """The worked hours of any day on the calendar of the project."""
        calendars = {text(each, "UID"): each for each in self.root.findall(f"{NAMESPACE}Calendars/{NAMESPACE}Calendar")}
        week, exceptions = {}, {}
        chain, uid = [], text(self.root, "CalendarUID")
        while uid in calendars and calendars[uid] not in chain:
            chain.append(calendars[uid])
            uid = text(calendars[uid], "BaseCalendarUID")
        for calendar in reversed(chain):
            self.read_calendar(calendar, week, exceptions)

        def hours_of(day: date) -> Hours:
            if day in exceptions:
                return exceptions[day]
            return week.get(day.isoweekday() % 7 + 1, OFFICE if day.weekday() < 5 and not week else ())

        return hours_of

    def read_calendar(self, calendar: Element, week: dict[int, Hours], exceptions: dict[date, Hours]) -> None:
        """`week`: Microsoft's number of the day (1 is Sunday) → hours."""
        for row in calendar.findall(f"{NAMESPACE}WeekDays/{NAMESPACE}WeekDay"):
            kind = number(row, "DayType")
            if kind:
                week[kind] = spans(row)
            else:
                exceptions.update(dict.fromkeys(days(row.find(f"{NAMESPACE}TimePeriod")), spans(row)))
        for row in calendar.findall(f"{NAMESPACE}Exceptions/{NAMESPACE}Exception"):
            if (number(row, "Occurrences") or 1) > 1 and number(row, "Type") not in (None, 1):
                self.warn(_("A day off that comes back is taken once: “%(name)s”.") % {"name": text(row, "Name")})
            exceptions.update(dict.fromkeys(days(row.find(f"{NAMESPACE}TimePeriod")), spans(row)))


def is_task(row: Element) -> bool:
    """Not an empty line, nor the line 0 that stands for the whole project."""
    level = text(row, "OutlineLevel") or ("0" if text(row, "UID") == "0" else "1")
    return text(row, "IsNull") != "1" and bool(text(row, "UID")) and level != "0"


def text(row: Element | None, name: str) -> str:
    return (row.findtext(f"{NAMESPACE}{name}") or "").strip() if row is not None else ""


def number(row: Element, name: str) -> int | None:
    """A whole number, None when there is none or it is none."""
    told = text(row, name)
    return int(float(told)) if re.fullmatch(r"-?\d{1,12}(\.\d+)?", told) else None


def moment(row: Element | None, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text(row, name)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


def minutes(duration: str) -> int:
    """«PT16H30M0S» → 990."""
    found = DURATION.fullmatch(duration)
    whole_days, hours, minutes_, seconds = (int(each or 0) for each in found.groups()) if found else (0, 0, 0, 0)
    return whole_days * 24 * 60 + hours * 60 + minutes_ + (seconds >= 30)


def spans(row: Element) -> Hours:
    """The worked spans of a day of a calendar."""
    found = []
    for each in row.findall(f"{NAMESPACE}WorkingTimes/{NAMESPACE}WorkingTime"):
        start, end = clock(text(each, "FromTime")), clock(text(each, "ToTime"))
        if start is not None and end is not None:
            found.append((start, end if end > start else 24 * 60))
    return tuple(sorted(found))


def clock(told: str) -> int | None:
    """«08:30:00» → minutes after midnight."""
    found = re.fullmatch(r"(\d\d?):(\d\d)(?::\d\d)?", told)
    return int(found[1]) * 60 + int(found[2]) if found else None


def days(period: Element | None) -> Iterator[date]:
    """The days from the first to the last of an exception."""
    first, last = moment(period, "FromDate"), moment(period, "ToDate")
    if first and last:
        for number_ in range(min((last.date() - first.date()).days, MOST_DAYS) + 1):
            yield first.date() + timedelta(days=number_)

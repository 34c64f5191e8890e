"""Microsoft Project's XML (MSPDI): what a schedule of ours can hold of it, with a word on the rest.

Source: Microsoft, Project XML Data Interchange Schema. Read with defusedxml: no entity, no outside file, no DTD.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from projects.clocks import Clock, always
from projects.interchange.calendars import Calendars, moment, number, text
from projects.interchange.overlooked import overlooked
from projects.outline import DEEPEST, LinkLine, Outline, TaskLine
from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY, BeyondCalendar

ROOT = re.compile(r"(\{http://schemas\.microsoft\.com/project[^}]*\})?Project")
KINDS = {"0": Kind.FINISH_FINISH, "1": Kind.FINISH_START, "2": Kind.START_FINISH, "3": Kind.START_START}
RULES = {
    "0": Rule.SOON, "1": Rule.LATE, "2": Rule.START_ON, "3": Rule.FINISH_ON, "4": Rule.START_AFTER,
    "5": Rule.START_BEFORE, "6": Rule.FINISH_AFTER, "7": Rule.FINISH_BEFORE,
}  # fmt: skip
DATELESS = {Rule.SOON, Rule.LATE}
ELAPSED = {"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"}  # counted by night and weekend too
ELAPSED_SHARES = {"20", "52"}
SHARES = {"19", "51"} | ELAPSED_SHARES
NO_CALENDAR = {"", "-1", "0"}
DURATION = re.compile(
    r"(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9}(?:\.\d+)?)H)?(?:(\d{1,9}(?:\.\d+)?)M)?(?:(\d{1,9}(?:\.\d+)?)S)?)?"
)
HEAVY = {"TimephasedData", "ExtendedAttribute", "OutlineCode", "Rates", "AvailabilityPeriods"}  # never looked at


def read(file) -> Outline:
    """The schedule in an MSPDI file, given by path or as a binary file.

    Raises ReadError for another kind of XML, ParseError for what is none, DefusedXmlException for what no project needs.
    """
    return Reading(tree_of(file)).plan()


def tree_of(file) -> Element:
    """The elements without their namespace, which changed with the versions; what fills most of a file is let go."""
    parser = iterparse(file, forbid_dtd=True)
    tag = ""
    for _event, element in parser:
        tag = element.tag
        element.tag = tag.rpartition("}")[2]
        if element.tag in HEAVY:
            element.clear()
    if not ROOT.fullmatch(tag):
        raise ReadError(_("This XML file is not a schedule of Microsoft Project."))
    return parser.root


class Reading:
    def __init__(self, root: Element):
        self.root, self.calendars = root, Calendars.of(root)
        self.warnings: list[str] = []
        self.calendar = text(root, "CalendarUID")
        self.hours_of = self.calendars.hours_of(self.calendar)

    def plan(self) -> Outline:
        rows = [row for row in self.root.findall("Tasks/Task") if is_task(row)]
        self.start = self.start_of(rows)
        self.who = self.people()
        tasks = [self.task(row) for row in rows]
        known = Counter(task.uid for task in tasks)
        if twice := next((uid for uid, count in known.items() if count > 1), ""):
            raise ReadError(_("Two tasks are called %(uid)s.") % {"uid": twice})
        self.warn_of_project()
        plan = Outline(
            title=text(self.root, "Title") or text(self.root, "Name"),
            start=self.start,
            hours_of=self.hours_of,
            tasks=tasks,
            links=[link for row in rows for link in self.links(row, known)],
            is_bound_by_dates=text(self.root, "HonorConstraints") == "1",
            minutes_a_day=max(1, number(self.root, "MinutesPerDay") or A_DAY),
            warnings=self.warnings,
        )
        for words in overlooked(self.root, plan):
            self.warn(words)
        return plan

    def warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)

    def warn_of_project(self) -> None:
        if text(self.root, "ScheduleFromStart") == "0":
            self.warn(_("The file plans backwards from its end; here it is planned from its start."))
        if self.root.find("Tasks/Task/SubprojectName") is not None:
            self.warn(_("The file holds other projects by their name only: their tasks are not in it."))
        kept = {text(row, "CalendarUID") for row in self.root.findall("Resources/Resource")} - NO_CALENDAR
        if any(self.is_other(uid) for uid in kept) and any(self.who.values()):
            self.warn(_("People have calendars of their own in the file: tasks are planned on those of the schedule."))

    def is_other(self, uid: str) -> bool:
        """Whether a calendar says other days than that of the project, of its own or by one that it is built on."""
        built_on = self.calendars.chain(self.calendar or self.calendars.usual)
        return any(tells_days(row) for row in self.calendars.chain(uid) if row not in built_on)

    def start_of(self, rows: list[Element]) -> datetime:
        starts = [start for row in rows if (start := moment(row, "Start"))]
        start = moment(self.root, "StartDate") or min(starts, default=None)
        if start is None:
            raise ReadError(_("The file says nowhere when its project starts."))
        return start

    def people(self) -> dict[str, tuple[str, ...]]:
        """Uid of a task → who works on it."""
        names = {text(row, "UID"): text(row, "Name") for row in self.root.findall("Resources/Resource")}
        found: dict[str, tuple[str, ...]] = {}
        for row in self.root.findall("Assignments/Assignment"):
            task, name = text(row, "TaskUID"), names.get(text(row, "ResourceUID"))
            if name:
                found[task] = (*found.get(task, ()), name)
        return found

    def task(self, row: Element) -> TaskLine:
        uid, percent = uid_of(row), min(100, max(0, number(row, "PercentComplete") or 0))
        rule = self.rule(row)
        self.warn_of(row)
        return TaskLine(
            uid=uid,
            name=text(row, "Name"),
            level=level_of(row),
            minutes=self.minutes(row),
            is_summary=text(row, "Summary") == "1",
            is_milestone=text(row, "Milestone") == "1",
            is_manual=text(row, "Manual") == "1",
            is_active=text(row, "Active") != "0",
            percent=percent,
            rule=rule,
            rule_at=None if rule in DATELESS else moment(row, "ConstraintDate"),
            deadline=self.deadline(row),
            note=text(row, "Notes"),
            hours_of=self.own_hours(row),
            who=self.who.get(uid, ()),
            **moments_of(row, percent),
        )

    def warn_of(self, row: Element) -> None:
        """Say what of a task is not done as the file asks."""
        name = {"task": text(row, "Name")}
        calendar = text(row, "CalendarUID")
        if calendar not in NO_CALENDAR and calendar not in self.calendars.rows:
            self.warn(
                _("“%(task)s” has a calendar that is not in the file: it is planned on that of the project.") % name
            )
        if text(row, "Active") == "0":
            self.warn(_("“%(task)s” is inactive in the file: it moves nothing, and is not brought in.") % name)
        if text(row, "ConstraintType") not in ("", *RULES):
            self.warn(_("“%(task)s” has a kind of date that was not understood: it is planned without.") % name)
        if text(row, "ExternalTask") == "1":
            self.warn(_("“%(task)s” belongs to another project: it is planned as a task of this one.") % name)

    def rule(self, row: Element) -> Rule:
        rule = RULES.get(text(row, "ConstraintType"), Rule.SOON)
        return rule if rule in DATELESS or moment(row, "ConstraintDate") else Rule.SOON

    def own_hours(self, row: Element):
        """The hours of a task that does not keep those of the project."""
        calendar = text(row, "CalendarUID")
        if text(row, "DurationFormat") in ELAPSED:
            return always
        if calendar in (*NO_CALENDAR, self.calendar) or calendar not in self.calendars.rows:
            return None
        return self.calendars.hours_of(calendar)

    def minutes(self, row: Element) -> int:
        """How long a task lasts; where the file does not say, as long as it stands there. Of one that is pinned by hand
        too, since its two ends are."""
        told, start, finish = text(row, "Duration"), moment(row, "Start"), moment(row, "Finish")
        minutes_ = minutes(told) if told else None
        if told and minutes_ is None:
            name = {"task": text(row, "Name"), "duration": told}
            self.warn(_("“%(task)s” lasts “%(duration)s”, which was not understood: it is a milestone.") % name)
        if not (start and finish) or (told and text(row, "Manual") != "1"):
            return minutes_ or 0
        clock = Clock(self.start.date(), self.own_hours(row) or self.hours_of)
        try:
            return max(0, clock.between(start, finish))
        except BeyondCalendar:
            return minutes_ or 0

    def deadline(self, row: Element) -> datetime | None:
        """None for a day before the project begins: so some programs write that there is none."""
        deadline, start = moment(row, "Deadline"), moment(self.root, "StartDate")
        return deadline if deadline and start and deadline > start else None

    def links(self, row: Element, known: Container[str]) -> Iterator[LinkLine]:
        after, name = uid_of(row), text(row, "Name")
        for link in row.findall("PredecessorLink"):
            before, form = text(link, "PredecessorUID"), text(link, "LagFormat")
            if before not in known:
                told = _("“%(task)s” waits for task %(uid)s, which is not in the file: the link is left out.")
                self.warn(told % {"task": name, "uid": before})
                continue
            lag, is_share = number(link, "LinkLag") or 0, form in SHARES
            yield LinkLine(
                before, after, KINDS.get(text(link, "Type"), Kind.FINISH_START),
                0 if is_share else round(lag / 10), lag if is_share else 0, form in ELAPSED | ELAPSED_SHARES,
            )  # fmt: skip


def tells_days(calendar: Element) -> bool:
    return any(calendar.find(path) is not None for path in ("WeekDays/WeekDay", "Exceptions/Exception"))


def uid_of(row: Element) -> str:
    return text(row, "UID") or text(row, "ID")


def level_of(row: Element) -> int:
    """From 1; where the file gives only the number of the outline, «1.2.3» is at level 3."""
    told = number(row, "OutlineLevel")
    if told is None and (outline := text(row, "OutlineNumber")):
        told = outline.count(".") + 1
    return min(DEEPEST, max(1, told or 1))


def moments_of(row: Element, percent: int) -> dict[str, datetime | None]:
    """As the file stores them; some programs write an actual start for what never began."""
    baseline = row.find("Baseline")
    return {
        "start": moment(row, "Start") or moment(row, "ManualStart"),
        "finish": moment(row, "Finish") or moment(row, "ManualFinish"),
        "began_at": moment(row, "ActualStart") if percent else None,
        "ended_at": moment(row, "ActualFinish") if percent == 100 else None,
        "baseline_start": moment(baseline, "Start"),
        "baseline_finish": moment(baseline, "Finish"),
    }


def is_task(row: Element) -> bool:
    """Not an empty line, nor the line 0 that stands for the whole project."""
    level = text(row, "OutlineLevel") or ("0" if uid_of(row) == "0" else "1")
    return text(row, "IsNull") != "1" and bool(uid_of(row)) and level != "0"


def minutes(duration: str) -> int | None:
    """«PT16H30M0S» → 990; None for what is no such duration. Years and months are those of the calendar, roughly."""
    found = DURATION.fullmatch(duration)
    if not found or duration.endswith(("P", "T")):
        return None
    years, months, days, hours, minutes_, seconds = (float(each or 0) for each in found.groups()[1:])
    whole = round((years * 365 + months * 30 + days) * 1440 + hours * 60 + minutes_ + seconds / 60)
    return 0 if found[1] else whole

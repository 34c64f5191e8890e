"""A schedule as a table, CSV or XLSX: one task a row, what it waits for as «2FS+3d 5SS» (also «;» or «,» between).

Headings are taken in French and English, ours or those of Microsoft Project; the name and how long a task lasts (or when
it starts and finishes) must be there.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import BinaryIO

from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from accounts.imports.readers import Row, Table, open_table
from accounts.imports.values import Refusal, as_text, fold
from projects.clocks import Clock, always
from projects.interchange import words
from projects.outline import DEEPEST, LinkLine, Outline, TaskLine
from projects.scheduling import OF_FINISH, Rule
from projects.worktime import OFF, OFFICE, BeyondCalendar, Hours, french_hours

HEADINGS = {
    "uid": {"id", "no", "n°", "nº", "numero", "#"},
    "unique": {"uid", "unique id", "n° unique", "no unique"},
    "name": {"name", "task", "nom", "tache", "task name", "nom de la tache", "nom tache"},
    "days": {"duration days", "duration", "days", "duree", "duree (jours)", "jours", "scheduled duration"},
    "before": {"predecessors", "predecesseurs", "predecessor"},
    "unique_before": {
        "unique id predecessors",
        "n° uniques des predecesseurs",
        "predecesseurs n° unique",
        "predecessors by uid",
    },
    "start": {"start", "debut", "start date", "date de debut", "scheduled start"},
    "finish": {"finish", "end", "fin", "finish date", "end date", "date de fin", "scheduled finish"},
    "milestone": {"milestone", "jalon"},
    "level": {"level", "outline level", "niveau", "niveau hierarchique"},
    "number": {"wbs", "outline number", "numero hierarchique", "n° hierarchique", "wbs code"},
    "percent": {"percent complete", "progress", "avancement", "% acheve", "% complete", "pourcentage acheve"},
    "best": {"at best", "au mieux"},
    "worst": {"at worst", "au pire"},
    "rule": {"constraint type", "constraint", "type de contrainte", "contrainte"},
    "rule_at": {"constraint date", "date de la contrainte", "date de contrainte"},
    "deadline": {"deadline", "echeance"},
    "began": {"actual start", "debut reel"},
    "ended": {"actual finish", "fin reelle"},
    "active": {"active", "actif"},
    "mode": {"task mode", "mode tache", "mode de tache", "mode"},
    "note": {"notes", "note", "remarques"},
    "criterion": {"reached when", "atteint quand"},
    "who": {"resource names", "noms ressources", "nom des ressources", "noms des ressources", "who", "qui"},
}
DAYS = ("start", "finish", "rule_at", "deadline", "began", "ended")
MANUAL = {"manually scheduled", "manual", "planification manuelle", "planifiee manuellement", "manuel"}


class Cells:
    """What one row says, by field."""

    def __init__(self, row: Row, columns: dict[str, int], day_first: bool):
        if row.problem:
            raise ReadError(row.problem[1], row=row.number, column=row.problem[0])
        self.row, self.columns, self.day_first = row, columns, day_first

    def cell(self, field: str):
        return self.row.cells[self.columns[field]] if field in self.columns else None

    def text(self, field: str) -> str:
        cell = self.cell(field)
        return as_text(cell).strip() if cell is not None else ""

    def day(self, field: str, hour: time = time()) -> datetime | None:
        return words.moment(self.cell(field), hour, day_first=self.day_first)


def read(file: BinaryIO, name: str) -> Outline:
    """The schedule in a CSV or XLSX file. Raises ReadError, which says the row where it can."""
    table = open_table(file, name)
    columns = columns_of(table.headers)
    day_first = words.order_of_days(day_cells(table, columns))
    plan = Outline(title=name.rpartition(".")[0] or name, start=datetime.min, hours_of=french_hours())
    waits: dict[str, str] = {}
    unsaid: set[str] = set()  # tasks whose row says no duration
    for place, row in enumerate(table.rows(), 1):
        cells = Cells(row, columns, day_first)
        task = task_of(cells, place)
        if task.uid in waits:
            raise ReadError(_("Two tasks are called %(uid)s.") % {"uid": task.uid}, row=row.number)
        waits[task.uid] = cells.text("before")
        if not cells.text("days"):
            unsaid.add(task.uid)
        plan.tasks.append(task)
    if unread := unread_headers(table.headers):
        plan.warnings.append(_("Columns that are not read: %(names)s.") % {"names": ", ".join(unread)})
    for after, told in waits.items():
        plan.links += links_of(after, told, waits.keys(), plan.warnings)
    plan.start = start_of(plan)
    plan.hours_of = hours_of(plan)
    plan.tasks = [lasting(task, plan) if task.uid in unsaid else task for task in plan.tasks]
    return plan


def columns_of(headers: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        for field, names in HEADINGS.items():
            if heading(header) in names:
                found.setdefault(field, place)
    if "uid" not in found or ("before" not in found and "unique_before" in found):
        found |= {new: found[old] for old, new in (("unique", "uid"), ("unique_before", "before")) if old in found}
    missing = [] if "name" in found else ["name"]
    if "days" not in found and not {"start", "finish"} <= found.keys():
        missing.append("duration_days")
    if missing:
        raise ReadError(_("A schedule needs the columns %(names)s.") % {"names": ", ".join(missing)})
    return found


def heading(header: str) -> str:
    return fold(header.replace("_", " "))


def unread_headers(headers: list[str]) -> list[str]:
    """The columns that say nothing to us."""
    known = set().union(*HEADINGS.values())
    return [header for header in headers if header and heading(header) not in known]


def day_cells(table: Table, columns: dict[str, int]) -> Iterator:
    places = [columns[field] for field in DAYS if field in columns]
    return (row.cells[place] for row in table.rows() if not row.problem for place in places)


def task_of(cells: Cells, place: int) -> TaskLine:
    """`place` numbers the task where no column does."""
    try:
        return planned(facts(cells, place), cells)
    except Refusal as refusal:
        raise ReadError(str(refusal), row=cells.row.number) from refusal


def facts(cells: Cells, place: int) -> TaskLine:
    percent = cells.text("percent").rstrip("% ")
    length = words.amount(cells.text("days"))
    return TaskLine(
        uid=needed(cells.text("uid")) if "uid" in cells.columns else str(place),
        name=needed(cells.text("name")),
        level=level_of(cells),
        minutes=length.minutes,
        optimistic=words.amount(cells.text("best")).minutes if cells.text("best") else None,
        pessimistic=words.amount(cells.text("worst")).minutes if cells.text("worst") else None,
        hours_of=always if length.is_elapsed else None,
        is_milestone=fold(cells.text("milestone")) in words.YES,
        percent=round(min(100, max(0, number(percent)))),
        note=cells.text("note"),
        criterion=cells.text("criterion"),
        who=tuple(name.strip() for name in re.split("[;,]", cells.text("who")) if name.strip()),
    )


def planned(task: TaskLine, cells: Cells) -> TaskLine:
    """With what the row says of days."""
    told = cells.text("rule").replace("_", " ")
    rule = words.RULE_OF.get(fold(told), Rule.SOON)
    rule_at = cells.day("rule_at", time(17) if rule in OF_FINISH else time(8))
    if told and fold(told) not in words.RULE_OF:
        raise Refusal(_("“%(value)s” is no kind of date that a task may have.") % {"value": told})
    ended_at = cells.day("ended", time(17)) if task.percent == 100 else None
    return replace(
        task,
        rule=rule if rule_at or rule is Rule.LATE else Rule.SOON,
        rule_at=rule_at,
        deadline=cells.day("deadline", time(17)),
        start=cells.day("start", time(8)),
        finish=cells.day("finish", time(17)),
        began_at=cells.day("began", time(8)) if task.percent else None,
        ended_at=ended_at,
        is_active=fold(cells.text("active")) not in words.NO,
        is_manual=fold(cells.text("mode")) in MANUAL,
    )


def level_of(cells: Cells) -> int:
    """From 1; «1.2.3» is at level 3."""
    told, outline = cells.text("level"), cells.text("number")
    level = int(number(told)) if told or not outline else outline.rstrip(".").count(".") + 1
    return min(DEEPEST, max(1, level))


def needed(told: str) -> str:
    if not told:
        raise Refusal(_("A task has a number and a name."))
    return told


def number(told: str) -> float:
    """A number of a cell, 0 when it is empty; not less than 0, and no more than anybody plans."""
    if not told:
        return 0
    if not re.fullmatch(r"\d{1,6}([.,]\d+)?", told):
        raise Refusal(_("“%(value)s” is no number of days.") % {"value": told})
    return float(told.replace(",", "."))


def links_of(after: str, told: str, known, warnings: list[str]) -> Iterator[LinkLine]:
    for wait in words.waits(told, known):
        if isinstance(wait, str):
            where = {"uid": after, "link": wait}
            warnings.append(_("Task %(uid)s waits for “%(link)s”, which was not understood.") % where)
        else:
            before, kind, lag = wait
            yield LinkLine(before, after, kind, *lag)


def start_of(plan: Outline) -> datetime:
    starts = [task.start for task in plan.tasks if task.start]
    if not starts:
        raise ReadError(_("No task says when it starts: the schedule has no first day."))
    return min(starts)


def hours_of(plan: Outline) -> Callable[[date], Hours]:
    """French working days, unless the table itself works on a French holiday: then every day from Monday to Friday."""
    french = french_hours()
    told = [each.date() for task in plan.tasks if not task.hours_of for each in (task.start, task.finish) if each]
    if any(day.weekday() < 5 and french(day) == OFF for day in told):
        plan.warnings.append(_("The table works on French public holidays: they count as working days here."))
        return lambda day: OFFICE if day.weekday() < 5 else OFF
    return french


def lasting(task: TaskLine, plan: Outline) -> TaskLine:
    """A task whose row says no duration: it lasts as long as it stands there."""
    if task.is_milestone or not (task.start and task.finish):
        return task
    try:
        return replace(task, minutes=max(0, Clock(plan.start.date(), plan.hours_of).between(task.start, task.finish)))
    except BeyondCalendar:
        return task

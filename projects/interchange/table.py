"""A schedule as a table, CSV or XLSX: one task a row, what it waits for as «2FS+3d 5SS» (also «;» or «,» between).

Headings are taken in French and English; `id`, a name and a duration in working days must be there.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from accounts.imports import values
from accounts.imports.problems import ReadError
from accounts.imports.readers import Row, open_table
from accounts.imports.values import Refusal, as_text, fold
from projects.outline import DEEPEST, LinkLine, Outline, TaskLine
from projects.scheduling import Kind
from projects.worktime import A_DAY, OFF, OFFICE, Hours, french_hours

HEADINGS = {
    "uid": {"id", "uid", "no", "numero"},
    "name": {"name", "task", "nom", "tache", "task name", "nom de la tache"},
    "days": {"duration_days", "duration", "days", "duree", "duree (jours)", "jours"},
    "before": {"predecessors", "predecesseurs"},
    "start": {"start", "debut"},
    "finish": {"finish", "end", "fin"},
    "milestone": {"milestone", "jalon"},
    "level": {"level", "outline_level", "niveau"},
    "percent": {"percent_complete", "progress", "avancement", "% acheve"},
}
NEEDED = {"uid": "id", "name": "name", "days": "duration_days"}
LINK = re.compile(r"(\w+?)(FS|SS|FF|SF|FD|DD|DF)?(?:([+-])(\d{1,6}(?:[.,]\d+)?)(?:d|days?|j|jours?)?)?", re.I)
LAG = re.compile(r"\s*([+-])\s*(\d+(?:[.,]\d+)?)\s*(?=[dj]|$|[\s;,])", re.I)  # «2FS + 1,5 j»
BETWEEN = re.compile(r"[;\s]+|,(?!\d+[dj])", re.I)
FRENCH = {"FD": "FS", "DD": "SS", "DF": "SF"}  # fin-début, début-début, début-fin


def read(file: BinaryIO, name: str) -> Outline:
    """The schedule in a CSV or XLSX file. Raises ReadError, which says the row where it can."""
    table = open_table(file, name)
    columns = columns_of(table.headers)
    plan = Outline(title=name.rpartition(".")[0] or name, start=datetime.min, hours_of=french_hours())
    waits: dict[str, str] = {}
    for row in table.rows():
        task = task_of(row, columns)
        if task.uid in waits:
            raise ReadError(_("Two tasks are called %(uid)s.") % {"uid": task.uid}, row=row.number)
        waits[task.uid] = text(row, columns, "before")
        plan.tasks.append(task)
    for after, told in waits.items():
        plan.links += links_of(after, told, waits.keys(), plan.warnings)
    plan.start = start_of(plan)
    plan.hours_of = hours_of(plan)
    return plan


def columns_of(headers: list[str]) -> dict[str, int]:
    found = {}
    for place, header in enumerate(headers):
        for field, names in HEADINGS.items():
            if fold(header) in names:
                found.setdefault(field, place)
    missing = [heading for field, heading in NEEDED.items() if field not in found]
    if missing:
        raise ReadError(_("A schedule needs the columns %(names)s.") % {"names": ", ".join(missing)})
    return found


def text(row: Row, columns: dict[str, int], field: str) -> str:
    return as_text(row.cells[columns[field]]).strip() if field in columns and not row.problem else ""


def task_of(row: Row, columns: dict[str, int]) -> TaskLine:
    if row.problem:
        raise ReadError(row.problem[1], row=row.number, column=row.problem[0])
    try:
        return TaskLine(
            uid=needed(text(row, columns, "uid")),
            name=needed(text(row, columns, "name")),
            level=min(DEEPEST, max(1, int(number(text(row, columns, "level")) or 1))),
            minutes=round(number(text(row, columns, "days")) * A_DAY),
            is_milestone=text(row, columns, "milestone") in ("1", "true", "oui", "yes"),
            percent=round(min(100, max(0, number(text(row, columns, "percent"))))),
            start=moment(row, columns, "start", time(8)),
            finish=moment(row, columns, "finish", time(17)),
        )
    except Refusal as refusal:
        raise ReadError(str(refusal), row=row.number) from refusal


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


def moment(row: Row, columns: dict[str, int], field: str, hour: time) -> datetime | None:
    """The moment of a cell; a bare day means that hour of it."""
    cell: Any = row.cells[columns[field]] if field in columns else None
    if cell in (None, ""):
        return None
    told = as_text(cell).strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", told):
        try:
            return datetime.fromisoformat(told)
        except ValueError:
            raise Refusal(_("“%(value)s” is no moment.") % {"value": told}) from None
    return datetime.combine(values.day(cell), hour)


def links_of(after: str, told: str, known, warnings: list[str]) -> list[LinkLine]:
    found = []
    for each in BETWEEN.split(LAG.sub(r"\1\2", told)):
        if not each:
            continue
        link = LINK.fullmatch(each)
        if link is None or link[1] not in known:
            warnings.append(
                _("Task %(uid)s waits for “%(link)s”, which was not understood.") % {"uid": after, "link": each}
            )
            continue
        kind = (link[2] or "FS").upper()
        lag = round(float((link[4] or "0").replace(",", ".")) * A_DAY) * (-1 if link[3] == "-" else 1)
        found.append(LinkLine(link[1], after, Kind(FRENCH.get(kind, kind)), lag))
    return found


def start_of(plan: Outline) -> datetime:
    starts = [task.start for task in plan.tasks if task.start]
    if not starts:
        raise ReadError(_("No task says when it starts: the schedule has no first day."))
    return min(starts)


def hours_of(plan: Outline) -> Callable[[date], Hours]:
    """French working days, unless the table itself works on a French holiday: then every day from Monday to Friday."""
    french = french_hours()
    told = [each.date() for task in plan.tasks for each in (task.start, task.finish) if each]
    if any(day.weekday() < 5 and french(day) == OFF for day in told):
        plan.warnings.append(_("The table works on French public holidays: they count as working days here."))
        return lambda day: OFFICE if day.weekday() < 5 else OFF
    return french

"""What a file of a schedule holds, and when our scheduler would do it, as plain data."""

from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from projects.interchange import words
from projects.interchange.reading import read_schedule
from projects.mixed import timetable_of
from projects.outline import Outline, TaskLine
from projects.scheduling import Loop
from projects.timetable import Times
from projects.worktime import BeyondCalendar


class Unreadable(Exception):
    """The file holds no schedule that can be computed; its text says why."""


def report_of(path: str) -> dict[str, Any]:
    """Of a file: `file`, `readable`; then `project` with start and finish, `tasks` and `warnings`, or `error`.

    Each task: uid, name, start and finish (ISO), total_float_days, critical as recomputed; stored_start,
    stored_finish as the file says, and what else was read of it.
    """
    try:
        plan = read_file(path)
        with in_words(plan):
            found = timetable_of(plan).times
    except Unreadable as reason:
        return {"file": path, "readable": False, "error": str(reason), "tasks": [], "warnings": []}
    waits = waits_of(plan)
    return {
        "file": path,
        "readable": True,
        "project": {
            "title": plan.title,
            "start": iso(min((each.start for each in found.values()), default=plan.start)),
            "finish": iso(max((each.finish for each in found.values()), default=plan.start)),
        },
        "tasks": [line_of(plan, task, found[task.uid]) | {"predecessors": waits[task.uid]} for task in plan.tasks],
        "warnings": plan.warnings,
    }


def read_file(path: str) -> Outline:
    """The schedule of a file. Raises Unreadable with words."""
    try:
        with open(path, "rb") as file:
            return read_schedule(file, path.rpartition("/")[2])
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    except ReadError as error:
        raise Unreadable(words_of(error)) from error


def words_of(error: ReadError) -> str:
    return _("%(error)s (row %(row)s)") % {"error": error, "row": error.row} if error.row else str(error)


@contextmanager
def in_words(plan: Outline):
    """What is wrong with the times of a schedule is said of its tasks by their names. Raises Unreadable."""
    try:
        yield
    except Loop as loop:
        names = {task.uid: task.name or task.uid for task in plan.tasks}
        told = " → ".join(names[uid] for uid in loop.path)
        raise Unreadable(_("Tasks wait for each other in a circle: %(loop)s.") % {"loop": told}) from loop
    except (BeyondCalendar, OverflowError) as error:
        raise Unreadable(_("The schedule lasts more than a century.")) from error


def line_of(plan: Outline, task: TaskLine, computed: Times) -> dict[str, Any]:
    return {
        "uid": task.uid,
        "name": task.name,
        "start": iso(computed.start),
        "finish": iso(computed.finish),
        "total_float_days": round(computed.total_float / plan.minutes_a_day, 4),
        "free_float_days": round(computed.free_float / plan.minutes_a_day, 4),
        "critical": computed.is_critical,
        "stored_start": iso(task.start),
        "stored_finish": iso(task.finish),
        "level": task.level,
        "duration_days": round(task.minutes / plan.minutes_a_day, 4),
        "milestone": task.is_milestone,
        "manual": task.is_manual,
        "active": task.is_active,
        "percent_complete": task.percent,
        "constraint": task.rule.value,
        "constraint_date": iso(task.rule_at),
        "deadline": iso(task.deadline),
    }


def waits_of(plan: Outline) -> dict[str, list[str]]:
    """Uid → what the task waits for, as «2FS+3d»."""
    found: dict[str, list[str]] = {task.uid: [] for task in plan.tasks}
    for link in plan.links:
        found[link.after].append(words.told(link, plan.minutes_a_day))
    return found


def days_told(task: TaskLine):
    return task.start.date(), task.finish.date()


def iso(moment: datetime | None) -> str | None:
    return moment and moment.isoformat(timespec="seconds")

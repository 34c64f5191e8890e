"""What a file of a schedule holds, and when our scheduler would do it, as plain data."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
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
    stored_finish as the file says.
    """
    try:
        plan, found = computed(path)
    except Unreadable as reason:
        return {"file": path, "readable": False, "error": str(reason), "tasks": [], "warnings": []}
    return {
        "file": path,
        "readable": True,
        "project": {
            "title": plan.title,
            "start": iso(min((each.start for each in found.values()), default=plan.start)),
            "finish": iso(max((each.finish for each in found.values()), default=plan.start)),
        },
        "tasks": [line_of(plan, task, found[task.uid]) for task in plan.tasks],
        "warnings": plan.warnings,
    }


def computed(path: str) -> tuple[Outline, dict[str, Times]]:
    """The schedule of a file and the times of its tasks. Raises Unreadable with words."""
    try:
        with open(path, "rb") as file:
            plan = read_schedule(file, path.rpartition("/")[2])
        return plan, timetable_of(plan).times
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    except ReadError as error:
        where = _(" (row %(row)s)") % {"row": error.row} if error.row else ""
        raise Unreadable(f"{error}{where}") from error
    except Loop as loop:
        names = {task.uid: task.name or task.uid for task in plan.tasks}
        told = " → ".join(names[uid] for uid in loop.path)
        raise Unreadable(_("Tasks wait for each other in a circle: %(loop)s.") % {"loop": told}) from loop
    except BeyondCalendar as error:
        raise Unreadable(_("The schedule lasts more than a century.")) from error


def line_of(plan: Outline, task: TaskLine, computed: Times) -> dict[str, Any]:
    return {
        "uid": task.uid,
        "name": task.name,
        "start": iso(computed.start),
        "finish": iso(computed.finish),
        "total_float_days": round(computed.total_float / plan.minutes_a_day, 4),
        "critical": computed.is_critical,
        "stored_start": iso(task.start),
        "stored_finish": iso(task.finish),
    }


def iso(moment) -> str | None:
    return moment and moment.isoformat(timespec="seconds")

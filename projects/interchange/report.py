"""What a file of a schedule holds, and when our scheduler would do it, as plain data."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from projects.interchange.reading import read_schedule
from projects.outline import Outline, TaskLine
from projects.scheduling import Loop
from projects.timetable import Times, Timetable
from projects.worktime import BeyondCalendar


def report_of(path: str) -> dict[str, Any]:
    """Of a file: `file`, `readable`; then `project` with start and finish, `tasks` and `warnings`, or `error`.

    Each task: uid, name, start and finish (ISO), total_float_days, critical as recomputed; stored_start,
    stored_finish as the file says.
    """
    try:
        with open(path, "rb") as file:
            plan = read_schedule(file, path.rpartition("/")[2])
        found = Timetable(plan).times
    except OSError as error:
        return refused(path, error.strerror or str(error))
    except ReadError as error:
        where = _(" (row %(row)s)") % {"row": error.row} if error.row else ""
        return refused(path, f"{error}{where}")
    except Loop as loop:
        names = names_of(plan)
        told = " → ".join(names[uid] for uid in loop.path)
        return refused(path, _("Tasks wait for each other in a circle: %(loop)s.") % {"loop": told})
    except BeyondCalendar:
        return refused(path, _("The schedule lasts more than a century."))
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


def refused(path: str, error: str) -> dict[str, Any]:
    return {"file": path, "readable": False, "error": error, "tasks": [], "warnings": []}


def names_of(plan: Outline) -> dict[str, str]:
    return {task.uid: task.name or task.uid for task in plan.tasks}


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

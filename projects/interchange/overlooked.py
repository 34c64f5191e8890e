"""What a file of Microsoft Project holds and no schedule of ours does: said in words, with the names of the tasks."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from projects.clocks import Clock, always
from projects.interchange.calendars import number, text
from projects.outline import Outline, TaskLine
from projects.worktime import BeyondCalendar, Hours

NAMED = 5  # tasks of a warning; the others are only counted
PRICES = ("Tasks/Task/FixedCost", "Tasks/Task/Cost", "Resources/Resource/StandardRate", "Resources/Resource/Cost")


def overlooked(root: Element, plan: Outline) -> Iterator[str]:
    """The warnings, of which each says one thing of all the tasks that it concerns."""
    rows = root.findall("Tasks/Task")
    if lost := [text(row, "Name") for row in rows if is_unnumbered(row)]:
        yield _("Without a number in the file, and left out: %(tasks)s.") % {"tasks": named(lost)}
    if split := [task.name for task in plan.tasks if is_interrupted(task, plan)]:
        told = _("Interrupted in the file, or done on the hours of people, and here in one go: %(tasks)s.")
        yield told % {"tasks": named(split)}
    if delayed := [text(row, "Name") for row in rows if number(row, "LevelingDelay")]:
        told = _("Delayed in the file to level the load of people, and not here: %(tasks)s.")
        yield told % {"tasks": named(delayed)}
    if any(is_price(each.text) for path in PRICES for each in root.iterfind(path)):
        yield _("Costs and rates are not read.")
    if limit := number(root, "CriticalSlackLimit"):
        told = _("The file calls tasks critical that may slip by %(days)s days; here critical ones may not slip.")
        yield told % {"days": limit}


def named(names: list[str]) -> str:
    """«“A”, “B” (+3)»."""
    told = ", ".join(_("“%(name)s”") % {"name": name} for name in names[:NAMED])
    return f"{told} (+{len(names) - NAMED})" if len(names) > NAMED else told


def is_unnumbered(row: Element) -> bool:
    return text(row, "IsNull") != "1" and bool(text(row, "Name")) and not (text(row, "UID") or text(row, "ID"))


def is_interrupted(task: TaskLine, plan: Outline) -> bool:
    """Whether it stands in the file for longer than it lasts, in working time; what goes on by night too is never so."""
    if (
        task.is_summary
        or task.is_manual
        or task.hours_of is always
        or not (task.minutes and task.start and task.finish)
    ):
        return False
    return stood(plan.start.date(), task.hours_of or plan.hours_of, task.start, task.finish) > task.minutes


def stood(origin: date, hours_of: Callable[[date], Hours], start: datetime, finish: datetime) -> int:
    """Working minutes between the two; 0 where they are too far away to be counted."""
    try:
        return Clock(origin, hours_of).between(start, finish)
    except (BeyondCalendar, OverflowError):
        return 0


def is_price(told: str | None) -> bool:
    return bool((told or "").strip().strip("0.,-"))

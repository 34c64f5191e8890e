"""How much work falls on whom in which week. No ORM.

A piece of work is spread evenly over its working days; a week holds what falls on its days. Weeks begin on Monday.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from projects.status.colours import resources_colour
from projects.worktime import A_DAY

A_WEEK = timedelta(days=7)
LATE_DAYS = 5  # working days over which what is late is still to be done


@dataclass(frozen=True)
class Work:
    """`minutes` of work of somebody between two days, of which he does a `share` (%); `calendar` says on which days.

    `what` is whatever the caller wants to find again behind a week.
    """

    who: Hashable
    first: date
    last: date
    minutes: float
    share: int = 100
    calendar: Hashable = None
    what: Hashable = None


class WorkingDays:
    """The days worked between two days, counted once: how many lie in any span is two look-ups."""

    def __init__(self, first: date, last: date, is_worked: Callable[[date], bool]):
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self.days = [day.toordinal() for day in days if is_worked(day)]

    def count(self, first: date, last: date) -> int:
        return bisect_left(self.days, last.toordinal() + 1) - bisect_left(self.days, first.toordinal())


Period = tuple[date, date]  # its first and last day
Cell = tuple[Hashable, int]  # who, and the number of the period
IsWorked = Callable[[date], bool]


def weeks_from(first_week: date, weeks: int) -> list[Period]:
    """So many weeks from a Monday on."""
    mondays = (first_week + number * A_WEEK for number in range(weeks))
    return [(monday, monday + timedelta(days=6)) for monday in mondays]


def load(
    works: Iterable[Work], first_week: date, weeks: int, is_worked: Callable[[Hashable], IsWorked]
) -> dict[Cell, list[tuple[Work, float]]]:
    """`load_in` by weeks: (who, how many weeks after the first) → each work of that week with its minutes."""
    return load_in(works, weeks_from(first_week, weeks), is_worked)


def load_in(
    works: Iterable[Work], periods: list[Period], is_worked: Callable[[Hashable], IsWorked]
) -> dict[Cell, list[tuple[Work, float]]]:
    """(who, number of the period) → each work of that period with its minutes; what holds none is left out.

    The periods follow each other. `is_worked` gives for the calendar of a work the function that says whether a day is
    worked. Over all the days that a work lasts, its minutes sum up to `minutes` × `share` / 100; days off get nothing,
    and a work without any working day is not counted at all.
    """
    works = list(works)
    worked = worked_days(works, is_worked)
    found: dict[Cell, list[tuple[Work, float]]] = defaultdict(list)
    for work in works:
        for number, minutes in shares_of(work, periods, worked[work.calendar]):
            found[work.who, number].append((work, minutes))
    return dict(found)


def worked_days(works: list[Work], is_worked: Callable[[Hashable], IsWorked]) -> dict[Hashable, WorkingDays]:
    """Calendar → its working days as far as these works go."""
    spans: dict[Hashable, Period] = {}
    for work in works:
        first, last = spans.get(work.calendar, (work.first, work.last))
        spans[work.calendar] = min(first, work.first), max(last, work.last)
    return {key: WorkingDays(*span, is_worked(key)) for key, span in spans.items()}


def shares_of(work: Work, periods: list[Period], worked: WorkingDays) -> Iterable[tuple[int, float]]:
    """The periods of a work, as numbers, with its minutes in each."""
    days = worked.count(work.first, work.last)
    if days <= 0:
        return
    a_day = work.minutes * work.share / 100 / days
    begins = bisect_left(periods, work.first, key=lambda period: period[1])
    for number in range(begins, len(periods)):
        first, last = periods[number]
        if first > work.last:
            return
        if within := worked.count(max(work.first, first), min(work.last, last)):
            yield number, a_day * within


def capacity(periods: list[Period], is_worked: IsWorked) -> list[int]:
    """Working minutes of each period for one person who works full time."""
    days = WorkingDays(periods[0][0], periods[-1][1], is_worked)
    return [A_DAY * days.count(first, last) for first, last in periods]


def percent(minutes: float, of: float) -> int | None:
    """Load in % of a capacity; None in a week without working day (a load there is none either)."""
    return round(100 * minutes / of) if of else None


def level(load_percent: int | None) -> str:
    """The colour that a status would have from it (`projects.status.colours`); green where there is none to judge."""
    return resources_colour(load_percent) or "green"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def to_do(first: date, last: date, on: date, worked: WorkingDays) -> Period:
    """Between which days what remains of a task will be done: what is late, over the next LATE_DAYS working days."""
    if worked.count(max(first, on), last) > 0:
        return max(first, on), last
    to_come = worked.days[bisect_left(worked.days, on.toordinal()) :][:LATE_DAYS]
    return on, date.fromordinal(to_come[-1]) if to_come else on

"""The days of a committee: a series on the working days of the project, and what becomes of it when it changes.

Plain data in, plain data out; no ORM.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from projects.models import Committee

Frequency = Committee.Frequency
STEPS = {
    Frequency.WEEK: relativedelta(weeks=1),
    Frequency.FORTNIGHT: relativedelta(weeks=2),
    Frequency.MONTH: relativedelta(months=1),
    Frequency.TWO_MONTHS: relativedelta(months=2),
    Frequency.QUARTER: relativedelta(months=3),
}
REACH = {  # half of a step: how far from a date of the series a meeting still stands for it
    Frequency.WEEK: timedelta(days=3),
    Frequency.FORTNIGHT: timedelta(days=7),
    Frequency.MONTH: timedelta(days=15),
    Frequency.TWO_MONTHS: timedelta(days=30),
    Frequency.QUARTER: timedelta(days=45),
    Frequency.ONCE: timedelta.max,
}
A_DAY = timedelta(days=1)
LONGEST_BREAK = 366  # days in a row on which nobody works


@dataclass(frozen=True)
class Arrangement:
    """What is to be done: meetings that move (key → day), those that go (keys), days on which one is to be planned."""

    moves: dict[int, date]
    gone: list[int]
    new: list[date]

    @property
    def count(self) -> int:
        """Meetings that change."""
        return len(self.moves) + len(self.gone) + len(self.new)


def days_of(first: date, frequency: str, last: date, is_worked: Callable[[date], bool]) -> list[date]:
    """The days of a series from `first` to `last`, in order, each on the first day worked from its own date on.

    Steps are counted from the first date, so that a committee of the 31st meets on the last day of shorter months and
    again on the 31st. Two dates that a closure brings to the same day are one meeting.
    """
    found = (worked_from(day, is_worked) for day in dates_of(first, frequency, last))
    return sorted({day for day in found if day and day <= last})


def dates_of(first: date, frequency: str, last: date) -> Iterator[date]:
    step = STEPS.get(frequency)
    number, day = 0, first
    while day <= last:
        yield day
        if step is None:
            return
        number += 1
        day = first + step * number


def worked_from(day: date, is_worked: Callable[[date], bool]) -> date | None:
    """That day, or the first one worked after it; None when nobody works for a year."""
    return next((each for n in range(LONGEST_BREAK) if is_worked(each := day + n * A_DAY)), None)


def arranged(
    days: list[date],
    on: date,
    untouched: dict[int, date],
    kept: Collection[tuple[date, date]],
    reach: timedelta,
) -> Arrangement:
    """How the meetings to come are brought onto the days of their series; a second run finds nothing to do.

    `days`: of the whole series; `on`: today, before which nothing changes; `untouched`: key → day of the meetings that
    nobody has prepared or moved; `kept`: (day it was planned for at first, day it stands on) of every other meeting to
    come. Each of those stands for the day of the series nearest to it within `reach`: no second one is planned beside.
    """
    taken = {day for _first, day in kept} | {nearest(days, first, reach) for first, _day in kept}
    wanted = [day for day in days if day >= on and day not in taken]
    standing = set(untouched.values())
    free = [day for day in wanted if day not in standing]
    loose = sorted((day, key) for key, day in untouched.items() if day not in wanted)
    moves = {key: day for (_day, key), day in zip(loose, free, strict=False)}
    return Arrangement(moves, [key for _day, key in loose[len(free) :]], free[len(loose) :])


def nearest(days: list[date], first: date, reach: timedelta) -> date | None:
    near = [day for day in days if abs(day - first) <= reach]
    return min(near, key=lambda day: (abs(day - first), day), default=None)

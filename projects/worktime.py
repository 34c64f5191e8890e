"""Working time: which minutes of which days are worked, and how working minutes turn into moments and back. No ORM.

A schedule counts in working minutes from a midnight, its origin. One such minute lies between two moments: where work
stops for the night, the end of one minute and the beginning of the next are the same time but different moments, so
that a task *finishes* on Friday evening while its follower *starts* on Monday morning.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta

import holidays

Hours = tuple[tuple[int, int], ...]  # spans of a day, in minutes after midnight, in order
OFFICE: Hours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
OFF: Hours = ()
A_DAY = 8 * 60  # working minutes
CHUNK = timedelta(days=366)
FURTHEST = timedelta(days=100 * 366)  # from the origin: beyond, something is wrong with the plan
ALSACE_MOSELLE = "57"  # the departments share their two holidays


class BeyondCalendar(ValueError):
    """A time further than a century from the origin of its calendar."""


class WorkCalendar:
    """`hours_of` says the worked spans of a day; days are asked for as far as times go."""

    def __init__(self, origin: date, hours_of: Callable[[date], Hours]):
        self.origin, self.hours_of = origin, hours_of
        self._first = self._next = origin  # days known: from the first up to the next
        self._worked = [0]  # minutes worked before each day known, and before the next

    def start_at(self, minutes: int) -> datetime:
        """The moment when the working minute after so many begins. Raises BeyondCalendar."""
        self._reach(minutes)
        place = bisect_right(self._worked, minutes) - 1
        return self._moment(place, minutes - self._worked[place], is_end=False)

    def finish_at(self, minutes: int) -> datetime:
        """The moment when the last of so many working minutes ends. Raises BeyondCalendar."""
        self._reach(minutes)
        place = bisect_left(self._worked, minutes) - 1
        return self._moment(place, minutes - self._worked[place], is_end=True)

    def minutes_at(self, moment: datetime) -> int:
        """Working minutes from the origin to a moment (negative before it). Raises BeyondCalendar."""
        day = moment.date()
        self._cover(day)
        within = moment.hour * 60 + moment.minute
        worked = sum(max(0, min(within, end) - start) for start, end in self.hours_of(day))
        return self._worked[(day - self._first).days] + worked

    def is_worked(self, day: date) -> bool:
        return bool(self.hours_of(day))

    def _moment(self, place: int, minutes: int, *, is_end: bool) -> datetime:
        """`minutes` into the working time of a day known."""
        day = self._first + timedelta(days=place)
        for start, end in self.hours_of(day):
            length = end - start
            if minutes < length or (is_end and minutes == length):
                return datetime.combine(day, time()) + timedelta(minutes=start + minutes)
            minutes -= length
        raise AssertionError("a day holds the minutes counted in it")

    def _reach(self, minutes: int) -> None:
        """Know days enough on both sides of a time."""
        while self._worked[-1] <= minutes:
            self._cover(self._next + CHUNK)
        while self._worked[0] >= minutes:
            self._cover(self._first - CHUNK)

    def _cover(self, day: date) -> None:
        """Know the days up to that one."""
        if abs(day - self.origin) > FURTHEST:
            raise BeyondCalendar(f"{day} is more than a century from {self.origin}")
        while self._next <= day:
            self._worked.append(self._worked[-1] + length_of(self.hours_of(self._next)))
            self._next += timedelta(days=1)
        if day < self._first:
            before, worked = [], self._worked[0]
            while self._first > day:
                self._first -= timedelta(days=1)
                worked -= length_of(self.hours_of(self._first))
                before.append(worked)
            self._worked[:0] = reversed(before)


def length_of(hours: Hours) -> int:
    """Minutes worked in those spans."""
    return sum(end - start for start, end in hours)


def french_hours(*, is_alsace_moselle: bool = False, closures: Collection[date] = ()) -> Callable[[date], Hours]:
    """Office hours from Monday to Friday but on French public holidays (Code du travail, L3133-1) and closures."""
    off = holidays.France(subdiv=ALSACE_MOSELLE if is_alsace_moselle else None)

    def hours_of(day: date) -> Hours:
        return OFF if day.weekday() > 4 or day in off or day in closures else OFFICE

    return hours_of

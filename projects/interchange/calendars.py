"""The calendars of a Microsoft Project file: which hours of which days are worked.

Source: Microsoft, Project XML Data Interchange Schema: Calendar, WeekDay, WorkWeek, Exception. What a base calendar says
holds until the one built on it says otherwise; days of exception come before weeks of their own, those before the week.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from xml.etree.ElementTree import Element

from projects.worktime import OFF, OFFICE, Hours

MOST_DAYS = 40_000  # that an exception of a calendar may last
ITEMS = {0: range(7), 1: range(5), 2: (5, 6), 3: (6,), 4: (0,), 5: (1,), 6: (2,), 7: (3,), 8: (4,), 9: (5,)}  # weekdays
LAST = 4  # of the positions within a month
Week = dict[int, Hours]  # Microsoft's number of the day (1 is Sunday) → hours


def text(row: Element | None, name: str) -> str:
    return (row.findtext(name) or "").strip() if row is not None else ""


def number(row: Element | None, name: str) -> int | None:
    """A whole number, None when there is none or it is none."""
    told = text(row, name)
    return int(float(told)) if re.fullmatch(r"-?\d{1,12}(\.\d+)?", told) else None


def moment(row: Element | None, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text(row, name)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


@dataclass
class Calendars:
    """Those of a file by uid. `hours_of` of the same calendar is the same function."""

    rows: dict[str, Element]
    made: dict[str, Callable[[date], Hours]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> "Calendars":
        return cls({text(each, "UID"): each for each in root.findall("Calendars/Calendar")})

    @cached_property
    def usual(self) -> str:
        """The first base calendar: where the project names none."""
        return next((uid for uid, row in self.rows.items() if text(row, "IsBaseCalendar") == "1"), "")

    def hours_of(self, uid: str) -> Callable[[date], Hours]:
        uid = uid if uid in self.rows else self.usual
        if uid not in self.made:
            self.made[uid] = hours_from(self.chain(uid))
        return self.made[uid]

    def chain(self, uid: str) -> list[Element]:
        """The calendar after those that it is built on."""
        found: list[Element] = []
        while uid in self.rows and self.rows[uid] not in found:
            found.append(self.rows[uid])
            uid = text(self.rows[uid], "BaseCalendarUID")
        return found[::-1]


def hours_from(chain: list[Element]) -> Callable[[date], Hours]:
    week: Week = {}
    weeks: list[tuple[date, date, Week]] = []
    exceptions: dict[date, Hours] = {}
    for calendar in chain:
        week |= week_of(calendar)
        weeks += weeks_of(calendar)
        exceptions |= exceptions_of(calendar)

    def hours_of(day: date) -> Hours:
        if day in exceptions:
            return exceptions[day]
        kind = day.isoweekday() % 7 + 1
        for first, last, own in reversed(weeks):
            if first <= day <= last and kind in own:
                return own[kind]
        return week.get(kind, OFFICE if day.weekday() < 5 and not week else OFF)

    return hours_of


def week_of(row: Element) -> Week:
    return {number(day, "DayType"): spans(day) for day in row.findall("WeekDays/WeekDay") if number(day, "DayType")}


def weeks_of(calendar: Element) -> Iterator[tuple[date, date, Week]]:
    for row in calendar.findall("WorkWeeks/WorkWeek"):
        period = row.find("TimePeriod")
        first, last = moment(period, "FromDate"), moment(period, "ToDate")
        if first and last:
            yield first.date(), last.date(), week_of(row)


def exceptions_of(calendar: Element) -> dict[date, Hours]:
    """Days of Project 2003 (days of the week numbered 0) and of later versions, those that come back among them."""
    found: dict[date, Hours] = {}
    for row in calendar.findall("WeekDays/WeekDay"):
        if not number(row, "DayType"):
            found |= dict.fromkeys(days(row), spans(row))
    for row in calendar.findall("Exceptions/Exception"):
        found |= dict.fromkeys(recurring(row), spans(row))
    return found


def recurring(row: Element) -> Iterator[date]:
    """The days of an exception, however it comes back."""
    kind, every = number(row, "Type"), max(1, number(row, "Period") or 1)
    told = list(days(row))
    if not told or kind not in FITS:
        yield from told
        return
    fitting = (day for day in told if FITS[kind](row, told[0], day, every))
    most = number(row, "Occurrences") if text(row, "EnteredByOccurrences") == "1" else None
    yield from islice(fitting, most or None)


def every_days(row: Element, first: date, day: date, every: int) -> bool:
    return (day - first).days % every == 0


def each_year(row: Element, first: date, day: date, every: int) -> bool:
    return day.month == (number(row, "Month") or 0) + 1 and day.day == number(row, "MonthDay")


def each_year_on(row: Element, first: date, day: date, every: int) -> bool:
    return day.month == (number(row, "Month") or 0) + 1 and is_placed(row, day)


def each_month(row: Element, first: date, day: date, every: int) -> bool:
    return months(first, day) % every == 0 and day.day == number(row, "MonthDay")


def each_month_on(row: Element, first: date, day: date, every: int) -> bool:
    return months(first, day) % every == 0 and is_placed(row, day)


def each_week(row: Element, first: date, day: date, every: int) -> bool:
    sunday = first - timedelta(days=first.isoweekday() % 7)
    return (
        bool((number(row, "DaysOfWeek") or 0) >> (day.isoweekday() % 7) & 1) and (day - sunday).days // 7 % every == 0
    )


FITS = {1: every_days, 2: each_year, 3: each_year_on, 4: each_month, 5: each_month_on, 6: each_week, 7: every_days}


def months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def is_placed(row: Element, day: date) -> bool:
    """Whether the day is the first, … or last of its kind in its month."""
    weekdays, position = ITEMS.get(number(row, "MonthItem") or 0, ()), number(row, "MonthPosition") or 0
    if day.weekday() not in weekdays:
        return False
    others = [each for each in month_of(day) if each.weekday() in weekdays]
    return others[-1 if position == LAST else min(position, len(others) - 1)] == day


def month_of(day: date) -> list[date]:
    first = day.replace(day=1)
    return [each for each in (first + timedelta(days=number_) for number_ in range(31)) if each.month == day.month]


def days(row: Element) -> Iterator[date]:
    """The days from the first to the last of an exception."""
    period = row.find("TimePeriod")
    first, last = moment(period, "FromDate"), moment(period, "ToDate")
    if first and last:
        length = min((last.date() - first.date()).days, MOST_DAYS, (date.max - first.date()).days)
        for number_ in range(length + 1):
            yield first.date() + timedelta(days=number_)


def spans(row: Element) -> Hours:
    """The worked spans of a day, those that touch or overlap as one."""
    if text(row, "DayWorking") == "0":
        return OFF
    found: list[tuple[int, int]] = []
    for start, end in sorted(told_spans(row)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    is_told = row.find("WorkingTimes/WorkingTime") is not None
    return tuple(found) if is_told or text(row, "DayWorking") != "1" else OFFICE


def told_spans(row: Element) -> Iterator[tuple[int, int]]:
    for each in row.findall("WorkingTimes/WorkingTime"):
        start, end = clock(text(each, "FromTime")), clock(text(each, "ToTime"))
        if start is not None and end is not None:
            yield start, end if end > start else 24 * 60


def clock(told: str) -> int | None:
    """«08:30:00» → minutes after midnight, None for what is no time of a day."""
    found = re.fullmatch(r"(?:\d{4}-\d\d-\d\dT)?(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?", told)
    minutes = int(found[1]) * 60 + int(found[2]) if found else None
    return minutes if minutes is not None and minutes <= 24 * 60 else None

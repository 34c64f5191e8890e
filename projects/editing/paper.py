"""The Gantt of a project on A4 or A3 across: the whole time on the width, as many pages as the tasks take. No ORM.

Lengths are points; y counts from the first row of a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.values import plain
from projects.editing.labels import number
from projects.outline import LinkLine, TaskLine
from projects.scheduling import Kind
from projects.timetable import START_BASED, Timetable

ROW, BAR = 15.0, 8.0  # heights
MARGIN, TITLE, HEAD, FOOT = 28, 40, 18, 26  # around the chart, and its own heading
SEEN = 1.5  # points of a day from which days off are shaded
WIDEST_MARK = 42  # points that the name of a month takes
AROUND = timedelta(days=3)
ELBOW = 4.0
DEEPEST = 8  # levels that are shown by their distance from the margin
MOST_OFF = 4_000  # days that are looked at for those off


@dataclass(frozen=True)
class Paper:
    """Width and height across, and the columns of the table on the left: name, first day, last day, days."""

    key: str
    width: int
    height: int
    columns: tuple[int, int, int, int]

    @property
    def chart(self) -> float:
        return self.width - 2 * MARGIN - sum(self.columns)

    @property
    def rows(self) -> int:
        """How many tasks a page holds."""
        return int((self.height - 2 * MARGIN - TITLE - HEAD - FOOT) // ROW)


PAPERS = {
    each.key: each for each in (Paper("a4", 842, 595, (190, 48, 48, 30)), Paper("a3", 1191, 842, (260, 52, 52, 34)))
}

Days = tuple[date, date]


class Sheets:
    """`promised`: first and last day of each task in the baseline; `on` is today."""

    def __init__(self, timetable: Timetable, promised: dict[str, Days], on: date, paper: Paper):
        self.timetable, self.on, self.paper = timetable, on, paper
        self.lines = timetable.outline.tasks
        self.places = {line.uid: place for place, line in enumerate(self.lines)}
        self.days = {uid: (each.start.date(), each.finish.date()) for uid, each in timetable.times.items()}
        self.promised = {uid: days for uid, days in promised.items() if uid in self.days}
        shown = [*self.days.values(), *self.promised.values()] or [(on, on)]
        self.first = min(first for first, _last in shown) - AROUND
        self.last = max(last for _first, last in shown) + AROUND
        self.a_day = paper.chart / ((self.last - self.first).days + 1)

    def x(self, day: date) -> float:
        return round((day - self.first).days * self.a_day, 2)

    def printed(self, title: str, subtitle: str, language: str) -> dict[str, Any]:
        """What the template `gantt` reads."""
        rows = self.paper.rows
        return {
            "lang": language,
            "paper": self.paper.key,
            "title": title,
            "subtitle": subtitle,
            "heads": [_("Task"), pgettext("schedule", "Start"), pgettext("schedule", "End"), _("Days")],
            "columns": self.paper.columns,
            "sizes": {"row": ROW, "bar": BAR, "head": HEAD, "chart": self.paper.chart},
            "marks": list(self.marks()),
            "off": list(self.off()),
            "today": self.x(self.on) if self.first <= self.on <= self.last else None,
            "pages": [self.page(first, first + rows) for first in range(0, len(self.lines), rows)],
            "legend": self.legend(),
            "empty": _("No task yet"),
        }

    def page(self, first: int, behind: int) -> dict[str, Any]:
        """The tasks from one place up to another, with what of the links shows there."""
        links = {"plain": [], "critical": []}
        for link in self.timetable.outline.links:
            ends = self.places[link.before], self.places[link.after]
            if min(ends) < behind and max(ends) >= first:
                links["critical" if self.is_critical(link) else "plain"].append(self.path(link, first))
        return {"rows": [self.row(line) for line in self.lines[first:behind]], "links": links}

    def row(self, line: TaskLine) -> dict[str, Any]:
        times, (first, last) = self.timetable.times[line.uid], self.days[line.uid]
        is_phase, left, right = line.uid in self.timetable.below, *self.span(line.uid)
        kind = "phase" if is_phase else "milestone" if self.timetable.is_instant(line.uid) else "task"
        return {
            "name": line.name,
            "level": min(line.level, DEEPEST) - 1,
            "kind": kind,
            "cells": [plain(first), plain(last), "" if is_phase else number(line.minutes)],
            "x": left,
            "width": max(1.0, right - left),
            "done": 0 if is_phase else (right - left) * line.percent / 100,
            "critical": times.is_critical,
            "ghost": self.ghost(line.uid),
        }

    def span(self, uid: str) -> tuple[float, float]:
        """Where its bar begins and ends; a milestone of an evening stands behind its day."""
        times, (first, last) = self.timetable.times[uid], self.days[uid]
        if self.timetable.is_instant(uid):
            at = self.x(last) + (self.a_day if times.finish.hour > 12 else 0)
            return at, at
        return self.x(first), self.x(last) + self.a_day

    def ghost(self, uid: str) -> list[float] | None:
        if uid not in self.promised:
            return None
        first, last = self.promised[uid]
        return [self.x(first), self.x(last) + self.a_day - self.x(first)]

    def is_critical(self, link: LinkLine) -> bool:
        return self.timetable.times[link.before].is_critical and self.timetable.times[link.after].is_critical

    def path(self, link: LinkLine, first: int) -> list[list[float]]:
        """Right angles from the end that the link leaves to the end that it binds; the last point is the arrow's."""
        is_from_start, is_to_end = link.kind in START_BASED, link.kind in (Kind.FINISH_FINISH, Kind.START_FINISH)
        x1, x2 = self.span(link.before)[not is_from_start], self.span(link.after)[is_to_end]
        y1, y2 = (ROW * (self.places[uid] - first + 0.5) for uid in (link.before, link.after))
        out, into = x1 + (-ELBOW if is_from_start else ELBOW), x2 + (ELBOW if is_to_end else -ELBOW)
        if not is_from_start and not is_to_end and into >= out:
            return [[x1, y1], [out, y1], [out, y2], [x2, y2]]
        between = y1 + (ROW / 2 if y2 > y1 else -ROW / 2)
        return [[x1, y1], [out, y1], [out, between], [into, between], [into, y2], [x2, y2]]

    def marks(self) -> Iterator[list]:
        """x and name of months, or of every third, sixth… where they would touch each other."""
        months = next(each for each in (1, 3, 6, 12, 24, 60, 120, 600) if each * 30 * self.a_day >= WIDEST_MARK)
        day, last = self.first.replace(month=1 if months > 1 else self.first.month, day=1), -WIDEST_MARK
        while day <= self.last:
            following = day + relativedelta(months=months)
            at = max(0.0, self.x(day))
            if following > self.first and self.x(following) - at >= WIDEST_MARK:
                is_year_told = day.month == 1 or months >= 12 or last < 0
                yield [at, date_format(day, "Y" if months >= 12 else "M Y" if is_year_told else "M")]
                last = at
            day = following

    def off(self) -> Iterator[list[float]]:
        """x and width of runs of days off, as long as they can be seen."""
        days, began = (self.last - self.first).days + 1, None
        if self.a_day < SEEN or days > MOST_OFF:
            return
        for passed in range(days + 1):
            day = self.first + timedelta(days=passed)
            if passed < days and not self.timetable.calendar.is_worked(day):
                began = began or day
            elif began:
                yield [self.x(began), self.x(day) - self.x(began)]
                began = None

    def legend(self) -> list[list[str]]:
        words = {
            "task": pgettext("schedule", "task"),
            "critical": _("critical: it moves the end when it slips"),
            "done": _("done so far"),
            "phase": pgettext("schedule", "phase"),
            "milestone": pgettext("schedule", "milestone"),
            "ghost": pgettext("schedule", "baseline"),
            "today": _("today"),
        }
        shown = words.keys() - (set() if self.promised else {"ghost"})
        return [[kind, text] for kind, text in words.items() if kind in shown]

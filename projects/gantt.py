"""The Gantt chart of a project, drawn by the server: places and sizes in pixels, ready for an SVG. No ORM."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from projects.outline import LinkLine, TaskLine
from projects.timetable import Times, Timetable

ROW, BAR, HEAD = 32, 14, 28  # heights
ELBOW = 7  # how far a link runs before it turns
MARGIN = timedelta(days=4)  # shown before and after
SCALES = {"day": 24, "week": 9, "month": 3, "quarter": 1}  # pixels a day
SCALE_NAMES = {"day": _("Days"), "week": _("Weeks"), "month": _("Months"), "quarter": _("Quarters")}
LONGEST = {"day": 400, "week": 1_200, "month": 4_000}  # days that a scale shows; longer projects take a wider one
MOST_CLOSED = 1_500  # days looked at for those off


@dataclass(frozen=True)
class Bar:
    """A task, a phase or a milestone. `done` is the width that is done."""

    uid: str
    name: str
    level: int
    kind: str
    x: int
    y: int
    width: int
    done: int
    is_critical: bool

    @property
    def middle(self) -> int:
        return self.y + BAR // 2

    @property
    def end(self) -> int:
        return self.x + self.width


@dataclass(frozen=True)
class Gantt:
    """`off`: x and width of runs of days on which nobody works; `marks`: x and first day of each month;
    `ghosts`: the bars of the baseline; `links`: SVG paths, and whether both ends are critical.
    """

    width: int
    height: int
    off: list[tuple[int, int]]
    marks: list[tuple[int, date]]
    today: int | None
    bars: list[Bar]
    ghosts: list[tuple[int, int, int]]
    links: list[tuple[str, bool]]


def gantt_of(timetable: Timetable, on: date, scale: str, promised: dict[str, tuple[date, date]]) -> Gantt:
    """The chart at a scale of SCALES; `on` is today, `promised` the first and last day of tasks in the baseline."""
    return Drawing(timetable, on, scale, promised).gantt()


class Drawing:
    def __init__(self, timetable: Timetable, on: date, scale: str, promised: dict[str, tuple[date, date]]):
        self.timetable, self.on, self.promised = timetable, on, promised
        ends = [each.finish.date() for each in timetable.times.values()] + [last for _first, last in promised.values()]
        starts = [each.start.date() for each in timetable.times.values()] + [
            first for first, _last in promised.values()
        ]
        self.first = min(starts, default=on) - MARGIN
        self.last = max(ends, default=on) + MARGIN
        self.pixels = SCALES[fitting(scale, (self.last - self.first).days)]
        self.rows = {task.uid: place for place, task in enumerate(timetable.outline.tasks)}

    def gantt(self) -> Gantt:
        bars = {task.uid: self.bar(task, self.timetable.times[task.uid]) for task in self.timetable.outline.tasks}
        return Gantt(
            width=self.x(self.last) + self.pixels,
            height=HEAD + ROW * len(bars),
            off=list(self.off()),
            marks=list(self.marks()),
            today=self.x(self.on) if self.first <= self.on <= self.last else None,
            bars=list(bars.values()),
            ghosts=[self.ghost(uid, *days) for uid, days in self.promised.items() if uid in bars],
            links=[
                (path(line, bars[line.before], bars[line.after]), bars[line.before].is_critical and bars[line.after].is_critical)
                for line in self.timetable.outline.links
            ],
        )  # fmt: skip

    def x(self, day: date) -> int:
        return (day - self.first).days * self.pixels

    def y(self, uid: str) -> int:
        return HEAD + ROW * self.rows[uid] + (ROW - BAR) // 2

    def bar(self, task: TaskLine, times: Times) -> Bar:
        is_phase, is_instant = task.uid in self.timetable.below, self.timetable.is_instant(task.uid)
        first, last = times.start.date(), times.finish.date()
        width = 0 if is_instant else max(2, self.x(last) + self.pixels - self.x(first))
        x = self.x(last) + (self.pixels if times.finish.hour > 12 else 0) if is_instant else self.x(first)
        kind = "phase" if is_phase else "milestone" if is_instant else "task"
        done = width * self.timetable.percent(task.uid) // 100
        return Bar(task.uid, task.name, task.level, kind, x, self.y(task.uid), width, done, times.is_critical)

    def ghost(self, uid: str, first: date, last: date) -> tuple[int, int, int]:
        return self.x(first), self.y(uid) + BAR + 2, max(2, self.x(last) + self.pixels - self.x(first))

    def off(self) -> Iterator[tuple[int, int]]:
        """Runs of days off, as long as a day can be seen."""
        days = (self.last - self.first).days + 1
        if self.pixels < SCALES["month"] or days > MOST_CLOSED:
            return
        is_worked: Callable[[date], bool] = self.timetable.calendar.is_worked
        began = None
        for number in range(days + 1):
            day = self.first + timedelta(days=number)
            if number < days and not is_worked(day):
                began = began or day
            elif began:
                yield self.x(began), self.x(day) - self.x(began)
                began = None

    def marks(self) -> Iterator[tuple[int, date]]:
        step = relativedelta(months=3 if self.pixels == SCALES["quarter"] else 1)
        day = self.first.replace(day=1)
        while day <= self.last:
            yield max(0, self.x(day)), day
            day += step


def fitting(scale: str, days: int) -> str:
    """The scale asked for, or the first wider one that shows so many days."""
    names = list(SCALES)
    wider = names[names.index(scale) :] if scale in SCALES else names[1:]
    return next((name for name in wider if days <= LONGEST.get(name, days)), names[-1])


def path(line: LinkLine, before: Bar, after: Bar) -> str:
    """An SVG path from the end that the link leaves to the end that it binds, in right angles."""
    leaves_right, binds_left = line.kind[0] == "F", line.kind[1] == "S"
    x1, x2 = (before.end if leaves_right else before.x), (after.x if binds_left else after.end)
    out, into = (ELBOW if leaves_right else -ELBOW), (-ELBOW if binds_left else ELBOW)
    y1, y2 = before.middle, after.middle
    is_straight = leaves_right and binds_left and x2 - x1 >= 2 * ELBOW
    if is_straight:
        return f"M{x1} {y1}h{out}V{y2}H{x2}"
    between = y1 + (ROW // 2 if y2 > y1 else -(ROW // 2))
    return f"M{x1} {y1}h{out}V{between}H{x2 + into}V{y2}H{x2}"

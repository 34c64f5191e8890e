"""The bars of many projects on one axis: phases and milestones only, as shares of the time shown (%). No ORM."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

ZOOMS = {"year": _("Year"), "quarter": _("Quarter")}
MONTHS = {"year": 12, "quarter": 3}
NARROWEST = 0.4  # % of the time shown, so that a day in a year can be seen


@dataclass(frozen=True)
class Axis:
    """The time shown: from the first day of a month on, `months` of them."""

    first: date
    months: int

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.first + relativedelta(months=self.months)

    @property
    def days(self) -> int:
        return (self.end - self.first).days

    def x(self, day: date) -> float:
        """Where the day begins, in %, within what is shown."""
        return round(100 * min(max((day - self.first).days / self.days, 0), 1), 2)

    def shows(self, first: date, last: date) -> bool:
        return first < self.end and last >= self.first

    @property
    def marks(self) -> list[tuple[float, date]]:
        """The first day of each month shown."""
        days = (self.first + relativedelta(months=number) for number in range(self.months))
        return [(self.x(day), day) for day in days]

    def moved(self, steps: int) -> date:
        """The first day of the axis half its length earlier or later."""
        return self.first + relativedelta(months=steps * max(1, self.months // 2))


def axis_of(zoom: str, asked: str, on: date) -> Axis:
    """From the month that the address asks for; else a quarter of the time shown lies behind today."""
    months = MONTHS[zoom]
    try:
        first = date.fromisoformat(asked).replace(day=1)
    except ValueError:
        first = on.replace(day=1) - relativedelta(months=months // 4)
    return Axis(min(max(first, date(1990, 1, 1)), date(2090, 1, 1)), months)


@dataclass(frozen=True)
class Bar:
    """`x`, `width` and `done` in %; only what is within the axis."""

    x: float
    width: float
    done: float


@dataclass(frozen=True)
class Diamond:
    x: float
    name: str
    on: date
    is_done: bool
    is_late: bool


@dataclass
class Row:
    """A project, or one of its phases: its days, its bar if it shows, its milestones."""

    name: str
    first: date | None
    last: date | None
    percent: int = 0
    bar: Bar | None = None
    diamonds: list[Diamond] = field(default_factory=list)


def row_of(axis: Axis, name: str, first: date | None, last: date | None, percent: int = 0) -> Row:
    """A row from its first to its last day, both included, done to so many per cents."""
    if first is None or last is None or not axis.shows(first, last):
        return Row(name, first, last, percent)
    done_until = first + timedelta(days=round(((last - first).days + 1) * percent / 100))
    x, end = axis.x(first), axis.x(last + timedelta(days=1))
    width = max(NARROWEST, round(end - x, 2))
    return Row(name, first, last, percent, Bar(x, width, round(max(0, min(axis.x(done_until), end) - x), 2)))


def diamonds(axis: Axis, milestones: Iterable[tuple[str, date, bool]], on: date) -> list[Diamond]:
    """Milestones (name, day, whether reached) that the axis shows."""
    return [
        Diamond(axis.x(day + timedelta(days=1)), name, day, is_done, is_late=not is_done and day < on)
        for name, day, is_done in milestones
        if axis.shows(day, day)
    ]

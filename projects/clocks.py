"""The critical path where tasks keep different hours, or wait by night and weekend too. No ORM.

No single number of minutes stands for a link then (as in `projects.scheduling`): each task hands a moment to the next,
and counts on a clock of its own. One pass forwards and one backwards still suffice. A lag is counted on the hours of
the task that waits, as Microsoft Project does since its version of 2002.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from projects.scheduling import CEILINGS, FIXED, FLOORS, OF_FINISH, Kind, Rule
from projects.worktime import Hours, WorkCalendar

NIGHT_AND_DAY: Hours = ((0, 24 * 60),)


def always(day: date) -> Hours:
    """The hours of what goes on by night and weekend too."""
    return NIGHT_AND_DAY


class Clock:
    """Moments of those hours."""

    def __init__(self, origin: date, hours_of: Callable[[date], Hours]):
        self.calendar = WorkCalendar(origin, hours_of)

    def begin(self, moment: datetime) -> datetime:
        """The first moment of work from then on."""
        return self.calendar.start_at(self.calendar.minutes_at(moment))

    def ahead(self, moment: datetime, minutes: int) -> datetime:
        """When so many minutes are worked from then on, or (less than 0) were to be begun to be worked by then."""
        if not minutes:
            return moment
        at = self.calendar.minutes_at(moment) + minutes
        return self.calendar.finish_at(at) if minutes > 0 else self.calendar.start_at(at)

    def between(self, first: datetime, last: datetime) -> int:
        return self.calendar.minutes_at(last) - self.calendar.minutes_at(first)


class Work(NamedTuple):
    """`projects.scheduling.Activity` in moments, on its clock."""

    duration: int
    clock: Clock
    rule: Rule = Rule.SOON
    rule_at: datetime | None = None
    deadline: datetime | None = None
    began_at: datetime | None = None

    def until(self, start: datetime) -> datetime:
        return self.clock.ahead(start, self.duration)

    def since(self, finish: datetime) -> datetime:
        return self.clock.ahead(finish, -self.duration)

    @property
    def rule_start(self) -> datetime:
        """When it is to start by its rule."""
        return self.since(self.rule_at) if self.rule in OF_FINISH else self.rule_at


class Wait(NamedTuple):
    """`projects.scheduling.Link`; the minutes of an elapsed lag count by night and weekend too."""

    before: str
    after: str
    kind: Kind
    lag: int
    is_elapsed: bool

    def shifted(self, moment: datetime, sign: int, clock: Clock) -> datetime:
        if self.is_elapsed:
            return moment + sign * timedelta(minutes=self.lag)
        return clock.ahead(moment, sign * self.lag)


@dataclass
class Stint:
    """When a task is done; floats in minutes of its clock. `wanted`: the start that its links alone ask for."""

    start: datetime
    finish: datetime
    wanted: datetime
    late_start: datetime = datetime.max
    late_finish: datetime = datetime.max
    total_float: int = 0
    free_float: int = 0


def stints(
    works: dict[str, Work], waits: Iterable[Wait], order: list[str], start: datetime, *, is_bound_by_dates: bool
) -> dict[str, Stint]:
    """The stint of each task. `order`: no task comes before one that it waits for. Raises BeyondCalendar."""
    into: dict[str, list[Wait]] = {key: [] for key in order}
    out: dict[str, list[Wait]] = {key: [] for key in order}
    for wait in waits:
        into[wait.after].append(wait)
        out[wait.before].append(wait)
    found: dict[str, Stint] = {}
    for key in order:
        asked = [earliest(wait, found[wait.before], works[key]) for wait in into[key]]
        found[key] = stint(works[key], max([start, *asked]), bool(asked), is_bound_by_dates)
    finish = max((each.finish for each in found.values()), default=start)
    for key in reversed(order):
        hold_late(works, found, key, out[key], finish)
        put_late(works[key], found[key])
    return found


def earliest(wait: Wait, before: Stint, work: Work) -> datetime:
    """When a task may start as far as this link goes."""
    moment = before.finish if wait.kind[0] == "F" else before.start
    moment = wait.shifted(moment, 1, work.clock)
    return work.since(moment) if wait.kind[1] == "F" else moment


def stint(work: Work, wanted: datetime, has_waited: bool, is_bound_by_dates: bool) -> Stint:
    """What begins is at work; what has no duration stands where it waited, on an evening rather than the next morning."""
    start = bound(work, wanted, is_bound_by_dates)
    if work.duration or not (has_waited or work.rule_at):
        start = start if work.began_at else work.clock.begin(start)
    return Stint(start, work.until(start), max(wanted, start))


def bound(work: Work, start: datetime, is_bound_by_dates: bool) -> datetime:
    """`projects.scheduling.bound` in moments."""
    if work.began_at is not None:
        return work.began_at
    if work.rule in FLOORS or (work.rule in FIXED and not is_bound_by_dates):
        return max(start, work.rule_start)
    if work.rule in FIXED:
        return work.rule_start
    return min(start, work.rule_start) if work.rule in CEILINGS and is_bound_by_dates else start


def hold_late(works: dict[str, Work], found: dict[str, Stint], key: str, out: list[Wait], finish: datetime) -> None:
    """How late the task may be, from those that wait for it."""
    work, own = works[key], found[key]
    lates = [work.since(finish)]
    nexts = []
    for wait in out:
        after = found[wait.after]
        lates.append(latest(wait, after.late_start, after.late_finish, work, works[wait.after]))
        nexts.append(latest(wait, after.start, after.finish, work, works[wait.after]))
    own.late_start = late(work, min(lates))
    own.late_finish = work.until(own.late_start)
    own.total_float = work.clock.between(own.wanted, own.late_start)
    own.free_float = max(0, work.clock.between(own.start, min(nexts)) if nexts else own.total_float)


def put_late(work: Work, own: Stint) -> None:
    """As `projects.scheduling.moved` says: before those that it waits for look how far they may slip."""
    later = min(own.free_float, own.total_float)
    if work.rule is Rule.LATE and work.began_at is None and later > 0:
        own.start = work.clock.begin(work.clock.ahead(own.start, later))
        own.finish = work.until(own.start)


def latest(wait: Wait, start: datetime, finish: datetime, work: Work, after: Work) -> datetime:
    """When a task may start at the latest for another that is to start and finish so."""
    moment = wait.shifted(finish if wait.kind[1] == "F" else start, -1, after.clock)
    return work.since(moment) if wait.kind[0] == "F" else moment


def late(work: Work, start: datetime) -> datetime:
    """`projects.scheduling.held_late` in moments."""
    if work.rule in FIXED:
        start = work.rule_start
    elif work.rule in CEILINGS:
        start = min(start, work.rule_start)
    return start if work.deadline is None else min(start, work.since(work.deadline))

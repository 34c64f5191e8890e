"""The critical path: when each task starts and ends at the earliest and at the latest, and how much it may slip. No ORM.

Times and durations are working minutes (`projects.worktime` turns them into moments). Since a task lasts as long as it
lasts, each of the four kinds of link comes down to one number: how long after the start of the one the other may start.
One pass forwards and one backwards over the links then suffice, in time linear in tasks and links.

Source: Kelley & Walker 1959 (critical path), Roy 1962 (MPM links from start to start); dates that bind as MS Project
takes them when it honours constraint dates.
"""

import sys
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Kind(StrEnum):
    """What of the first task the second one waits for, and with what of its own."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


class Rule(StrEnum):
    """A date that binds a task."""

    SOON = "as_soon_as_possible"
    LATE = "as_late_as_possible"
    START_AFTER = "start_no_earlier_than"
    START_BEFORE = "start_no_later_than"
    FINISH_AFTER = "finish_no_earlier_than"
    FINISH_BEFORE = "finish_no_later_than"
    START_ON = "must_start_on"
    FINISH_ON = "must_finish_on"


FINISH_START, SOON = Kind.FINISH_START, Rule.SOON  # looked up once: the loops over links ask for them
UNBOUND = sys.maxsize  # the free float of a task that nothing waits for
OF_FINISH = {Rule.FINISH_AFTER, Rule.FINISH_BEFORE, Rule.FINISH_ON}
FLOORS = {Rule.START_AFTER, Rule.FINISH_AFTER}
CEILINGS = {Rule.START_BEFORE, Rule.FINISH_BEFORE}
FIXED = {Rule.START_ON, Rule.FINISH_ON}


class Activity(NamedTuple):
    """What is to be done. `duration` ≥ 0; `rule_at` is the time of the rule; `began_at` is a fact, stronger than both.

    `deadline` binds nothing: it lowers the float, below 0 when it cannot be held. `not_before` is stronger than links
    and rules: what is not begun cannot start before today.
    """

    key: Hashable
    duration: int
    rule: Rule = Rule.SOON
    rule_at: int = 0
    deadline: int | None = None
    began_at: int | None = None
    not_before: int | None = None


class Link(NamedTuple):
    """`after` waits for `before`, and `lag` minutes more (less than 0: it may overlap)."""

    before: Hashable
    after: Hashable
    kind: Kind = Kind.FINISH_START
    lag: int = 0


class Timing(NamedTuple):
    """When a task is done. `driver` is the task that it waits for last, None when a date or nothing holds it.

    `total_float`: by how much it may slip before the end of the project or a date that binds does; `free_float`:
    before any other task does.
    """

    start: int
    finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    driver: Hashable | None

    @property
    def is_critical(self) -> bool:
        return self.total_float <= 0


@dataclass(frozen=True)
class Schedule:
    """The project starts at 0 and ends at `finish`. By place of the task in `activities`: early and late start, the
    start that its links alone ask for, its free float, and the place of its driver. `order`: no task comes before one
    that it waits for.
    """

    activities: Sequence[Activity]
    order: list[int]
    finish: int
    starts: list[int]
    lates: list[int]
    wanted: list[int]
    free: list[int]
    drivers: list[int | None]

    @cached_property
    def timings(self) -> dict[Hashable, Timing]:
        """The timing of each task by its key, in the order of `order`."""
        return {self.activities[place].key: self.timing(place) for place in self.order}

    def timing(self, place: int) -> Timing:
        each, start, late, driver = self.activities[place], self.starts[place], self.lates[place], self.drivers[place]
        total = late - self.wanted[place]
        free = total if self.free[place] == UNBOUND else self.free[place]
        free = max(0, free)
        start += moved(each, total, free)
        return Timing(
            start, start + each.duration, late, late + each.duration, total, free,
            None if driver is None else self.activities[driver].key,
        )  # fmt: skip

    @property
    def critical(self) -> list[Hashable]:
        return [key for key, timing in self.timings.items() if timing.is_critical]


class Loop(ValueError):
    """Tasks that wait for each other; `path` names them in their order, the first one again at the end."""

    def __init__(self, path: Sequence[Hashable]):
        super().__init__(" → ".join(map(str, path)))
        self.path = list(path)


After = list[list[tuple[int, int]]]  # by place: the places that wait for it, and minutes from start to start


def schedule(activities: Sequence[Activity], links: Iterable[Link], *, is_bound_by_dates: bool = True) -> Schedule:
    """When each activity is done.

    `is_bound_by_dates`: a date that binds stands although a link asks for a later one, and the float falls below 0;
    otherwise the link wins. Raises Loop when tasks wait for each other in a circle, KeyError for a link of a task that
    is not there.
    """
    after, awaited = offsets(activities, links)
    order, starts, wanted, drivers = earliest(activities, after, awaited, is_bound_by_dates)
    if len(order) < len(activities):
        raise Loop([activities[place].key for place in circle(after, awaited)])
    finish = max((start + each.duration for start, each in zip(starts, activities, strict=True)), default=0)
    lates, free = latest(activities, after, order, starts, finish)
    return Schedule(activities, order, finish, starts, lates, wanted, free, drivers)


def offsets(activities: Sequence[Activity], links: Iterable[Link]) -> tuple[After, list[int]]:
    """The links as minutes from start to start, and how many each activity waits for. Raises KeyError."""
    places = {each.key: place for place, each in enumerate(activities)}
    durations = [each.duration for each in activities]
    after: After = [[] for _each in activities]
    awaited = [0] * len(activities)
    for before_key, after_key, kind, lag in links:
        first, second = places[before_key], places[after_key]
        before = durations[first]
        gap = before if kind is FINISH_START else offset(kind, before, durations[second])
        after[first].append((second, gap + lag))
        awaited[second] += 1
    return after, awaited


def offset(kind: Kind, before: int, after: int) -> int:
    """How long after the start of a task of duration `before` one of duration `after` may start, without lag."""
    return before * (kind[0] == "F") - after * (kind[1] == "F")


def circle(after: After, awaited: list[int]) -> list[int]:
    """One circle among the tasks that are still awaited, its first place again at the end."""
    before = {}  # of each task in or behind a circle, one such task that it waits for
    for place, count in enumerate(awaited):
        if count:
            for other, _offset in after[place]:
                before[other] = place
    place, seen = next(iter(before)), []
    while place not in seen:
        seen.append(place)
        place = before[place]
    return [place, *reversed(seen[seen.index(place) :])]


def earliest(
    activities: Sequence[Activity], after: After, awaited: list[int], is_bound_by_dates: bool
) -> tuple[list[int], list[int], list[int], list[int | None]]:
    """An order that follows the links; the early starts; those that links alone ask for; which activity does last.

    `awaited` is counted down; what is left of it, and out of the order, lies in or behind a circle.
    """
    held = [each.rule is not SOON or each.began_at is not None or each.not_before is not None for each in activities]
    starts, wanted = [0] * len(activities), [0] * len(activities)
    drivers: list[int | None] = [None] * len(activities)
    order = [place for place, count in enumerate(awaited) if not count]
    for place in order:
        start = wanted[place]
        if held[place]:
            start = bound(activities[place], start, is_bound_by_dates)
            if start > wanted[place]:
                wanted[place], drivers[place] = start, None
        starts[place] = start
        for other, gap in after[place]:
            awaited[other] -= 1
            if not awaited[other]:
                order.append(other)
            if start + gap > wanted[other] or (start + gap == wanted[other] and drivers[other] is None):
                wanted[other], drivers[other] = start + gap, place
    return order, starts, wanted, drivers


def bound(activity: Activity, start: int, is_bound_by_dates: bool) -> int:
    """The early start once the rule of the activity, and the fact that it began or did not, have their say."""
    if activity.began_at is not None:
        return activity.began_at
    start = ruled(activity, start, is_bound_by_dates)
    return start if activity.not_before is None else max(start, activity.not_before)


def ruled(activity: Activity, start: int, is_bound_by_dates: bool) -> int:
    at = activity.rule_at - activity.duration * (activity.rule in OF_FINISH)
    if activity.rule in FLOORS or (activity.rule in FIXED and not is_bound_by_dates):
        return max(start, at)
    if activity.rule in FIXED:
        return at
    return min(start, at) if activity.rule in CEILINGS and is_bound_by_dates else start


def moved(activity: Activity, total: int, free: int) -> int:
    """How much later than it could it begins: as late as neither another one nor the end minds, unless it has begun."""
    return max(0, min(total, free)) if activity.rule is Rule.LATE and activity.began_at is None else 0


def latest(
    activities: Sequence[Activity], after: After, order: list[int], starts: list[int], finish: int
) -> tuple[list[int], list[int]]:
    """The late start of each activity if the project is to end at `finish`; its gap to the next one, or UNBOUND.

    The next one stands where it is done: late, if it is to be done as late as possible.
    """
    stands = list(starts)
    held = [each.rule is not SOON or each.deadline is not None for each in activities]
    lates, free = [0] * len(activities), [UNBOUND] * len(activities)
    for place in reversed(order):
        each, nearest = activities[place], UNBOUND
        late = finish - each.duration
        for other, gap in after[place]:
            if lates[other] - gap < late:
                late = lates[other] - gap
            if stands[other] - gap < nearest:
                nearest = stands[other] - gap
        if held[place]:
            late = held_late(each, late)
        lates[place] = late
        if nearest != UNBOUND:
            free[place] = nearest - starts[place]
        if each.rule is Rule.LATE:
            stands[place] += moved(each, late - starts[place], free[place])
    return lates, free


def held_late(activity: Activity, late: int) -> int:
    """The late start once the rule and the deadline of the activity have their say."""
    if activity.rule in CEILINGS or activity.rule in FIXED:
        ceiling = activity.rule_at - activity.duration * (activity.rule in OF_FINISH)
        late = ceiling if activity.rule in FIXED else min(late, ceiling)
    return late if activity.deadline is None else min(late, activity.deadline - activity.duration)

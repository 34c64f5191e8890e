"""The critical path: when each task starts and ends at the earliest and at the latest, and how much it may slip. No ORM.

Times and durations are working minutes (`projects.worktime` turns them into moments). Since a task lasts as long as it
lasts, each of the four kinds of link comes down to one number: how long after the start of the one the other may start.
One pass forwards and one backwards over the links then suffice, in time linear in tasks and links.

Source: Kelley & Walker 1959 (critical path), Roy 1962 (MPM links from start to start); dates that bind as MS Project
takes them when it honours constraint dates.
"""

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
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


OF_FINISH = {Rule.FINISH_AFTER, Rule.FINISH_BEFORE, Rule.FINISH_ON}
FLOORS = {Rule.START_AFTER, Rule.FINISH_AFTER}
CEILINGS = {Rule.START_BEFORE, Rule.FINISH_BEFORE}
FIXED = {Rule.START_ON, Rule.FINISH_ON}


class Activity(NamedTuple):
    """What is to be done. `duration` ≥ 0; `rule_at` is the time of the rule; `began_at` is a fact, stronger than both.

    `deadline` binds nothing: it lowers the float, below 0 when it cannot be held.
    """

    key: Hashable
    duration: int
    rule: Rule = Rule.SOON
    rule_at: int = 0
    deadline: int | None = None
    began_at: int | None = None


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


class Schedule(NamedTuple):
    """`timings` by key, in an order in which no task comes before one that it waits for."""

    timings: dict[Hashable, Timing]
    finish: int

    @property
    def critical(self) -> list[Hashable]:
        return [key for key, timing in self.timings.items() if timing.is_critical]


class Loop(ValueError):
    """Tasks that wait for each other; `path` names them in their order, the first one again at the end."""

    def __init__(self, path: Sequence[Hashable]):
        super().__init__(" → ".join(map(str, path)))
        self.path = list(path)


class Network(NamedTuple):
    """Tasks by their place in the list, in an order that follows the links, and the links from each and to each.

    A link is (place of the other task, minutes from start to start).
    """

    order: list[int]
    after: list[list[tuple[int, int]]]


def schedule(activities: Sequence[Activity], links: Iterable[Link], *, is_bound_by_dates: bool = True) -> Schedule:
    """The timing of each activity, the project starting at 0.

    `is_bound_by_dates`: a date that binds stands although a link asks for a later one, and the float falls below 0;
    otherwise the link wins. Raises Loop when tasks wait for each other in a circle, KeyError for a link of a task that is not there.
    """
    network = network_of(activities, links)
    starts, wanted, drivers = earliest(activities, network, is_bound_by_dates)
    finish = max((start + each.duration for start, each in zip(starts, activities, strict=True)), default=0)
    lates = latest(activities, network, finish)
    timings = {}
    for place in network.order:
        each, start, late = activities[place], starts[place], lates[place]
        gaps = [starts[other] - offset - start for other, offset in network.after[place]]
        total = late - wanted[place]
        free = max(0, min(gaps, default=total))
        if each.rule is Rule.LATE:
            start += free
        driver = drivers[place]
        timings[each.key] = Timing(
            start, start + each.duration, late, late + each.duration, total, free,
            None if driver is None else activities[driver].key,
        )  # fmt: skip
    return Schedule(timings, finish)


def network_of(activities: Sequence[Activity], links: Iterable[Link]) -> Network:
    """The links as offsets from start to start, and an order that follows them. Raises Loop and KeyError."""
    places = {each.key: place for place, each in enumerate(activities)}
    after: list[list[tuple[int, int]]] = [[] for _each in activities]
    awaited = [0] * len(activities)
    for before_key, after_key, kind, lag in links:
        first, second = places[before_key], places[after_key]
        after[first].append((second, offset(kind, lag, activities[first].duration, activities[second].duration)))
        awaited[second] += 1
    order = [place for place, count in enumerate(awaited) if not count]
    for place in order:
        for other, _offset in after[place]:
            awaited[other] -= 1
            if not awaited[other]:
                order.append(other)
    if len(order) < len(activities):
        raise Loop([activities[place].key for place in circle(after, awaited)])
    return Network(order, after)


def offset(kind: Kind, lag: int, before: int, after: int) -> int:
    """How long after the start of a task of duration `before` one of duration `after` may start."""
    from_finish, to_finish = kind[0] == "F", kind[1] == "F"
    return lag + before * from_finish - after * to_finish


def circle(after: list[list[tuple[int, int]]], awaited: list[int]) -> list[int]:
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
    activities: Sequence[Activity], network: Network, is_bound_by_dates: bool
) -> tuple[list[int], list[int], list[int | None]]:
    """The early start of each activity; the one that links alone ask for; which activity asks for it last."""
    wanted = [0] * len(activities)
    starts = [0] * len(activities)
    drivers: list[int | None] = [None] * len(activities)
    for place in network.order:
        each = activities[place]
        start = wanted[place]
        if each.rule is not Rule.SOON or each.began_at is not None:
            start = bound(each, start, is_bound_by_dates)
            if start > wanted[place]:
                wanted[place], drivers[place] = start, None
        starts[place] = start
        for other, gap in network.after[place]:
            if start + gap > wanted[other] or (start + gap == wanted[other] and drivers[other] is None):
                wanted[other], drivers[other] = start + gap, place
    return starts, wanted, drivers


def bound(activity: Activity, start: int, is_bound_by_dates: bool) -> int:
    """The early start once the rule of the activity, or the fact that it began, has its say."""
    if activity.began_at is not None:
        return activity.began_at
    at = activity.rule_at - activity.duration * (activity.rule in OF_FINISH)
    if activity.rule in FLOORS or (activity.rule in FIXED and not is_bound_by_dates):
        return max(start, at)
    if activity.rule in FIXED:
        return at
    return min(start, at) if activity.rule in CEILINGS and is_bound_by_dates else start


def latest(activities: Sequence[Activity], network: Network, finish: int) -> list[int]:
    """The late start of each activity if the project is to end at `finish`."""
    lates = [0] * len(activities)
    for place in reversed(network.order):
        each = activities[place]
        late = finish - each.duration
        for other, gap in network.after[place]:
            late = min(late, lates[other] - gap)
        if each.rule in CEILINGS or each.rule in FIXED:
            ceiling = each.rule_at - each.duration * (each.rule in OF_FINISH)
            late = ceiling if each.rule in FIXED else min(late, ceiling)
        if each.deadline is not None:
            late = min(late, each.deadline - each.duration)
        lates[place] = late
    return lates

"""How sure is the date: three-point estimates, and thousands of projects drawn from them. No ORM.

Each task has an optimistic, a likely and a pessimistic duration. PERT (Malcolm, Roseboom, Clark & Fazar 1959) takes
the mean (o + 4m + p) / 6 and the variance ((p − o) / 6)². The simulation draws each duration from the beta
distribution of that mean on [o, p], walks the network once for all runs together, and counts.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from projects.scheduling import CEILINGS, FIXED, FLOORS, OF_FINISH, Activity, Kind, Link, schedule

RUNS = 10_000
CONFIDENCES = (10, 50, 80, 90)  # %
GRID = 257  # points of the table of a distribution
LIKELY_WEIGHT = 4  # of the likely duration in the mean
A_MINUTE = 0.5  # half of one: a float below it is none
SHARES = np.linspace(0, 1, GRID)
DEVIATIONS = np.linspace(-4, 4, GRID)  # of a standard normal distribution, and the chance of being below each
CHANCES = np.array([NormalDist().cdf(each) for each in DEVIATIONS])


class Estimate(NamedTuple):
    """Working minutes, optimistic ≤ likely ≤ pessimistic."""

    optimistic: float
    likely: float
    pessimistic: float

    @property
    def expected(self) -> float:
        return (self.optimistic + LIKELY_WEIGHT * self.likely + self.pessimistic) / 6

    @property
    def variance(self) -> float:
        return ((self.pessimistic - self.optimistic) / 6) ** 2


def probability(expected: float, variance: float, time: float) -> float:
    """The chance, 0 to 1, that a sum of that mean and variance is no more than `time` (central limit theorem)."""
    if variance == 0:
        return float(time >= expected)
    return NormalDist(expected, math.sqrt(variance)).cdf(time)


@dataclass(frozen=True)
class Forecast:
    """What the runs tell. `finishes`: shape (runs,), sorted working minutes; `critical`: key → share of the runs."""

    finishes: np.ndarray
    critical: dict[Hashable, float]

    @cached_property
    def percentiles(self) -> dict[int, int]:
        """Confidence in % → the working minute by which that share of the runs has finished."""
        last = len(self.finishes) - 1
        return {each: round(float(self.finishes[math.ceil(each / 100 * last)])) for each in CONFIDENCES}

    def chance(self, time: float) -> float:
        """The share of the runs, 0 to 1, that finish by `time`."""
        return float(np.searchsorted(self.finishes, time, side="right")) / len(self.finishes)


def forecast(
    activities: Sequence[Activity],
    links: Iterable[Link],
    estimates: dict[Hashable, Estimate],
    *,
    runs: int = RUNS,
    correlation: float = 0,
    seed: int = 1,
) -> Forecast:
    """Simulate the project `runs` times; a task without an estimate lasts as long as it is planned.

    `correlation`, 0 to 1: how much tasks are late together (a Gaussian copula with one common factor). The same seed
    gives the same runs. Raises Loop and KeyError as `schedule` does, ValueError for a correlation out of its range or
    an estimate out of order.
    """
    if not 0 <= correlation <= 1:
        raise ValueError("a correlation lies between 0 and 1")
    links = list(links)
    order = schedule(activities, links).order
    durations = drawn(activities, estimates, runs, correlation, np.random.default_rng(seed))
    waits = waits_of(activities, links)
    starts = earliest(activities, order, waits, durations)
    finish = np.max(starts + durations, axis=0, initial=0)
    floats = latest(activities, order, waits, durations, finish) - starts
    shares = {each.key: float((row < A_MINUTE).mean()) for each, row in zip(activities, floats, strict=True)}
    return Forecast(np.sort(finish), shares)


def drawn(
    activities: Sequence[Activity],
    estimates: dict[Hashable, Estimate],
    runs: int,
    correlation: float,
    random: np.random.Generator,
) -> np.ndarray:
    """Durations, shape (activities, runs)."""
    common = math.sqrt(correlation) * random.standard_normal(runs)
    durations = np.empty((len(activities), runs))
    for row, each in zip(durations, activities, strict=True):
        estimate = estimates.get(each.key)
        if estimate is None or estimate.optimistic == estimate.pessimistic:
            row[:] = each.duration if estimate is None else estimate.likely
        else:
            own = math.sqrt(1 - correlation) * random.standard_normal(runs)
            read_off(quantiles(estimate), own + common, out=row)
    return durations


def read_off(table: np.ndarray, deviations: np.ndarray, *, out: np.ndarray) -> None:
    """`np.interp(deviations, DEVIATIONS, table)` into `out`, six times as fast: the points lie evenly, none is searched."""
    last = GRID - 1
    np.multiply(deviations, last / (DEVIATIONS[-1] - DEVIATIONS[0]), out=out)
    np.clip(out + last / 2, 0, last, out=out)
    places = out.astype(np.int32)
    out -= places
    out *= np.append(np.diff(table), 0).take(places)
    out += table.take(places)


def quantiles(estimate: Estimate) -> np.ndarray:
    """The duration at each of DEVIATIONS, were it normal: the beta distribution of the estimate, shape (GRID,)."""
    low, likely, high = estimate
    if not 0 <= low <= likely <= high:
        raise ValueError(f"an estimate goes up from optimistic to pessimistic: {low}, {likely}, {high}")
    alpha = LIKELY_WEIGHT * (likely - low) / (high - low)
    density = SHARES**alpha * (1 - SHARES) ** (LIKELY_WEIGHT - alpha)
    below = np.concatenate(([0], np.cumsum(density[1:] + density[:-1])))
    return low + (high - low) * np.interp(CHANCES, below / below[-1], SHARES)


Waits = list[list[tuple[int, Kind, int]]]  # of each task: which task waits for it, how, and for how long more


def waits_of(activities: Sequence[Activity], links: Iterable[Link]) -> Waits:
    places = {each.key: place for place, each in enumerate(activities)}
    waits: Waits = [[] for _each in activities]
    for link in links:
        waits[places[link.before]].append((places[link.after], link.kind, link.lag))
    return waits


def gap(kind: Kind, lag: int, before: np.ndarray, after: np.ndarray) -> np.ndarray | int:
    """`projects.scheduling.offset` for all runs at once."""
    if kind is Kind.FINISH_START:
        return before + lag
    if kind is Kind.START_START:
        return lag
    return before - after + lag if kind is Kind.FINISH_FINISH else lag - after


def earliest(activities: Sequence[Activity], order: list[int], waits: Waits, durations: np.ndarray) -> np.ndarray:
    """Early starts, shape (activities, runs)."""
    starts = np.zeros_like(durations)
    for place in order:
        hold(activities[place], starts[place], durations[place])
        for other, kind, lag in waits[place]:
            wanted = starts[place] + gap(kind, lag, durations[place], durations[other])
            np.maximum(starts[other], wanted, out=starts[other])
    return starts


def hold(activity: Activity, starts: np.ndarray, durations: np.ndarray) -> None:
    """Change the early starts as the rule of the activity, or the fact that it began, says."""
    at = activity.rule_at - durations * (activity.rule in OF_FINISH)
    if activity.began_at is not None:
        starts[:] = activity.began_at
    elif activity.rule in FIXED:
        starts[:] = at
    elif activity.rule in FLOORS:
        np.maximum(starts, at, out=starts)
    elif activity.rule in CEILINGS:
        np.minimum(starts, at, out=starts)
    if activity.began_at is None and activity.not_before is not None:
        np.maximum(starts, activity.not_before, out=starts)


def latest(
    activities: Sequence[Activity], order: list[int], waits: Waits, durations: np.ndarray, finish: np.ndarray
) -> np.ndarray:
    """Late starts, shape (activities, runs), if each run is to end when it ends."""
    lates = finish - durations
    for place in reversed(order):
        for other, kind, lag in waits[place]:
            wanted = lates[other] - gap(kind, lag, durations[place], durations[other])
            np.minimum(lates[place], wanted, out=lates[place])
    return lates

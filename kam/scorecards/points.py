"""From a figure to points: straight lines between the knots of the grid. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kam.scorecards.indicators.base import CAPS, Figure
from kam.scorecards.models import State

GREEN, AMBER = 80, 50  # points from which a KPI is green, amber (domain.md 2)


def points_at(value: float, knots: Sequence[Sequence[float]], target: float | None = None) -> float:
    """Points 0..100 of a figure on the curve [[figure, points], …], flat beyond its ends (domain.md 1.2, 2).

    `target` is the account's own figure for the last knot: the curve is stretched, its first knot staying where it is.
    """
    figures = [figure for figure, _points in knots]
    value = stretched(value, figures[0], figures[-1], target)
    if value >= figures[-1]:
        return float(knots[-1][1])
    if value <= figures[0]:
        return float(knots[0][1])
    place = bisect_right(figures, value)  # a figure on a knot is worth exactly its points
    (left, low), (right, high) = knots[place - 1], knots[place]
    return low + (value - left) * (high - low) / (right - left)


def stretched(value: float, first: float, last: float, target: float | None) -> float:
    if target is None or target == last:
        return value
    if value >= target:
        return last
    if target <= first:
        return first
    return first + (value - first) * (last - first) / (target - first)


def points_of(figure: Figure, knots: Sequence[Sequence[float]]) -> float | None:
    """Points of what was measured, never above the cap of its reserve; None when nothing was."""
    if figure.state != State.MEASURED:
        return None
    return min(points_at(figure.value, knots, figure.target), CAPS.get(figure.badge, 100.0))


def aimed(figure: Figure, targets: Mapping[str, float], tier: str | None) -> Figure:
    """The figure with the target of the account's tier (by code), unless it has one of its own or the tier has none."""
    return figure._replace(target=targets[tier]) if figure.target is None and tier in targets else figure


def tone_of(points: float | None) -> str:
    """green, amber or red; nothing when nothing was measured."""
    if points is None:
        return ""
    return "green" if points >= GREEN else "amber" if points >= AMBER else "red"


def thresholds(knots: Sequence[Sequence[float]], target: float | None = None) -> list[tuple[float, float]]:
    """The knots in figures of the account: those of the grid, moved so that the last one is its target."""
    first, last = knots[0][0], knots[-1][0]
    if target is None or target <= first:
        return [(figure, points) for figure, points in knots]
    return [(first + (figure - first) * (target - first) / (last - first), points) for figure, points in knots]


def bounds_of(value: float, curve: Sequence[tuple[float, float]]) -> tuple | None:
    """The two thresholds a figure lies between, to explain its points; None on a threshold and beyond the ends."""
    return next((pair for pair in pairwise(curve) if pair[0][0] < value < pair[1][0]), None)

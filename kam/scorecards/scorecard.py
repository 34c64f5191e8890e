"""The scorecard of domain.md 2: KPIs by perspective, means and veto rules. Pure."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from kam.scorecards.points import tone_of

OVERALL_GREEN, OVERALL_AMBER = 75, 50
VETO_WEIGHT = 8  # a red KPI this heavy keeps the whole scorecard from green
REDS_OF_A_RED_PERSPECTIVE = 2


class Mark(NamedTuple):
    """One KPI; `points` 0..100, None unless measured."""

    key: str
    perspective: str
    weight: float
    points: float | None

    @property
    def tone(self) -> str:
        return tone_of(self.points)


class Verdict(NamedTuple):
    """Weighted mean of what is measured and its colour; None and "" when nothing is."""

    points: float | None
    tone: str


def perspectives(marks: Iterable[Mark]) -> dict[str, Verdict]:
    """Perspective → verdict, in the order of the marks; two red KPIs make it red."""
    return {key: perspective(list(group)) for key, group in groupby(marks, key=lambda mark: mark.perspective)}


def perspective(marks: list[Mark]) -> Verdict:
    points = mean(marks)
    reds = sum(mark.tone == "red" for mark in marks)
    return Verdict(points, "red" if reds >= REDS_OF_A_RED_PERSPECTIVE else overall_tone(points))


def overall(marks: Iterable[Mark]) -> Verdict:
    """Green from 75, amber from 50; a red KPI of weight 8 or more limits it to amber."""
    marks = list(marks)
    tone = overall_tone(mean(marks))
    has_veto = any(mark.tone == "red" and mark.weight >= VETO_WEIGHT for mark in marks)
    return Verdict(mean(marks), "amber" if tone == "green" and has_veto else tone)


def mean(marks: Iterable[Mark]) -> float | None:
    measured = [mark for mark in marks if mark.points is not None and mark.weight]
    weight = sum(mark.weight for mark in measured)
    return sum(mark.weight * mark.points for mark in measured) / weight if weight else None


def overall_tone(points: float | None) -> str:
    if points is None:
        return ""
    return "green" if points >= OVERALL_GREEN else "amber" if points >= OVERALL_AMBER else "red"

"""The cooperative maturity index of domain.md 1.4: readings in, index, advice and momentum out. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from kam.scorecards.models import Standing, State

LOW_CONFIDENCE, GOOD_CONFIDENCE = 0.60, 0.80
THEME_FLOOR, FLOORED_INDEX = 30, 59  # a theme below the floor keeps the index below the cooperative band
MOMENTUM_MONTHS, MOMENTUM_POINTS, MOMENTUM_SLOPE = 6, 4, 1.5
BANDS = (
    (80, _("Ready for interdependence")),
    (60, _("Confirmed cooperative")),
    (40, _("In transition")),
    (0, _("Basic")),
)


class Mark(NamedTuple):
    """One indicator as the index sees it; `points` 0..100, None unless measured."""

    key: str
    theme: str
    weight: float
    points: float | None
    state: State


class Maturity(NamedTuple):
    """`index` 0..100, None when nothing is measured; `data_coverage` 0..1; `is_floored`: held at 59 by a theme."""

    index: float | None
    data_coverage: float
    confidence: Standing.Confidence
    is_floored: bool = False


class Momentum(NamedTuple):
    """Points a month; `direction` is 1 rising, -1 falling, 0 steady."""

    slope: float
    direction: int


def cooperative_index(marks: Iterable[Mark]) -> Maturity:
    """Rules 1 to 3: Σ(W·s) / ΣW over what is measured, the share of the weights measured, the floor of each theme."""
    marks = list(marks)
    applicable = sum(mark.weight for mark in marks if mark.state != State.NOT_APPLICABLE)
    measured = [mark for mark in marks if mark.points is not None]
    weight = sum(mark.weight for mark in measured)
    coverage = weight / applicable if applicable else 0.0
    if not weight:
        return Maturity(None, coverage, confidence_of(coverage))
    index = sum(mark.weight * mark.points for mark in measured) / weight
    is_floored = index > FLOORED_INDEX and min(theme_scores(measured).values()) < THEME_FLOOR
    return Maturity(FLOORED_INDEX if is_floored else index, coverage, confidence_of(coverage), is_floored)


def theme_scores(marks: Iterable[Mark]) -> dict[str, float]:
    """Theme → weighted mean of its measured indicators; themes without data are left out."""
    weights, sums = defaultdict(float), defaultdict(float)
    for mark in marks:
        if mark.points is not None and mark.weight:
            weights[mark.theme] += mark.weight
            sums[mark.theme] += mark.weight * mark.points
    return {theme: sums[theme] / weights[theme] for theme in weights}


def confidence_of(coverage: float) -> Standing.Confidence:
    """Rule 2: below 0.60 no conclusion is drawn, up to 0.80 with reserve."""
    if coverage < LOW_CONFIDENCE:
        return Standing.Confidence.NONE
    return Standing.Confidence.GOOD if coverage > GOOD_CONFIDENCE else Standing.Confidence.LOW


def band(index: float) -> str:
    """Rule 4, on the index as it is shown: rounded."""
    return next(name for floor, name in BANDS if round(index) >= floor)


def leverage(marks: Iterable[Mark]) -> dict[str, float]:
    """Rule 5: key → points of index to gain, W·(100 − s) / ΣW, of each measured indicator, the largest first."""
    measured = [mark for mark in marks if mark.points is not None]
    weight = sum(mark.weight for mark in measured)
    gains = {mark.key: mark.weight * (100 - mark.points) / weight for mark in measured if mark.weight}
    return dict(sorted(gains.items(), key=lambda item: -item[1]))


def momentum(indices: Sequence[float | None]) -> Momentum | None:
    """Rule 6: least squares over the last 6 monthly indices, oldest first; None below 4 known ones."""
    known = [(month, index) for month, index in enumerate(indices[-MOMENTUM_MONTHS:]) if index is not None]
    if len(known) < MOMENTUM_POINTS:
        return None
    mean_month = sum(month for month, _index in known) / len(known)
    mean_index = sum(index for _month, index in known) / len(known)
    spread = sum((month - mean_month) ** 2 for month, _index in known)
    slope = sum((month - mean_month) * (index - mean_index) for month, index in known) / spread
    slope = round(slope, 6)  # 1.5 stays 1.5
    return Momentum(slope, (slope >= MOMENTUM_SLOPE) - (slope <= -MOMENTUM_SLOPE))

"""From facts to colours: the thresholds of the status of a project, in one table each. Pure; source: domain.md, 6.

Every limit belongs to the better colour: a load of exactly 110 % is green.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from projects.models import Colour

GREEN, AMBER, RED = Colour.GREEN, Colour.AMBER, Colour.RED
ORDER = ("", GREEN, AMBER, RED)  # from nothing to judge by to the worst


class Slack(NamedTuple):
    """How late the end may be: so many working days, or that share of the working days that remain, if it is more."""

    days: int
    share: float


SLIPS = {GREEN: Slack(5, 0.05), AMBER: Slack(15, 0.15)}
AT_RISK = {GREEN: 0, AMBER: 1}  # deliverables that must come
LOADS = {GREEN: 110, AMBER: 130}  # % of the capacity of the next 30 days
SCORES = {GREEN: 7, AMBER: 5}  # out of 10, at least
SCORE_FOR = timedelta(days=60)  # an older score says nothing any more


def schedule_colour(slip: float | None, remaining: float, *, has_late_milestone: bool) -> str:
    """`slip`: working days by which the end is later than in the baseline, None without a baseline; `remaining`:
    working days from today to the end. A critical milestone that should have been reached is at best amber."""
    found = "" if slip is None else under(slip, {colour: allowed(each, remaining) for colour, each in SLIPS.items()})
    return worst((found, AMBER)) if has_late_milestone else found


def allowed(slack: Slack, remaining: float) -> float:
    return max(slack.days, slack.share * remaining)


def scope_colour(at_risk: int | None) -> str:
    """`at_risk`: how many deliverables that must come are in danger; None when none must come."""
    return "" if at_risk is None else under(at_risk, AT_RISK)


def resources_colour(load: float | None) -> str:
    """`load`: work in % of the working time of the next 30 days; None when none of ours is at work."""
    return "" if load is None else under(load, LOADS)


def satisfaction_colour(score: int | None) -> str:
    """`score`: out of 10, None when there is none that still counts."""
    if score is None:
        return ""
    return next((colour for colour, least in SCORES.items() if score >= least), RED)


def under(figure: float, limits: dict[Colour, float]) -> Colour:
    return next((colour for colour, most in limits.items() if figure <= most), RED)


def worst(colours: Iterable[str]) -> str:
    """ "" when none is known."""
    return max(colours, key=ORDER.index, default="")


def is_worse(colour: str, than: str) -> bool:
    return ORDER.index(colour) > ORDER.index(than)

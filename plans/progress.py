"""How far an objective is, and how far it should be on a day (domain.md 2, `objective_attainment`). No ORM."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CAP = 1.2  # what is more than that counts no more: one objective does not make up for the others
UNMEASURED_DAYS = 90  # of the plan, after which an objective that nobody measures counts as not attained at all


@dataclass(frozen=True)
class Progress:
    """`done` and `expected` are shares of the way from the baseline to the target; 1 is the target.

    `attained` is done / expected, from 0 to 1.2; None when nothing can be said that day.
    """

    done: float | None
    expected: float | None
    attained: float | None


def progress_of(
    *,
    starts_on: date,
    due_on: date | None,
    on: date,
    baseline: Decimal | None,
    target: Decimal | None,
    current: Decimal | None,
) -> Progress:
    """The way is straight: from the baseline on the first day of the plan to the target on the day it is due."""
    if None in (due_on, baseline, target) or baseline == target:
        return Progress(None, None, None)
    expected = expected_share(starts_on, due_on, on)
    if current is None:
        return Progress(None, expected, 0 if (on - starts_on).days > UNMEASURED_DAYS else None)
    done = float((current - baseline) / (target - baseline))
    return Progress(done, expected, max(0, min(CAP, done / expected)) if expected > 0 else None)


def expected_share(starts_on: date, due_on: date, on: date) -> float:
    if due_on <= on or due_on <= starts_on:
        return 1
    return (on - starts_on).days / (due_on - starts_on).days

"""Objectives whose value the records have: one grouped query a measure, for all the objectives asked for."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from accounts.stakeholders.coverage import relations_by_account
from accounts.stakeholders.measures.introductions import introductions_by_account
from accounts.turnover import turnover_by_account
from plans.models import AccountPlan, PlanObjective
from plans.models.plan import SHARED
from plans.sharing import publish

M = PlanObjective.Measure
CENT = Decimal("0.01")


class Source(NamedTuple):
    """`rows` is a door of a lower app (day, accounts → rows), `value` what a row says; None when it says nothing."""

    rows: Callable[[date, list[int]], Iterator[Any]]
    value: Callable[[Any], float | None]


SOURCES: dict[str, Source] = {  # as the indicators of the same names count, without their reserves
    M.REVENUE: Source(turnover_by_account, lambda row: row.revenue_12m),
    M.COVERAGE: Source(
        relations_by_account, lambda row: 100 * row.covered_influence / row.influence if row.influence else None
    ),
    M.BREADTH: Source(relations_by_account, lambda row: row.covered_functions),
    M.INTRODUCTIONS: Source(introductions_by_account, lambda row: row.persons),
}


@transaction.atomic
def measure(objectives: Iterable[PlanObjective], *, on: date) -> list[PlanObjective]:
    """Write the values of that day; returns the objectives that moved.

    An objective whose value is the same keeps the day on which it came there, so that its history tells moves only.
    What the records do not know (no revenue yet) stays as it was.
    """
    objectives = list(objectives)
    values = values_of(objectives, on)
    moved = [row for row in objectives if values.get(row.pk) not in (None, row.current)]
    for row in moved:
        row.current, row.current_on = values[row.pk], on
    PlanObjective.objects.bulk_update(moved, ["current", "current_on"])
    return moved


def values_of(objectives: list[PlanObjective], on: date) -> dict[int, Decimal | None]:
    """Objective → its value that day, as exact as the column."""
    found = {}
    for key in {row.measure for row in objectives}:
        asked = [row for row in objectives if row.measure == key]
        accounts = sorted({row.plan.account_id for row in asked})
        known = {row.account_id: SOURCES[key].value(row) for row in SOURCES[key].rows(on, accounts)}
        found |= {row.pk: in_cents(known.get(row.plan.account_id)) for row in asked}
    return found


def in_cents(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(CENT)


def measure_and_publish(objectives: Iterable[PlanObjective], *, on: date, at: datetime) -> int:
    """Measure, and let the client read what moved of the plans that he reads; the number of objectives that moved."""
    moved = measure(objectives, on=on)
    read = AccountPlan.objects.with_people().filter(pk__in={row.plan_id for row in moved}, status__in=SHARED)
    for plan in read:
        publish(plan, by=None, at=at)
    return len(moved)

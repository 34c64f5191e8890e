"""The first grid: the defaults of domain.md 1.3 and 2, until an administrator publishes another."""

from datetime import date
from typing import NamedTuple

from django.apps import apps as all_apps
from django.db import transaction

from accounts.models import Tier
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.models import Family, Grid, GridRow, Reading


class Rule(NamedTuple):
    """A line of the grid as it is shown; `curve` pairs each figure, with its unit, and its points.

    `targets` pairs tiers and the figure worth 100 points to them, where it is not that of the curve.
    """

    label: str
    weight: int
    curve: list[tuple[str, float]]
    targets: list[tuple[str, str]]


VERSION, EFFECTIVE_ON = "2026.1", date(2000, 1, 1)
COMPLETED, COMPLETED_ON = "2026.4", date(2026, 11, 23)  # where readings were scored before all of these rows existed
ROWS = (  # family, indicator, weight, [[figure, points], …]
    (Family.MATURITY, "stakeholder_coverage", 9, [[30, 0], [75, 100]]),
    (Family.MATURITY, "contact_breadth", 7, [[1, 0], [5, 100]]),
    (Family.MATURITY, "client_introductions", 7, [[0, 0], [6, 100]]),
    (Family.MATURITY, "expert_links", 7, [[0, 0], [8, 100]]),
    (Family.MATURITY, "attitude_balance", 4, [[-20, 0], [40, 100]]),
    (Family.MATURITY, "abp_vitality", 6, [[0, 0], [100, 100]]),
    (Family.MATURITY, "client_endorsement", 5, [[0, 0], [60, 100]]),
    (Family.MATURITY, "priority_execution", 6, [[30, 0], [80, 100]]),
    (Family.MATURITY, "priority_thread", 4, [[20, 0], [70, 100]]),
    (Family.MATURITY, "joint_projects", 6, [[0, 0], [3, 100]]),
    (Family.MATURITY, "project_delivery", 6, [[40, 0], [85, 100]]),
    (Family.MATURITY, "recognised_results", 6, [[0, 0], [70, 100]]),
    (Family.MATURITY, "information_access", 5, [[30, 0], [80, 100]]),
    (Family.SCORECARD, "revenue_attainment", 10, [[70, 0], [90, 50], [98, 80], [105, 100]]),
    # the growth aimed at is 0 % as long as no plan says otherwise
    (Family.SCORECARD, "revenue_growth", 5, [[-15, 0], [-5, 50], [0, 80], [5, 100]]),
    (Family.SCORECARD, "stakeholder_coverage", 8, [[30, 0], [50, 50], [75, 80], [90, 100]]),
    (Family.SCORECARD, "objective_attainment", 9, [[50, 0], [70, 50], [90, 80], [105, 100]]),
    (Family.SCORECARD, "milestones_on_time", 6, [[50, 0], [70, 50], [85, 80], [95, 100]]),
    (Family.SCORECARD, "recognised_results", 5, [[10, 0], [40, 50], [70, 80], [90, 100]]),
    (Family.SCORECARD, "information_access", 10, [[20, 0], [50, 50], [80, 80], [95, 100]]),
)
TARGETS = {
    "expert_links": {"major": 6, "growth": 4},
    "joint_projects": {"major": 2, "growth": 1},
}  # by tier, where it is not that of the curve


def install_after_migrate(apps=all_apps, **_signal) -> None:
    """Not while migrating backwards took the tables, or a column of theirs, away."""
    if "targets" in columns_of(apps, "gridrow"):
        install_first_grid()


def columns_of(apps, model: str) -> set[str]:
    known = apps.all_models["scorecards"].get(model)
    return {field.name for field in known._meta.get_fields()} if known else set()


@transaction.atomic
def install_first_grid() -> None:
    """Where there is no grid. One that lacks rows of ours is completed; if it has scored readings, it stays as it was.

    It then goes on explaining them, and the complete one comes into force beside it under another name. Grids published
    by an administrator are never touched.
    """
    grid = Grid.objects.filter(version=VERSION).first()
    if grid is None:
        return None if Grid.objects.exists() else publish(VERSION, EFFECTIVE_ON)
    if grid.has_rows(key for _family, key, *_rule in ROWS):
        return None
    if not Reading.objects.filter(grid=grid).exists():
        grid.delete()
        return publish(VERSION, EFFECTIVE_ON)
    return None if Grid.objects.since(COMPLETED_ON).exists() else publish(COMPLETED, COMPLETED_ON)


def publish(version: str, effective_on: date) -> None:
    grid = Grid.objects.create(version=version, effective_on=effective_on)
    GridRow.objects.bulk_create(
        GridRow(grid=grid, family=family, indicator=key, weight=weight, knots=knots, targets=TARGETS.get(key, {}))
        for family, key, weight, knots in ROWS
    )


def rules_by_family(grid: Grid) -> dict[str, list[Rule]]:
    """Label of the family → its rules, in the order of the grid."""
    tiers = {tier.code: tier.name for tier in Tier.objects.all()}
    return {family.label: [shown(row, tiers) for row in grid.rows_of(family).values()] for family in Family}


def shown(row: GridRow, tiers: dict[str, str]) -> Rule:
    indicator = BY_KEY[row.indicator]
    curve = [(indicator.unit(figure), points) for figure, points in row.knots]
    targets = [(tiers[code], indicator.unit(figure)) for code, figure in row.targets.items() if code in tiers]
    return Rule(indicator.label, row.weight, curve, targets)

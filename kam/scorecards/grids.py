"""The first grid: the defaults of domain.md 1.3 and 2, until an administrator publishes another."""

from datetime import date
from typing import NamedTuple

from django.apps import apps as all_apps
from django.db import transaction

from kam.scorecards.indicators import BY_KEY
from kam.scorecards.models import Family, Grid, GridRow


class Rule(NamedTuple):
    """A line of the grid as it is shown; `curve` pairs each figure, with its unit, and its points."""

    label: str
    weight: int
    curve: list[tuple[str, float]]


VERSION, EFFECTIVE_ON = "2026.1", date(2000, 1, 1)
ROWS = (  # family, indicator, weight, [[figure, points], …]
    (Family.MATURITY, "stakeholder_coverage", 9, [[30, 0], [75, 100]]),
    (Family.MATURITY, "contact_breadth", 7, [[1, 0], [5, 100]]),
    (Family.MATURITY, "attitude_balance", 4, [[-20, 0], [40, 100]]),
    (Family.SCORECARD, "revenue_attainment", 10, [[70, 0], [90, 50], [98, 80], [105, 100]]),
    # the growth aimed at is 0 % as long as no plan says otherwise
    (Family.SCORECARD, "revenue_growth", 5, [[-15, 0], [-5, 50], [0, 80], [5, 100]]),
    (Family.SCORECARD, "stakeholder_coverage", 8, [[30, 0], [50, 50], [75, 80], [90, 100]]),
)


def install_after_migrate(apps=all_apps, **_signal) -> None:
    """Not while migrating backwards took the tables away."""
    if "gridrow" in apps.all_models["scorecards"]:
        install_first_grid()


@transaction.atomic
def install_first_grid() -> None:
    """Unless there is one already."""
    if Grid.objects.exists():
        return
    grid = Grid.objects.create(version=VERSION, effective_on=EFFECTIVE_ON)
    GridRow.objects.bulk_create(
        GridRow(grid=grid, family=family, indicator=key, weight=weight, knots=knots)
        for family, key, weight, knots in ROWS
    )


def rules_by_family(grid: Grid) -> dict[str, list[Rule]]:
    """Label of the family → its rules, in the order of the grid."""
    return {
        family.label: [
            Rule(BY_KEY[key].label, row.weight, [(BY_KEY[key].unit(figure), points) for figure, points in row.knots])
            for key, row in grid.rows_of(family).items()
        ]
        for family in Family
    }

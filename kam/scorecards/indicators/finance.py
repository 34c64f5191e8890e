"""Financial KPIs of the scorecard (domain.md 2) that imported revenue allows, one grouped query for both."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import RevenueLine, last_closed_month
from accounts.models.revenue import months_before
from accounts.turnover import Turnover, turnover_by_account
from kam.scorecards.indicators.base import UNKNOWN, Evidence, Figure, Indicator, Perspective, percent


def revenue_attainment(row: Turnover) -> Figure:
    """100 × actual / target of the year's closed months; unknown without a target or without any actual."""
    if not row.target_ytd or row.target_ytd < 0:
        return UNKNOWN._replace(badge="no_target")
    if row.actual_ytd is None:
        return UNKNOWN._replace(badge="revenue_late")
    return Figure(100 * row.actual_ytd / row.target_ytd, badge=lateness(row))


def revenue_growth(row: Turnover) -> Figure:
    """100 × (R12 − previous R12) / previous R12; unknown below 24 months of history."""
    if row.revenue_12m is None:
        return UNKNOWN._replace(badge="revenue_late")
    if not row.has_two_years or not row.revenue_before or row.revenue_before < 0:
        return UNKNOWN._replace(badge="short_history")
    return Figure(100 * (row.revenue_12m - row.revenue_before) / row.revenue_before, badge=lateness(row))


def revenue_12m(row: Turnover) -> Figure:
    return UNKNOWN if row.revenue_12m is None else Figure(row.revenue_12m)


def lateness(row: Turnover) -> str:
    return "revenue_late" if row.is_late else ""


class Months:
    """The revenue lines of one account that matter on a day, by month."""

    def __init__(self, account_id: int, on: date):
        self.on = on
        self.lines = RevenueLine.objects.of_account(account_id)


def attainment_evidence(facts: Months) -> Evidence:
    months = facts.lines.year_to_date(facts.on).by_month()
    actual, target = total(m["actual"] for m in months), total(m["target"] for m in months)
    return Evidence(
        headers=[_("Month"), _("Actual (€)"), _("Target (€)"), _("Gap (€)")],
        rows=[[named(m["month"]), m["actual"], m["target"], gap(m["actual"], m["target"])] for m in months],
        total=[_("Total"), actual, target, gap(actual, target)],
    )


def growth_evidence(facts: Months) -> Evidence:
    known = {m["month"]: m["actual"] for back in (0, 12) for m in facts.lines.rolling(facts.on, back).by_month()}
    months = [months_before(last_closed_month(facts.on), back) for back in range(12)]
    pairs = [(month, known.get(month), known.get(months_before(month, 12))) for month in months]
    now, before = total(pair[1] for pair in pairs), total(pair[2] for pair in pairs)
    return Evidence(
        headers=[_("Month"), _("Actual (€)"), _("A year before (€)"), _("Gap (€)")],
        rows=[[named(month), actual, former, gap(actual, former)] for month, actual, former in pairs],
        total=[_("Total"), now, before, gap(now, before)],
    )


def named(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")


def total(amounts) -> Decimal | None:
    """Sum of what is known; None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def gap(actual: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if actual is None or other is None else actual - other


INDICATORS = (
    Indicator(
        key="revenue_attainment",
        label=gettext_lazy("Revenue attainment"),
        formula=gettext_lazy(
            "100 × invoiced revenue over its target, both added up over the closed months of the calendar year. A "
            "month is closed from its last day; a month without a line adds nothing."
        ),
        unit=percent,
        measure=turnover_by_account,
        read=revenue_attainment,
        facts=Months,
        evidence=attainment_evidence,
        perspective=Perspective.FINANCIAL,
    ),
    Indicator(
        key="revenue_growth",
        label=gettext_lazy("Revenue growth"),
        formula=gettext_lazy(
            "100 × (revenue of the last 12 closed months − that of the 12 before) over that of the 12 before. It takes "
            "24 months of history and revenue in the first twelve."
        ),
        unit=percent,
        measure=turnover_by_account,
        read=revenue_growth,
        facts=Months,
        evidence=growth_evidence,
        perspective=Perspective.FINANCIAL,
    ),
)

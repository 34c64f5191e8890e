"""Twelve months and year to date over closed months."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import RevenueLine, last_closed_month
from tests.factories import RevenueLineFactory


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 5, 30), date(2026, 4, 1)),
        (date(2026, 5, 31), date(2026, 5, 1)),
        (date(2026, 1, 1), date(2025, 12, 1)),
        (date(2024, 2, 28), date(2024, 1, 1)),
        (date(2024, 2, 29), date(2024, 2, 1)),
    ],
)
def test_a_month_counts_from_its_last_day(day, month):
    assert last_closed_month(day) == month


def test_twelve_months_end_with_the_last_closed_one(account):
    for month in (date(2025, 4, 1), date(2025, 5, 1), date(2026, 4, 1), date(2026, 5, 1)):
        RevenueLineFactory(account=account, month=month)
    months = RevenueLine.objects.rolling(date(2026, 5, 4)).values_list("month", flat=True)
    assert sorted(months) == [date(2025, 5, 1), date(2026, 4, 1)]
    before = RevenueLine.objects.rolling(date(2026, 5, 4), back=12).values_list("month", flat=True)
    assert sorted(before) == [date(2025, 4, 1)]


def test_no_month_of_the_year_is_closed_in_the_middle_of_january(account):
    RevenueLineFactory(account=account, month=date(2026, 1, 1), actual=5)
    assert not RevenueLine.objects.year_to_date(date(2026, 1, 15)).exists()
    assert RevenueLine.objects.year_to_date(date(2026, 1, 31)).exists()


def test_the_summary_compares_like_with_like(account):
    RevenueLineFactory(account=account, month=date(2025, 3, 1), actual=100)
    RevenueLineFactory(account=account, month=date(2026, 3, 1), actual=110, target=220, margin=22)
    RevenueLineFactory(account=account, month=date(2026, 4, 1), actual=40)
    summary = account.revenue_lines.summary(date(2026, 4, 30))
    assert summary == {
        "revenue_12m": 150, "revenue_before": 100, "growth": 50, "margin_12m": 22, "margin_base": 110,
        "margin_rate": Decimal(20), "actual_ytd": 150, "target_ytd": 220, "attainment": Decimal(100) * 150 / 220,
    }  # fmt: skip


def test_what_rests_on_no_figure_is_unknown_and_not_zero(account):
    assert set(account.revenue_lines.summary(date(2026, 4, 30)).values()) == {None}
    RevenueLineFactory(account=account, month=date(2026, 3, 1), actual=0, target=0)
    assert account.revenue_lines.summary(date(2026, 4, 30))["attainment"] is None

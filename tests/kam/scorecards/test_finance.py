"""The financial KPIs of domain.md 2, by hand; mid-June 2026: the last closed month is May."""

from datetime import date

import pytest

from accounts.models.revenue import months_before
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.indicators.base import UNKNOWN
from tests.factories import ListValueFactory, RevenueLineFactory

ON = date(2026, 6, 15)
MAY = date(2026, 5, 1)
pytestmark = pytest.mark.django_db


def sell(account, month, actual=None, target=None):
    RevenueLineFactory(account=account, month=month, actual=actual, target=target)


def figure(key, account, on=ON):
    return BY_KEY[key].figures(on, [account.pk]).get(account.pk)


def two_years(account, last, before, until=MAY):
    for back in range(24):
        sell(account, months_before(until, back), actual=last if back < 12 else before)


def test_attainment_compares_the_closed_months_of_the_year(account):
    sell(account, date(2025, 12, 1), actual=1000, target=1)
    for month in range(1, 6):
        sell(account, date(2026, month, 1), actual=90, target=100)
    sell(account, date(2026, 6, 1), actual=10, target=100)  # still open
    assert figure("revenue_attainment", account) == UNKNOWN._replace(value=90, state="measured")


def test_a_month_is_closed_on_its_last_day(account):
    sell(account, date(2026, 5, 1), actual=100, target=100)
    sell(account, date(2026, 6, 1), actual=50, target=100)
    assert figure("revenue_attainment", account, on=date(2026, 6, 29)).value == 100
    assert figure("revenue_attainment", account, on=date(2026, 6, 30)).value == 75


def test_attainment_adds_the_offerings_up(account):
    for offering in ListValueFactory.create_batch(2, kind="offering"):
        RevenueLineFactory(account=account, month=MAY, offering=offering, actual=30)
    sell(account, MAY, target=100)
    assert figure("revenue_attainment", account).value == 60


def test_attainment_without_a_target_is_unknown(account):
    sell(account, MAY, actual=100)
    assert figure("revenue_attainment", account) == UNKNOWN._replace(badge="no_target")


def test_attainment_without_any_actual_is_unknown_never_zero(account):
    sell(account, MAY, target=100)
    assert figure("revenue_attainment", account) == UNKNOWN._replace(badge="revenue_late")


def test_a_figure_whose_last_closed_month_is_missing_says_so(account):
    sell(account, date(2026, 4, 1), actual=100, target=100)
    sell(account, MAY, target=100)
    assert figure("revenue_attainment", account)[0] == 50
    assert figure("revenue_attainment", account).badge == "revenue_late"


def test_january_has_no_closed_month_of_its_year(account):
    sell(account, date(2025, 12, 1), actual=100, target=100)
    sell(account, date(2026, 1, 1), actual=100, target=100)
    assert figure("revenue_attainment", account, on=date(2026, 1, 30)).badge == "no_target"
    assert figure("revenue_attainment", account, on=date(2026, 1, 31)).value == 100


def test_growth_compares_the_last_twelve_closed_months_with_the_twelve_before(account):
    two_years(account, last=110, before=100)
    sell(account, date(2026, 6, 1), actual=9999)
    assert figure("revenue_growth", account).value == pytest.approx(10)


def test_growth_may_be_negative(account):
    two_years(account, last=50, before=100)
    assert figure("revenue_growth", account).value == -50


def test_growth_takes_24_months_of_history(account):
    for back in range(23):
        sell(account, months_before(MAY, back), actual=100)
    assert figure("revenue_growth", account) == UNKNOWN._replace(badge="short_history")
    sell(account, months_before(MAY, 23), actual=100)
    assert figure("revenue_growth", account).value == 0


def test_growth_needs_revenue_in_the_twelve_months_before(account):
    two_years(account, last=100, before=0)
    assert figure("revenue_growth", account) == UNKNOWN._replace(badge="short_history")


def test_growth_is_unknown_when_nothing_came_in_for_twelve_months(account):
    two_years(account, last=100, before=100, until=months_before(MAY, 12))
    assert figure("revenue_growth", account) == UNKNOWN._replace(badge="revenue_late")


def test_targets_alone_make_no_history(account):
    for back in range(24):
        sell(account, months_before(MAY, back), target=100, actual=100 if back < 12 else None)
    assert figure("revenue_growth", account).badge == "short_history"


def test_the_rows_add_up_to_the_figures(account):
    two_years(account, last=110, before=100)
    attainment = BY_KEY["revenue_attainment"].rows(account.pk, ON)
    assert attainment.total[1] == 550
    assert attainment.total[2] is None
    assert len(attainment.rows) == 5
    growth = BY_KEY["revenue_growth"].rows(account.pk, ON)
    assert growth.total[1:] == [1320, 1200, 120]
    assert len(growth.rows) == 12
    assert growth.rows[0][1:] == [110, 100, 10]


def test_a_month_without_a_line_shows_no_amount_rather_than_zero(account):
    sell(account, MAY, actual=10)
    growth = BY_KEY["revenue_growth"].rows(account.pk, ON)
    assert growth.rows[0][1:] == [10, None, None]
    assert growth.rows[1][1:] == [None, None, None]
    assert growth.total[1:] == [10, None, None]

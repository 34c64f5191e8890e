"""Indicator 17 of domain.md 1.3, by hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.measures.knowledge import Informed, knowledge_by_account
from accounts.stakeholders.models import KnowledgeItem
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.indicators.openness import information_access
from kam.scorecards.models import State
from tests.factories import AccountFactory, StakeholderFactory

ON = date(2026, 6, 30)
INFORMATION = BY_KEY["information_access"]
CATEGORIES = KnowledgeItem.Category.values
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def learned(account, category="strategy", origin="client", age=10, **fields):
    return KnowledgeItem.objects.create(
        account=account,
        category=category,
        origin=origin,
        learned_on=ON - timedelta(days=age),
        **{"text": "…", **fields},
    )


def value(account):
    return INFORMATION.figure(account.pk, ON).value


@pytest.mark.parametrize(
    ("origin", "age", "expected"),
    [
        ("client", 0, 10), ("client", 180, 10), ("client", 181, 5), ("client", 365, 5), ("client", 366, 0),
        ("public", 0, 5), ("public", 180, 5), ("public", 181, 0),
        ("ours", 0, 0),
    ],
)  # fmt: skip
def test_an_item_is_worth_its_origin_and_its_age(old, origin, age, expected):
    item = learned(old, origin=origin, age=age)
    assert value(old) == expected == 10 * item.worth(ON)


def test_the_best_item_of_each_category_counts(old):
    learned(old, age=300)
    learned(old, origin="public", age=5)
    learned(old, "forecast", age=5)
    learned(old, "forecast", age=6)
    assert INFORMATION.figure(old.pk, ON) == (15, State.MEASURED, None, "")


def test_all_ten_categories_told_by_the_client_are_everything(old):
    for category in CATEGORIES:
        learned(old, category)
    assert value(old) == 100


def test_what_is_learned_after_the_day_is_not_known_yet(old):
    learned(old, age=-1)
    assert INFORMATION.figure(old.pk, ON) == (0, State.MEASURED, None, "nothing_noted")


@pytest.mark.parametrize(
    ("days", "expected"),
    [(179, (None, State.INSUFFICIENT, None, "nothing_noted")), (180, (0, State.MEASURED, None, "nothing_noted"))],
)
def test_nothing_noted_is_unknown_of_a_young_account_and_nought_of_an_older_one(db, days, expected):
    account = AccountFactory(created_at=datetime.combine(ON - timedelta(days=days), time(9), UTC))
    assert INFORMATION.figure(account.pk, ON) == expected


def test_a_young_account_is_measured_as_soon_as_something_is_noted(db):
    account = AccountFactory(created_at=datetime.combine(ON, time(9), UTC))
    learned(account, origin="ours")
    assert INFORMATION.figure(account.pk, ON) == (0, State.MEASURED, None, "")


def test_the_rows_are_the_ten_categories_and_add_up(old):
    person = StakeholderFactory(account=old, name="Aude")
    item = learned(old, text="Grows abroad", told_by=person)
    learned(old, "forecast", origin="public")
    evidence = INFORMATION.rows(old.pk, ON)
    assert len(evidence.rows) == 10
    assert evidence.rows[0] == ["Strategy", "Grows abroad", "The client told us", "Aude", date(2026, 6, 20), 10, 1, 1]
    assert evidence.addresses[:2] == [f"/knowledge/{item.pk}/", ""]
    assert evidence.total[-1] == 1.5
    assert value(old) == 15


def test_a_confidential_item_counts_and_stays_untold(old):
    learned(old, text="They sell the plant", is_confidential=True, told_by=StakeholderFactory(account=old, name="Aude"))
    evidence = INFORMATION.rows(old.pk, ON)
    assert evidence.addresses[0] == ""
    assert evidence.rows[0] == ["Strategy", "Confidential", None, None, date(2026, 6, 20), 10, 1, 1]


def test_one_query_for_any_number_of_accounts(old, django_assert_num_queries):
    for account in [old, *AccountFactory.create_batch(5)]:
        learned(account)
    with django_assert_num_queries(1):
        assert len(list(knowledge_by_account(ON))) == 6
    assert INFORMATION.figures(ON, [old.pk]) == {old.pk: (10, State.MEASURED, None, "")}


def advice(account):
    return INFORMATION.advise(INFORMATION.facts(account.pk, ON))


def test_advice_names_what_is_missing_then_what_the_client_did_not_say_lately(old):
    for category in CATEGORIES[:-2]:
        learned(old, category)
    assert advice(old) == "Complete Seasonality and Decision criteria at the next meeting."
    for category in CATEGORIES[-2:]:
        learned(old, category, origin="public")
    assert advice(old) == "Complete Seasonality and Decision criteria at the next meeting."
    learned(old, "seasonality")
    assert advice(old) == "Complete Decision criteria at the next meeting."


@given(st.integers(-10, 800), st.integers(1, 50), st.integers(0, 20))
def test_the_figure_is_a_share_once_anything_is_noted(days, items, halves):
    figure = information_access(Informed(1, days, items, halves / 2))
    assert figure.state == State.MEASURED
    assert 0 <= figure.value <= 100
    assert figure.value == pytest.approx(5 * halves)


@given(st.integers(-10, 800))
def test_without_anything_noted_only_age_decides(days):
    assert (information_access(Informed(1, days, 0, 0)).state == State.MEASURED) == (days >= 180)

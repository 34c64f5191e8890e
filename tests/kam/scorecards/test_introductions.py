"""Indicator 3 of domain.md 1.3, by hand; 30 June 2026 is the day of every reading here."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.measures.introductions import Obtained
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.indicators.introductions import client_introductions
from kam.scorecards.models import State
from tests.factories import AccountFactory, InteractionFactory, IntroductionFactory, StakeholderFactory, UserFactory

ON = date(2026, 6, 30)
INTRODUCTIONS = BY_KEY["client_introductions"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def ago(days):
    return ON - timedelta(days=days)


def introduced(account, made=100, met=90, **fields):
    """By somebody of the client; `made` and `met` are days ago."""
    met_on = None if met is None else ago(met)
    return IntroductionFactory(account=account, asked_on=None, made_on=ago(made), met_on=met_on, **fields)


def shared(row, days, **fields):
    """An exchange of the two people of an introduction."""
    people = {"stakeholders": [row.introduced], "colleagues": [row.introduced_to]}
    InteractionFactory(account=row.account, occurred_on=ago(days), **people, **fields)


def figure(account, on=ON):
    return INTRODUCTIONS.figure(account.pk, on)


def value(account):
    return figure(account).value


def opened(days_ago):
    return AccountFactory(created_at=datetime.combine(ago(days_ago), time(9), UTC))


def test_three_people_met_after_an_introduction_are_three(old):
    for _place in range(3):
        introduced(old)
    introduced(AccountFactory())
    assert figure(old) == (3, State.MEASURED, None, "")


def test_a_person_introduced_twice_counts_once(old):
    person = StakeholderFactory(account=old)
    introduced(old, introduced=person)
    introduced(old, introduced=person, made=20, met=10)
    assert value(old) == 1


@pytest.mark.parametrize(("made", "counted"), [(0, 1), (364, 1), (365, 0), (-1, 0)])
def test_an_introduction_counts_for_365_days_from_the_day_it_is_made(old, made, counted):
    introduced(old, made=made, met=made)
    assert value(old) == counted


@pytest.mark.parametrize(("waited", "counted"), [(0, 1), (90, 1), (91, 0)])
def test_the_first_meeting_is_held_within_90_days(old, waited, counted):
    introduced(old, made=200, met=200 - waited)
    assert value(old) == counted


def test_a_meeting_after_the_day_is_not_known_yet(old):
    introduced(old, made=10, met=-1)
    assert value(old) == 0
    assert figure(old, ON + timedelta(days=1)).value == 1


def test_what_is_asked_promised_or_refused_does_not_count(old):
    IntroductionFactory(account=old, asked_on=ago(30), promised_on=ago(20))
    IntroductionFactory(account=old, asked_on=ago(30), refused_on=ago(20))
    assert value(old) == 0


def test_an_introduction_that_led_to_no_meeting_does_not_count(old):
    introduced(old, met=None)
    assert value(old) == 0


@pytest.mark.parametrize(("days", "counted"), [(101, 0), (100, 1), (10, 1), (9, 0), (-1, 0)])
def test_a_recorded_meeting_of_both_counts_without_being_written_down_again(old, days, counted):
    shared(introduced(old, made=100, met=None), days)
    assert value(old) == counted


def test_the_earlier_of_the_day_written_down_and_the_meeting_recorded_is_the_first(old):
    shared(introduced(old, made=200, met=50), 190)
    assert value(old) == 1


@pytest.mark.parametrize("fields", [{"is_two_way": False}, {"kind": "email"}])
def test_a_message_is_no_meeting(old, fields):
    shared(introduced(old, met=None), 90, **fields)
    assert value(old) == 0


def test_a_meeting_with_another_of_ours_does_not_count(old):
    row = introduced(old, met=None)
    row.introduced_to = UserFactory()
    shared(row, 90)
    assert value(old) == 0


def test_what_one_of_ours_introduced_is_listed_but_not_counted(old):
    introduced(old)
    introduced(old, introducer=None, introducing_colleague=UserFactory())
    evidence = INTRODUCTIONS.rows(old.pk, ON)
    assert value(old) == 1
    assert [row[-2] for row in evidence.rows].count(0) == 1
    assert "Introduced by one of ours" in [row[-1] for row in evidence.rows]


def test_whoever_has_left_since_was_introduced_all_the_same(old):
    person = StakeholderFactory(account=old, departed_on=ago(5))
    introduced(old, introduced=person)
    assert value(old) == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (89, (None, State.INSUFFICIENT, None, "new_account")),
        (90, (4, State.MEASURED, None, "estimated")),  # 365 / 90 is over 2
        (182, (4, State.MEASURED, None, "estimated")),
        (292, (2.5, State.MEASURED, None, "estimated")),  # 2 × 365 / 292
        (364, (pytest.approx(2.0054945), State.MEASURED, None, "estimated")),
        (365, (2, State.MEASURED, None, "")),
    ],
)
def test_the_count_of_a_young_account_is_an_estimate_of_its_year(db, days, expected):
    account = opened(days)
    introduced(account, made=20, met=10)
    introduced(account, made=20, met=10)
    assert figure(account) == expected


def test_exchanges_older_than_the_account_here_are_history_too(db):
    account = opened(3)
    InteractionFactory(account=account, occurred_on=ago(500))
    assert figure(account) == (0, State.MEASURED, None, "")


def test_the_rows_say_who_when_and_why_not(old):
    introduced(old, made=200, met=190, introduced__name="Aude", introducer__name="Bruno")
    introduced(old, made=190, met=50)
    introduced(old, made=150, met=None)
    introduced(old, made=15, met=None)
    evidence = INTRODUCTIONS.rows(old.pk, ON)
    assert [row[-1] for row in evidence.rows] == [
        "Not met yet", "Not met within 90 days", "Met after more than 90 days", ""
    ]  # fmt: skip
    assert evidence.rows[-1][:2] == ["Aude", "Bruno"]
    assert evidence.rows[-1][5] == 10
    assert evidence.total[-2] == value(old) == 1
    assert evidence.addresses[0].startswith("/introductions/")


def test_the_trend_compares_two_half_years(old):
    for made in (10, 100, 181, 182, 300):
        introduced(old, made=made, met=made)
    assert INTRODUCTIONS.rows(old.pk, ON).note.startswith(
        "3 people met through the introductions of the last six months, 2"
    )


def test_one_query_for_any_number_of_accounts(old, django_assert_num_queries):
    for account in [old, *AccountFactory.create_batch(5)]:
        introduced(account)
    with django_assert_num_queries(1):
        assert len(INTRODUCTIONS.figures(ON)) == 6
    assert INTRODUCTIONS.figures(ON, [old.pk]) == {old.pk: INTRODUCTIONS.figures(ON)[old.pk]}


def warm(account, **fields):
    person = StakeholderFactory(
        account=account, contact_strength=2, **{"attitude": 1, "attitude_on": ON, "influence": 4, **fields}
    )
    InteractionFactory(account=account, stakeholders=[person], occurred_on=ON)
    return person


def advice(account):
    return INTRODUCTIONS.advise(INTRODUCTIONS.facts(account.pk, ON))


def test_advice_asks_the_most_favourable_for_the_most_influential_out_of_reach(old):
    warm(old, name="Aude", influence=5)
    warm(old, name="Bruno", attitude=2)
    StakeholderFactory(account=old, name="Chloé", influence=5)
    assert advice(old) == "Ask Bruno to introduce you to Chloé."


def test_advice_names_the_priority_of_the_last_introduction_and_nobody_already_asked_for(old):
    aude, asked = warm(old, name="Aude"), StakeholderFactory(account=old, influence=5)
    StakeholderFactory(account=old, name="Denis", influence=2)
    introduced(old, introducer=aude, introduced=asked, met=None, context="Cold chain")
    assert advice(old) == "Ask Aude to introduce you to Denis around the priority “Cold chain”."


def test_advice_without_a_friend_or_without_anybody_left_says_so(old):
    StakeholderFactory(account=old, name="Chloé")
    assert "win over an ally first" in advice(old)
    other = AccountFactory()
    warm(other)
    assert "complete the map" in advice(other)


ROW = st.builds(Obtained, st.just(1), st.integers(-10, 1000), st.integers(0, 30))


@given(ROW)
def test_an_estimate_never_falls_below_the_count_nor_beyond_twice_it(row):
    figure = client_introductions(row)
    if row.days < 90:
        assert figure.value is None
    else:
        assert row.persons <= figure.value <= 2 * row.persons
        assert (figure.badge == "estimated") == (row.days < 365)


@given(st.integers(90, 1000), st.integers(0, 20))
def test_one_more_person_is_always_worth_more(days, count):
    fewer, more = (client_introductions(Obtained(1, days, number)).value for number in (count, count + 1))
    assert fewer < more

"""Indicators 1, 2 and 5 of domain.md 1.3, by hand; 30 June 2026 is the day of every reading here."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.stakeholders.coverage import coverage
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.models import State
from tests.factories import AccountFactory, InteractionFactory, ListValueFactory, StakeholderFactory

ON = date(2026, 6, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def met(person, days_ago, **interaction):
    InteractionFactory(
        account=person.account, stakeholders=[person], occurred_on=ON - timedelta(days=days_ago), **interaction
    )
    return person


def person(account, influence=3, strength=2, met_days_ago=None, **fields):
    somebody = StakeholderFactory(account=account, influence=influence, contact_strength=strength, **fields)
    return somebody if met_days_ago is None else met(somebody, met_days_ago)


def figure(key, account):
    return BY_KEY[key].figures(ON, [account.pk]).get(account.pk)


def advice(key, account):
    return BY_KEY[key].advise(BY_KEY[key].facts(account.pk, ON))


def covered(somebody):
    (found,) = [p for p in coverage(ON, [somebody.account_id]) if p.pk == somebody.pk]
    return found.covered


@pytest.mark.parametrize(("influence", "cadence"), [(5, 30), (4, 45), (3, 60), (2, 120), (1, 180)])
def test_a_regular_contact_covers_fully_to_the_last_day_of_the_cadence_and_half_to_twice_that(
    account, influence, cadence
):
    for days, expected in [(0, 1), (cadence, 1), (cadence + 1, 0.5), (2 * cadence, 0.5), (2 * cadence + 1, 0)]:
        assert covered(person(account, influence, strength=2, met_days_ago=days)) == expected


@pytest.mark.parametrize(("influence", "cadence"), [(5, 30), (4, 45), (3, 60), (2, 120), (1, 180)])
def test_an_occasional_contact_covers_half_and_only_within_the_cadence(account, influence, cadence):
    for days, expected in [(0, 0.5), (cadence, 0.5), (cadence + 1, 0)]:
        assert covered(person(account, influence, strength=1, met_days_ago=days)) == expected


@pytest.mark.parametrize(("strength", "expected"), [(0, 0), (1, 0.5), (2, 1), (3, 1), (4, 1)])
def test_coverage_takes_a_contact_of_some_strength(account, strength, expected):
    assert covered(person(account, strength=strength, met_days_ago=1)) == expected


def test_nobody_is_covered_without_having_been_met(account):
    assert covered(person(account, strength=4)) == 0


def test_a_message_without_an_answer_covers_nobody(account):
    assert covered(met(person(account), 1, is_two_way=False)) == 0


def test_the_latest_two_way_interaction_counts_among_several(account):
    somebody = met(met(met(person(account), 200), 10), 1, is_two_way=False)
    assert covered(somebody) == 1
    (found,) = coverage(ON, [account.pk])
    assert found.last_contact_on == ON - timedelta(days=10)


def test_what_happens_after_the_day_is_not_known_yet(account):
    assert covered(met(person(account), -1)) == 0


def test_a_meeting_of_another_account_covers_our_person_too(account):
    somebody = person(account)
    InteractionFactory(account=AccountFactory(), stakeholders=[somebody], occurred_on=ON)
    assert covered(somebody) == 1


def test_coverage_weighs_people_by_influence(account):
    person(account, 5, met_days_ago=1)  # 5 × 1
    person(account, 4, met_days_ago=60)  # 4 × 0.5
    person(account, 3)  # 0
    person(account, 2, strength=1, met_days_ago=1)  # 2 × 0.5
    person(account, 2)  # 0
    assert figure("stakeholder_coverage", account) == (50, State.MEASURED, None, "")  # 8 of 16


def test_the_longest_reach_of_a_contact_is_twice_the_longest_cadence_that_counts(account):
    person(account, 2, met_days_ago=240)
    assert figure("stakeholder_coverage", account).value == 50


def test_a_vacant_target_role_lowers_the_coverage_like_anybody_nobody_has_met(account):
    person(account, 5, met_days_ago=1)
    person(account, 5, is_placeholder=True)
    assert figure("stakeholder_coverage", account).value == 50


def test_a_vacant_role_counts_whatever_its_influence_while_marginal_people_do_not(account):
    person(account, 4, met_days_ago=1)
    person(account, 1, is_placeholder=True)
    person(account, 1, met_days_ago=1)
    assert figure("stakeholder_coverage", account).value == 80


def test_whoever_has_left_by_the_day_no_longer_counts(account):
    person(account, 5, met_days_ago=1)
    person(account, 5, departed_on=ON)
    person(account, 5, departed_on=ON, is_placeholder=True)
    assert figure("stakeholder_coverage", account).value == 100


def test_whoever_leaves_the_day_after_still_counts(account):
    person(account, 5, met_days_ago=1)
    person(account, 5, departed_on=ON + timedelta(days=1))
    assert figure("stakeholder_coverage", account).value == 50


def test_with_fewer_than_five_people_the_map_is_incomplete_and_the_points_capped(account):
    for _ in range(4):
        person(account, met_days_ago=1)
    person(account, is_placeholder=True)
    assert figure("stakeholder_coverage", account) == (80, State.MEASURED, None, "map_incomplete")
    person(account, met_days_ago=1)
    assert figure("stakeholder_coverage", account) == (pytest.approx(83.333333), State.MEASURED, None, "")


def test_an_empty_map_is_unknown_never_zero(account):
    person(account, 1)
    person(account, 5, departed_on=ON)
    for key in ("stakeholder_coverage", "contact_breadth", "attitude_balance"):
        assert figure(key, account) == (None, State.INSUFFICIENT, None, "")
        assert figure(key, AccountFactory()) is None


def test_breadth_counts_functions_with_somebody_half_covered_or_better(account):
    buying, quality, finance = ListValueFactory.create_batch(3)
    person(account, function=buying, met_days_ago=1)
    person(account, function=buying, met_days_ago=1)
    person(account, function=quality, strength=1, met_days_ago=1)
    person(account, function=finance)
    person(account, met_days_ago=1)  # without a function
    assert figure("contact_breadth", account) == (2, State.MEASURED, 3, "")


def test_breadth_aims_at_five_functions_at_most(account):
    for function in ListValueFactory.create_batch(6):
        person(account, function=function, met_days_ago=1)
    assert figure("contact_breadth", account) == (6, State.MEASURED, None, "")


def test_a_function_known_through_a_vacant_role_exists_and_those_of_leavers_do_not(account):
    person(account, function=ListValueFactory(), met_days_ago=1)
    person(account, function=ListValueFactory(), is_placeholder=True)
    person(account, function=ListValueFactory(), departed_on=ON)
    person(account, 1, function=ListValueFactory(), met_days_ago=1)
    assert figure("contact_breadth", account) == (1, State.MEASURED, 2, "")


def test_breadth_is_unknown_while_no_function_is_entered(account):
    person(account, met_days_ago=1)
    assert figure("contact_breadth", account) == (None, State.INSUFFICIENT, None, "no_function")


def assess(account, attitude, influence=3, days_ago=10, **fields):
    on = ON - timedelta(days=days_ago)
    return person(account, influence, attitude=attitude, attitude_on=on, **fields)


def test_climate_weighs_attitudes_by_influence(account):
    assess(account, 2, influence=5)
    assess(account, -1, influence=4)
    assess(account, 0, influence=3)
    assert figure("attitude_balance", account).value == 25  # (10 − 4) / (2 × 12)


def test_climate_needs_three_attitudes(account):
    assess(account, 2)
    assess(account, 2)
    assert figure("attitude_balance", account) == (None, State.INSUFFICIENT, None, "few_attitudes")
    assess(account, -2)
    assert figure("attitude_balance", account).value == pytest.approx(100 / 3)


def test_climate_leaves_out_little_influence_leavers_vacant_roles_and_old_or_future_assessments(account):
    for _ in range(3):
        assess(account, 1)
    assess(account, -2, days_ago=179)
    assess(account, -2, days_ago=180)
    assess(account, -2, days_ago=-1)
    assess(account, -2, influence=2)
    assess(account, -2, is_placeholder=True)
    assess(account, -2, departed_on=ON)
    person(account)
    assert figure("attitude_balance", account).value == pytest.approx(100 * (3 - 2) / (2 * 4))


def test_the_rows_add_up_to_the_figures(account):
    buying, quality = ListValueFactory.create_batch(2)
    somebody = person(account, 5, function=buying, met_days_ago=1, attitude=2, attitude_on=ON)
    person(account, 4, function=quality, met_days_ago=60, attitude=-1, attitude_on=ON)
    person(account, 3, function=quality, is_placeholder=True)
    person(account, 3, attitude=0, attitude_on=ON)
    evidence = {key: BY_KEY[key].rows(account.pk, ON) for key in BY_KEY}
    rows = evidence["stakeholder_coverage"]
    assert [row[-1] for row in rows.rows] == [5, 2, 0, 0]
    assert rows.total[2] == 15
    assert rows.total[-1] == 7
    assert rows.addresses[0] == f"/stakeholders/{somebody.pk}/"
    assert figure("stakeholder_coverage", account).value == pytest.approx(100 * 7 / 15)
    assert evidence["contact_breadth"].total[-1] == figure("contact_breadth", account).value == 2
    assert evidence["attitude_balance"].total[1] == 12
    assert evidence["attitude_balance"].total[-1] == 6
    assert figure("attitude_balance", account).value == 25


def test_rows_show_a_contact_that_is_too_old_to_count(account):
    met(person(account), 900)
    (row,) = BY_KEY["stakeholder_coverage"].rows(account.pk, ON).rows
    assert row[4] == ON - timedelta(days=900)
    assert row[-1] == 0


def test_a_figure_of_some_accounts_is_that_of_all(account, django_assert_num_queries):
    other = AccountFactory()
    for here in (account, other):
        person(here, 5, met_days_ago=1)
        person(here, 3)
    everything = BY_KEY["stakeholder_coverage"].figures(ON)
    assert everything.keys() == {account.pk, other.pk}
    assert BY_KEY["stakeholder_coverage"].figures(ON, [account.pk]) == {account.pk: everything[account.pk]}


def test_advice_names_the_most_influential_people_to_see(account):
    person(account, 5, name="Aude")
    person(account, 4, name="Bruno", met_days_ago=1)
    person(account, 3, name="Chloé")
    said = advice("stakeholder_coverage", account)
    assert said == "Plan an exchange with Aude and Chloé before 07/14/2026."


def test_advice_names_who_may_open_which_function(account):
    person(
        account, 5, name="Aude", function=ListValueFactory(name_fr="Achats"), met_days_ago=1, attitude=1, attitude_on=ON
    )
    person(account, 4, function=ListValueFactory(name_fr="Qualité"))
    said = advice("contact_breadth", account)
    assert said == "You reach only 1 function: ask Aude to introduce you to Qualité."


def test_advice_without_anybody_to_ask_names_the_function_only(account):
    person(account, 4, function=ListValueFactory(name_fr="Qualité"))
    assert advice("contact_breadth", account) == "You reach no function yet: look for a way into Qualité."


def test_advice_names_the_most_influential_opponent(account):
    assess(account, -1, influence=3, name="Bruno")
    assess(account, -2, influence=5, name="Aude")
    assert "Aude" in advice("attitude_balance", account)

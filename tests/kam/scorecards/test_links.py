"""Indicator 4 of domain.md 1.3 and the KAM dependency of 4.2, by hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from accounts.stakeholders.measures.links import Links, dependency, dependency_by_account
from accounts.stakeholders.network import Dependency, depends_on
from accounts.stakeholders.relations.answers import Answers
from accounts.stakeholders.relations.rows import relations_on
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.indicators.links import expert_links
from kam.scorecards.models import State
from kam.users.models import User
from tests.factories import (
    AccountFactory,
    InteractionFactory,
    MembershipFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)

ON = date(2026, 6, 30)
LINKS = BY_KEY["expert_links"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def ago(days):
    return ON - timedelta(days=days)


def met(theirs, ours, *days, account=None, **fields):
    """An exchange of these people on each of these days ago."""
    for day in days:
        InteractionFactory(
            account=account or theirs[0].account, stakeholders=theirs, colleagues=ours, occurred_on=ago(day), **fields
        )


@pytest.fixture
def person(old):
    return StakeholderFactory(account=old)


@pytest.fixture
def expert(db):
    return UserFactory(first_name="Sophie", last_name="Petit")


def value(account):
    return LINKS.figure(account.pk, ON).value


def test_two_shared_exchanges_make_a_link_and_one_does_not(old, person, expert):
    met([person], [expert], 10)
    assert value(old) == 0
    met([person], [expert], 20)
    assert LINKS.figure(old.pk, ON) == (1, State.MEASURED, None, "")


def test_each_pair_counts_once_whatever_the_number_of_exchanges(old, person, expert):
    other, colleague = StakeholderFactory(account=old), UserFactory()
    met([person, other], [expert, colleague], 10, 20, 30)
    assert value(old) == 4


def test_the_kam_is_no_expert_of_his_account_but_may_be_one_elsewhere(old, person, manager):
    met([person], [manager], 10, 20)
    elsewhere = StakeholderFactory(account=AccountFactory(created_at=old.created_at))
    met([elsewhere], [manager], 10, 20)
    assert value(old) == 0
    assert value(elsewhere.account) == 1


@pytest.mark.parametrize(("second", "links"), [(0, 1), (179, 1), (180, 0), (-1, 0)])
def test_exchanges_count_for_180_days(old, person, expert, second, links):
    met([person], [expert], 10, second)
    assert value(old) == links


def test_a_message_without_an_answer_is_not_shared(old, person, expert):
    met([person], [expert], 10)
    met([person], [expert], 20, is_two_way=False)
    assert value(old) == 0


def test_a_link_with_somebody_who_has_left_is_gone(old, expert):
    met([StakeholderFactory(account=old, departed_on=ON)], [expert], 10, 20)
    met([StakeholderFactory(account=old, departed_on=ON + timedelta(days=1))], [expert], 10, 20)
    assert value(old) == 1


def test_a_meeting_of_another_account_links_our_person_too(old, person, expert):
    met([person], [expert], 10, account=AccountFactory())
    met([person], [expert], 20)
    assert value(old) == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (89, (None, State.INSUFFICIENT, None, "new_account")),
        (90, (2, State.MEASURED, None, "estimated")),
        (120, (1.5, State.MEASURED, None, "estimated")),
        (180, (1, State.MEASURED, None, "")),
    ],
)
def test_the_count_of_a_young_account_is_an_estimate(manager, expert, days, expected):
    account = AccountFactory(created_at=datetime.combine(ago(days), time(9), UTC))
    met([StakeholderFactory(account=account)], [expert], 10, 20)
    assert LINKS.figure(account.pk, ON) == expected


def test_a_company_of_one_has_no_experts_to_link(old):
    User.objects.exclude(pk=old.kam_id).update(is_active=False)
    assert LINKS.figure(old.pk, ON) == (None, State.NOT_APPLICABLE, None, "alone_at_work")


def test_the_rows_show_every_pair_and_add_up(old, person, expert):
    met([person], [expert], 10, 20)
    met([StakeholderFactory(account=old, name="Once")], [expert], 5)
    evidence = LINKS.rows(old.pk, ON)
    assert [row[2:] for row in evidence.rows] == [[2, ago(10), 1], [1, ago(5), 0]]
    assert evidence.rows[1][:2] == ["Once", "Sophie Petit"]
    assert evidence.total[-1] == value(old) == 1
    assert evidence.addresses[0] == f"/stakeholders/{person.pk}/"


def test_one_query_for_any_number_of_accounts(old, person, expert, django_assert_num_queries):
    met([person], [expert], 10, 20)
    AccountFactory.create_batch(5)
    with django_assert_num_queries(1):
        everything = LINKS.figures(ON)
    assert len(everything) == 6
    assert LINKS.figures(ON, [old.pk]) == {old.pk: everything[old.pk]}


def advice(account):
    return LINKS.advise(LINKS.facts(account.pk, ON))


def test_advice_begins_with_peers_who_do_not_meet(old, person, expert):
    TieFactory(account=old, source=None, colleague=expert, target=person, kind="peer_of")
    assert advice(old) == f"Invite Sophie Petit to the next meeting with {person.name}."


def test_advice_goes_on_with_those_who_met_once_then_with_the_team(old, expert):
    met([StakeholderFactory(account=old, name="Once", influence=4)], [expert], 10)
    assert advice(old) == "Invite Sophie Petit to the next meeting with Once."
    other = AccountFactory()
    MembershipFactory(account=other, user=expert)
    StakeholderFactory(account=other, name="Weighty", influence=5)
    StakeholderFactory(account=other, influence=5, is_placeholder=True, name="A role")
    assert advice(other) == "Invite Sophie Petit to the next meeting with Weighty."


def test_advice_to_a_kam_without_a_team_is_to_find_one(old, person, manager):
    TieFactory(account=old, source=None, colleague=manager, target=person, kind="peer_of")
    assert advice(old) == "Bring an expert into the account team: nobody but you meets the client."


@given(st.integers(90, 1000), st.integers(0, 20), st.integers(2, 50))
def test_one_more_pair_is_always_worth_more(days, count, colleagues):
    fewer, more = (expert_links(Links(1, days, number, colleagues)).value for number in (count, count + 1))
    assert fewer < more


@given(st.integers(-10, 1000), st.integers(0, 20), st.integers(0, 50))
def test_a_pair_is_measured_once_there_are_two_of_ours_and_some_history(days, count, colleagues):
    figure = expert_links(Links(1, days, count, colleagues))
    assert (figure.state == State.MEASURED) == (colleagues > 1 and days >= 90)
    assert (figure.state == State.NOT_APPLICABLE) == (colleagues <= 1)


# --- KAM dependency --------------------------------------------------------------------------------


def test_the_dependency_of_an_account_is_read_in_one_query(old, person, expert, manager, django_assert_num_queries):
    met([person], [manager], 10, 179)
    met([person], [manager, expert], 20)
    met([person], [expert], 30)
    met([person], [manager], 180)
    met([person], [], 5)
    with django_assert_num_queries(1):
        found = dependency(ON, old.pk)
    assert found == Dependency(alone=2, total=4)
    assert Answers(old, ON).dependency == found


def test_an_account_without_exchanges_depends_on_nobody(old):
    assert dependency(ON, old.pk) == Dependency(alone=0, total=0)
    assert list(dependency_by_account(ON)) == []


HELD = st.tuples(st.sampled_from([-1, 0, 1, 90, 179, 180, 400]), st.sets(st.integers(0, 2)), st.booleans())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(portfolio=st.lists(st.tuples(st.booleans(), st.lists(HELD, max_size=8)), min_size=1, max_size=3))
def test_the_dependency_of_all_accounts_is_what_the_network_has(db, portfolio):
    ours, accounts = UserFactory.create_batch(3), []
    for has_kam, held in portfolio:
        account = AccountFactory(kam=ours[0] if has_kam else None)
        accounts.append(account)
        for days, present, is_two_way in held:
            met([], [ours[place] for place in present], days, account=account, is_two_way=is_two_way)
    found = {row.account_id: Dependency(int(row.alone), int(row.total)) for row in dependency_by_account(ON)}
    for account in Account.objects.filter(pk__in=[account.pk for account in accounts]):
        expected = depends_on(relations_on(account, ON).exchanges, account.kam_id, ON)
        assert found.get(account.pk, Dependency(0, 0)) == expected

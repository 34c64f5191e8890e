"""What the top of every account page says, and to whom."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Account, IndexMembership, Listing, group_of, with_header
from tests.factories import AccountFactory, MembershipFactory, RevenueLineFactory, UserFactory

ON = date(2026, 6, 30)
CAST = ("manager", "director", "admin", "editor", "reader", "outsider")


def header(account, person):
    return with_header(Account.objects.filter(pk=account.pk), person, ON).get()


@pytest.mark.parametrize("name", CAST)
def test_the_header_says_that_a_person_may_edit_when_the_rule_of_access_does(account, name, request):
    person = request.getfixturevalue(name)
    assert header(account, person).may_edit is Account.objects.editable_by(person).filter(pk=account.pk).exists()


@pytest.mark.parametrize("name", CAST)
def test_an_account_without_a_kam_is_changed_by_directors_and_administrators(name, request):
    person, orphan = request.getfixturevalue(name), AccountFactory()
    assert header(orphan, person).may_edit is (name in {"director", "admin"})


def test_the_team_counts_the_kam_and_the_members(account, manager):
    assert header(account, manager).team_size == 1
    MembershipFactory.create_batch(2, account=account)
    MembershipFactory()
    assert header(account, manager).team_size == 3
    assert header(AccountFactory(), manager).team_size == 0


def test_the_revenue_is_that_of_the_last_twelve_closed_months(account, manager):
    assert header(account, manager).revenue_12m is None
    for month, actual in [
        (date(2025, 6, 1), 1),
        (date(2025, 7, 1), 20),
        (date(2026, 6, 1), 300),
        (date(2026, 7, 1), 4000),
    ]:
        RevenueLineFactory(account=account, month=month, actual=actual)
    RevenueLineFactory(month=date(2026, 5, 1), actual=7)
    assert header(account, manager).revenue_12m == Decimal("320.00")


def test_the_indices_are_those_in_force_once_each_by_name(account, manager):
    listing = Listing.objects.create(account=account)
    for index, from_on, to_on in [
        ("SBF 120", None, None), ("CAC 40", ON, None), ("CAC 40", None, ON), ("Former", None, date(2026, 6, 29)),
        ("To come", date(2026, 7, 1), None),
    ]:  # fmt: skip
        IndexMembership.objects.create(listing=listing, index=index, from_on=from_on, to_on=to_on)
    assert header(account, manager).index_names == ["CAC 40", "SBF 120"]
    assert header(AccountFactory(), manager).index_names == []


def test_the_group_is_named_to_those_who_see_it(account, manager):
    assert group_of(account, manager) is None
    account.parent = AccountFactory()
    assert group_of(account, manager) is None
    account.parent = AccountFactory(kam=manager)
    assert group_of(account, manager) == account.parent


def test_the_header_is_one_query(account, manager, django_assert_num_queries):
    somebody = UserFactory()
    with django_assert_num_queries(1):
        header(account, somebody)

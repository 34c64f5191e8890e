"""A list asks the database as often for a dozen rows as for one."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Import, IndexMembership, Listing
from accounts.stakeholders.models import KnowledgeItem
from kam.scorecards import readings
from kam.users.models import User
from tests.factories import (
    AccountFactory,
    ClientEntityFactory,
    InteractionFactory,
    IntroductionFactory,
    JobFactory,
    MembershipFactory,
    SavedViewFactory,
    StakeholderFactory,
    TeamFactory,
    UserFactory,
)


def add_index(account):
    listing, _made = Listing.objects.get_or_create(account=account)
    IndexMembership.objects.create(listing=listing, index="CAC 40")


def add_team(account):
    UserFactory(team=TeamFactory(director=UserFactory(role=User.Role.DIRECTOR)))


LISTS = {  # name of the page → how one more row of it is made around an account
    "accounts:search": lambda account: AccountFactory(kam=account.kam),
    "accounts:trash": lambda account: AccountFactory(kam=account.kam, trashed_at=datetime(2026, 1, 1, tzinfo=UTC)),
    "accounts:structure": lambda account: ClientEntityFactory(
        account=account, parent=ClientEntityFactory(account=account)
    ),
    "accounts:team": lambda account: MembershipFactory(account=account),
    "cockpit:portfolio": lambda account: SavedViewFactory(owner=account.kam),
    "imports:list": lambda account: Import.objects.create(kind="accounts", name="a.csv", created_by=account.kam),
    "jobs:list": lambda account: JobFactory(started_by=account.kam),
}
PAGES = (  # of an account: none asks more for five hundred people than for five
    "accounts:detail", "scorecards:panel", "stakeholders:list", "stakeholders:chart", "stakeholders:matrix",
    "stakeholders:map", "stakeholders:answers", "stakeholders:introduction-list", "stakeholders:journal",
    "stakeholders:interaction-list", "stakeholders:knowledge-list", "stakeholders:departure-list",
    "stakeholders:duplicate-list",
)  # fmt: skip
FIGURES = ("client_introductions", "expert_links", "information_access", "stakeholder_coverage")
LISTS_OF_ADMINISTRATORS = {
    "imports:list": lambda account: Import.objects.create(kind="revenue", name="b.csv", created_by=UserFactory()),
    "users:team-list": add_team,
}


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def cost_stays_flat(client, url, add, account):
    add(account)
    client.get(url)  # what a first visit alone asks
    before = queries_of(client, url)
    for _n in range(11):
        add(account)
    return queries_of(client, url) == before


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_any_number_of_rows(name, client, account, manager):
    client.force_login(manager)
    args = [account.pk] if name in {"accounts:structure", "accounts:team"} else []
    assert cost_stays_flat(client, reverse(name, args=args), LISTS[name], account)


def test_the_indices_of_a_listing_cost_the_same_for_any_number(client, account, manager):
    client.force_login(manager)
    assert cost_stays_flat(client, reverse("accounts:structure", args=[account.pk]), add_index, account)


def add_relations(account):
    """Two more people, an exchange with them and one of ours, an introduction, something they said."""
    people, expert = StakeholderFactory.create_batch(2, account=account), UserFactory()
    for day in (1, 15):
        InteractionFactory(account=account, occurred_on=date(2026, 1, day), stakeholders=people, colleagues=[expert])
    IntroductionFactory(
        account=account, introducer=people[0], introduced=people[1], made_on=date(2026, 1, 20), met_on=date(2026, 1, 21)
    )
    KnowledgeItem.objects.create(account=account, category="strategy", text="…", learned_on=date(2026, 1, 15))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_account_costs_the_same_for_any_number_of_people(name, client, account, manager):
    client.force_login(manager)
    readings.take(date(2026, 1, 31))
    assert cost_stays_flat(client, reverse(name, args=[account.pk]), add_relations, account)


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_costs_the_same_for_any_number_of_rows(key, client, account, manager):
    client.force_login(manager)
    page = reverse("scorecards:figure", args=[account.pk, key])
    assert cost_stays_flat(client, f"{page}?on=2026-01-31", add_relations, account)


@pytest.mark.parametrize("name", LISTS_OF_ADMINISTRATORS)
def test_a_list_of_administrators_costs_the_same_for_any_number_of_rows(name, client, account, admin):
    client.force_login(admin)
    assert cost_stays_flat(client, reverse(name), LISTS_OF_ADMINISTRATORS[name], account)

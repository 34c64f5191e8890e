"""Each page that shows opinions says who has opened it; what shows none says nothing."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.stakeholders.models import Departure, OpinionAccess
from tests.factories import InteractionFactory, StakeholderFactory, TieFactory

NOTED = {  # page → what is noted
    "list": "people", "matrix": "matrix", "map-data": "map", "answers": "answers",
    "detail": "person", "edit": "person", "data": "export",
}  # fmt: skip
SILENT = ("map", "chart", "interaction-list", "map-svg", "list-csv")
OF_A_PERSON = ("detail", "edit", "data")


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account)


def open_page(client, user, name, account, person):
    client.force_login(user)
    response = client.get(reverse(f"stakeholders:{name}", args=[person.pk if name in OF_A_PERSON else account.pk]))
    return response.status_code


@pytest.mark.parametrize("name", NOTED)
def test_a_page_with_opinions_notes_its_reader(name, client, manager, account, person):
    assert open_page(client, manager, name, account, person) == 200
    assert open_page(client, manager, name, account, person) == 200
    noted = OpinionAccess.objects.get()
    about = person if name in OF_A_PERSON else None
    assert (noted.user, noted.account, noted.page, noted.stakeholder) == (manager, account, NOTED[name], about)
    assert noted.times == 2


@pytest.mark.parametrize("name", SILENT)
def test_a_page_of_facts_notes_nobody(name, client, manager, account, person):
    assert open_page(client, manager, name, account, person) == 200
    assert not OpinionAccess.objects.exists()


@pytest.mark.parametrize("name", NOTED)
def test_whoever_may_not_open_it_is_not_noted(name, client, outsider, account, person):
    assert open_page(client, outsider, name, account, person) == 404
    assert not OpinionAccess.objects.exists()


ELSEWHERE = {  # page → what is noted, and about whom: nobody, one of the two ends of a tie, both
    "stakeholders:merge": ("person", {"one", "other"}),
    "stakeholders:departure-edit": ("person", {"one"}),
    "stakeholders:map-aside": ("map", {None}),
    "stakeholders:map-door": ("map", {None}),
    "stakeholders:map-colleague": ("map", {None}),
    "stakeholders:matrix-cell": ("matrix", {None}),
    "stakeholders:matrix-pair": ("matrix", {"one"}),
    "stakeholders:answers-person": ("answers", {"one"}),
    "stakeholders:answers-visit": ("answers", {None}),
    "stakeholders:answers-dependency": ("answers", {None}),
    "stakeholders:introduction-list": ("ties", {None}),
    "stakeholders:tie-edit": ("ties", {"one", "other"}),
    "stakeholders:map-tie": ("ties", {"one", "other"}),
    "accounts:history": ("history", {None}),
    "scorecards:figure attitude_balance": ("figures", {None}),
    "scorecards:figure stakeholder_coverage": ("figures", {None}),
}


@pytest.fixture
def addresses(account, manager):
    """Of each page of ELSEWHERE, the address, on an account where "one" influences "other" and leaves."""
    one, other = (StakeholderFactory(account=account, name=name, influence=3) for name in ("one", "other"))
    InteractionFactory(account=account, stakeholders=[one], colleagues=[manager])
    tie = TieFactory(account=account, source=one, target=other).pk
    leaving = Departure.objects.create(account=account, stakeholder=one, due_on=date(2026, 6, 1)).pk
    of = {
        "merge": (one.pk, other.pk), "departure-edit": (leaving,), "tie-edit": (tie,), "map-tie": (tie,),
        "map-door": (account.pk, one.pk), "map-colleague": (account.pk, manager.pk),
        "matrix-pair": (account.pk, manager.pk, one.pk), "answers-person": (account.pk, one.pk),
    }  # fmt: skip
    found = {}
    for page in ELSEWHERE:
        name, *key = page.split()
        found[page] = reverse(name, args=of.get(name.split(":")[1], (account.pk, *key)))
    return found


@pytest.mark.parametrize("page", ELSEWHERE)
def test_every_piece_that_shows_opinions_leaves_a_row(page, client, manager, addresses):
    client.force_login(manager)
    assert client.get(addresses[page]).status_code == 200
    rows = OpinionAccess.objects.select_related("stakeholder")
    noted, people = ELSEWHERE[page]
    assert {row.page for row in rows} == {noted}
    assert {row.stakeholder and row.stakeholder.name for row in rows} == people
    assert {row.user for row in rows} == {manager}


@pytest.mark.parametrize("key", ["contact_breadth", "revenue_growth", "cooperative_index"])
def test_a_figure_that_judges_nobody_notes_nobody(key, client, manager, account):
    client.force_login(manager)
    client.get(reverse("scorecards:figure", args=[account.pk, key]))
    assert not OpinionAccess.objects.exists()


def test_the_panel_of_a_person_on_the_map_notes_the_person(client, manager, account, person):
    client.force_login(manager)
    client.get(reverse("stakeholders:map-person", args=[account.pk, person.pk]))
    noted = OpinionAccess.objects.get()
    assert (noted.page, noted.stakeholder, noted.times) == ("map", person, 1)

"""Each page that shows opinions says who has opened it; what shows none says nothing."""

import pytest
from django.urls import reverse

from accounts.stakeholders.models import OpinionAccess
from tests.factories import StakeholderFactory

NOTED = {  # page → what is noted
    "list": "people", "matrix": "matrix", "map-data": "map", "answers": "answers",
    "detail": "person", "edit": "person", "data": "export",
}  # fmt: skip
SILENT = ("map", "chart", "interaction-list", "introduction-list", "map-svg", "list-csv")
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


def test_the_panel_of_a_person_on_the_map_notes_the_person(client, manager, account, person):
    client.force_login(manager)
    client.get(reverse("stakeholders:map-person", args=[account.pk, person.pk]))
    noted = OpinionAccess.objects.get()
    assert (noted.page, noted.stakeholder, noted.times) == ("map", person, 1)

"""Under which tab a page of an account stands, and which of its views one is on."""

import re

import pytest
from django.urls import reverse

from accounts.templatetags.account_pages import tab_of
from tests.factories import StakeholderFactory


@pytest.mark.parametrize(
    ("page", "tab"),
    [
        ("accounts:edit", "accounts:detail"),
        ("scorecards:account", "accounts:detail"),
        ("accounts:listing-edit", "accounts:structure"),
        ("stakeholders:detail", "stakeholders:map"),
        ("stakeholders:tie-create", "stakeholders:map"),
        ("stakeholders:introduction-edit", "stakeholders:map"),
        ("stakeholders:interaction-edit", "stakeholders:journal"),
        ("stakeholders:knowledge-list", "stakeholders:journal"),
        ("stakeholders:note-detail", "stakeholders:journal"),
        ("jobs:list", ""),
    ],
)
def test_a_page_stands_under_the_tab_with_the_longest_beginning_of_its_name(page, tab):
    assert tab_of(page) == tab


@pytest.mark.parametrize(
    "page",
    [
        "map",
        "chart",
        "list",
        "introduction-list",
        "answers",
        "interaction-list",
        "journal",
        "knowledge-list",
        "note-list",
    ],
)
def test_a_view_marks_itself_among_the_others_of_its_tab(page, client, account, manager):
    client.force_login(manager)
    address = reverse(f"stakeholders:{page}", args=[account.pk])
    views = re.search(r'<nav class="people-views".*?</nav>', client.get(address).content.decode(), re.DOTALL)[0]
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', views) == [address]


def test_the_page_of_a_person_stands_under_relations(client, account, manager):
    client.force_login(manager)
    page = client.get(StakeholderFactory(account=account).get_absolute_url()).content.decode()
    relations = reverse("stakeholders:map", args=[account.pk])
    assert f'<a href="{relations}" aria-current="page">' in page

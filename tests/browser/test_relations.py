"""The matrix and the table of the relations in a real Chromium, by keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.stakeholders.models import Stakeholder, Tie
from tests.factories import ClientEntityFactory, InteractionFactory, ListValueFactory, StakeholderFactory


@pytest.fixture
def people(account, manager):
    buying = ListValueFactory(name_fr="Achats du siège", name_en="Head office buying")
    lyon = ClientEntityFactory(account=account, name="Lyon", city="Lyon")
    anne = StakeholderFactory(
        account=account, name="Anne Roy", function=buying, entity=lyon, influence=5, contact_strength=2
    )
    StakeholderFactory(account=account, name="Paul Sarre", influence=2)
    StakeholderFactory(account=account, name="Plant manager", is_placeholder=True, influence=4)
    day = timezone.localdate() - timedelta(days=3)
    InteractionFactory(
        account=account, occurred_on=day, subject="Yearly review", stakeholders=[anne], colleagues=[manager]
    )
    return anne


def test_a_cell_of_the_matrix_opens_its_rows_and_escape_comes_back(page, sign_in, account, manager, people):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/matrix/")
    page.wait_for_quiet()  # before, a link opens a page
    row = page.locator(".matrix tr", has=page.get_by_role("rowheader", name="Head office buying"))
    cell = row.get_by_role("link", name=re.compile("Anne Roy")).first
    cell.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 days ago, cadence 30 days")
    expect(dialog).to_contain_text("covered")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell).to_be_focused()
    page.locator(".pairs").get_by_role("link", name=re.compile("Anne Roy")).last.press("Enter")
    expect(dialog).to_contain_text("Yearly review")


@pytest.mark.parametrize("view", ["matrix/", "people/", "people/chart/", "answers/", "answers/visit/"])
def test_the_views_hold_on_a_phone_and_break_no_rule_of_accessibility(
    view, page, sign_in, axe, account, manager, people
):
    StakeholderFactory(account=account, name="Below", reports_to=people)
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/{view}")
    page.wait_for_quiet()
    assert axe() == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")


def test_the_table_adds_joins_and_narrows_by_keyboard_alone(page, sign_in, account, manager, people):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/people/")
    page.get_by_role("link", name="New stakeholder").press("Enter")
    page.get_by_label("Name", exact=False).first.press_sequentially("Zoé Martin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name=re.compile("Zoé Martin"))).to_be_visible()
    page.get_by_role("link", name="Join to somebody: Zoé Martin").press("Enter")
    target = page.locator("#id_target")
    expect(page.locator("#id_source")).to_have_value(str(Stakeholder.objects.get(name="Zoé Martin").pk))
    target.select_option(label="Anne Roy")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".lines li", has_text="Zoé Martin")).to_contain_text("influences Anne Roy")
    assert Tie.objects.get().target == people
    page.goto(f"/accounts/{account.pk}/people/")
    page.get_by_label("vacant roles").press("Space")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.get_by_role("rowheader")).to_contain_text("Plant manager")
    expect(page).to_have_url(re.compile("only=vacant"))
    page.get_by_label("vacant roles").press("Space")
    expect(page.get_by_role("rowheader")).to_have_count(4)
    page.get_by_role("searchbox", name=re.compile("Find a person")).press_sequentially("sarre")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.get_by_role("rowheader")).to_contain_text("Paul Sarre")

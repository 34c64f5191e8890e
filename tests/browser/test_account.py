"""The account as a key account manager uses it, in a real Chromium."""

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.models import Account, ClientEntity
from accounts.stakeholders.models import Interaction
from tests.factories import (
    AccountFactory,
    ClientEntityFactory,
    CommentFactory,
    InteractionFactory,
    MembershipFactory,
    RevenueLineFactory,
    StakeholderFactory,
)

TABS = ("", "people/", "interactions/", "structure/", "team/", "revenue/", "history/", "edit/", "interactions/new/")


def choose(page, field, typed, option):
    """Pick in a searched select as a person does: open, type, click."""
    choice = page.locator(f"#{field} + .ts-wrapper")
    choice.locator(".ts-control").click()
    choice.locator("input").first.press_sequentially(typed)  # waits for the field, where bare keys may fall beside it
    page.locator(".ts-dropdown .option", has_text=option).click()


def test_an_account_is_created_below_a_group_found_by_typing(page, sign_in, manager):
    group = AccountFactory(kam=manager, name="Groupe Hélios")
    sign_in(manager)
    page.goto("/accounts/new/")
    page.get_by_label("Name").fill("Aquitis")
    choose(page, "id_parent", "helios", "Groupe Hélios")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aquitis")
    assert Account.objects.get(name="Aquitis").parent == group


def test_a_deleted_entity_comes_back_with_the_button_of_the_toast(page, sign_in, account, manager):
    company = ClientEntityFactory(account=account, name="Solvane SA")
    ClientEntityFactory(account=account, name="Lyon plant", parent=company)
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/structure/")
    page.get_by_role("button", name="Delete: Solvane SA").click()
    expect(page.get_by_text("“Solvane SA” was deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is back.")).to_be_visible()
    expect(page.locator(".tree-1")).to_contain_text("Lyon plant")
    assert ClientEntity.objects.get(name="Lyon plant").parent == company


def test_a_meeting_is_recorded_with_people_of_both_sides(page, sign_in, account, manager):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/interactions/new/")
    page.get_by_label("Subject").fill("Quarterly review")
    choose(page, "id_stakeholders", "roy", "Anne Roy")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Quarterly review")).to_contain_text("Anne Roy")
    interaction = Interaction.objects.get()
    assert (list(interaction.stakeholders.all()), list(interaction.colleagues.all())) == ([anne], [manager])


def test_two_people_who_edit_at_once_lose_nothing(page, sign_in, account, manager):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/edit/")
    page.get_by_label("City").fill("Paris")
    Account.objects.filter(pk=account.pk).update(city="Nice", phone="02")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="City")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Nice")
    expect(row).to_contain_text("Paris")
    row.get_by_label("Nice").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Key facts")).to_be_visible()
    account.refresh_from_db()
    assert (account.city, account.phone) == ("Nice", "02")


def test_the_history_is_narrowed_without_leaving_the_page(page, sign_in, account, manager):
    StakeholderFactory(account=account, name="Anne Roy")
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/history/")
    page.get_by_label("What", exact=True).select_option(label="Stakeholder")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.locator("#results")).to_contain_text("Anne Roy")
    assert "kind=stakeholders.stakeholder" in page.url


def test_an_account_in_the_trash_is_restored_from_the_toast(page, sign_in, account, manager):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/edit/")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(account.name)


@pytest.fixture
def lived_in(account, manager):
    """An account with something on each of its pages."""
    person = StakeholderFactory(account=account, name="Anne Roy", attitude=2, attitude_on=date(2026, 1, 1))
    StakeholderFactory(account=account, name="Chief financial officer", is_placeholder=True)
    InteractionFactory(account=account, stakeholders=[person], colleagues=[manager], subject="Review")
    company = ClientEntityFactory(account=account, name="Solvane SA")
    ClientEntityFactory(account=account, kind="site", name="Lyon plant", parent=company, siret="55210055400013")
    MembershipFactory(account=account)
    RevenueLineFactory(account=account, actual=1_250_000, target=1_000_000)
    CommentFactory(account=account, author=manager, is_internal=False)
    return account


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page_of_an_account(scheme, page, sign_in, axe, lived_in, manager):
    page.emulate_media(color_scheme=scheme)
    sign_in(manager)
    found = {}
    for tab in TABS:
        page.goto(f"/accounts/{lived_in.pk}/{tab}")
        page.wait_for_quiet()
        found[tab] = axe()
    assert {tab: problems for tab, problems in found.items() if problems} == {}


def test_every_page_fits_a_phone_and_shows_its_tab(page, sign_in, lived_in, manager):
    page.set_viewport_size({"width": 360, "height": 780})
    sign_in(manager)
    for tab in TABS:
        page.goto(f"/accounts/{lived_in.pk}/{tab}")
        page.wait_for_quiet()
        assert page.evaluate("document.documentElement.scrollWidth") == 360, tab
        expect(page.locator(".tabs [aria-current]")).to_be_in_viewport()

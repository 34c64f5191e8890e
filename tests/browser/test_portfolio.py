import csv

import pytest
from playwright.sync_api import expect

from accounts.models import Account
from kam.scorecards.models import Standing
from kam.users.models import SavedView
from tests.factories import AccountFactory, SectorFactory

LIST = "/portfolio/"


@pytest.fixture
def portfolio(manager):
    """Three accounts of one KAM, and one of somebody else."""
    industry, health = SectorFactory(name_en="Sailing"), SectorFactory(name_en="Bees")
    accounts = [
        AccountFactory(kam=manager, name="Solvane", sector=industry, city="Lyon"),
        AccountFactory(kam=manager, name="Hélios", sector=health),
        AccountFactory(kam=manager, name="Norvia", sector=industry, status="prospect"),
    ]
    for account, index in zip(accounts, (68, 42, None), strict=True):
        Standing.objects.filter(account=account).update(index=index, confidence="good", trend=[40, 45, index or 50])
    AccountFactory(name="Foreign")
    return accounts


@pytest.fixture
def opened(page, sign_in, manager, portfolio):
    sign_in(manager)
    page.goto(LIST)
    return page


def names(page):
    return [name.strip() for name in page.locator(".portfolio tbody th span").all_inner_texts()]


def expect_names(page, *expected):
    expect(page.locator(".portfolio tbody tr")).to_have_count(len(expected))
    assert [name.split("\n")[0] for name in names(page)] == list(expected)


def test_search_as_one_types_narrows_list_and_figures_and_stays_in_the_address(opened):
    opened.locator("#q").press_sequentially("helio", delay=20)
    expect_names(opened, "Hélios")
    expect(opened.locator("#summary .kpi-value").first).to_have_text("1")
    assert "q=helio" in opened.url
    expect(opened.locator("#q")).to_be_focused()
    expect(opened.locator("#q")).to_have_value("helio")
    opened.reload()
    expect_names(opened, "Hélios")


def test_filters_open_over_the_list_and_narrow_it(opened):
    opened.locator("#open-filters").click()
    dialog = opened.get_by_role("dialog", name="Filters")
    dialog.get_by_role("combobox", name="Sector").fill("sail")
    dialog.get_by_role("option", name="Sailing").click()
    dialog.get_by_role("button", name="Apply").click()
    expect_names(opened, "Norvia", "Solvane")
    opened.locator("#chip-1").click()
    expect(opened.locator(".portfolio tbody tr")).to_have_count(3)


def test_headings_sort_and_the_way_back_returns(opened):
    opened.locator("#sort-index").click()
    expect(opened.locator("th[aria-sort=ascending]")).to_have_text("Index")
    assert names(opened)[0].startswith("Hélios")
    opened.locator("#sort-index").click()
    expect(opened.locator("th[aria-sort=descending]")).to_have_text("Index")
    assert names(opened)[0].startswith("Solvane")
    assert names(opened)[2].startswith("Norvia")
    opened.go_back()
    expect(opened.locator("th[aria-sort=ascending]")).to_have_text("Index")


def test_columns_are_chosen_and_moved_with_the_keyboard(opened):
    opened.locator("#open-columns").click()
    dialog = opened.get_by_role("dialog", name="Columns")
    dialog.get_by_label("Sector", exact=True).uncheck()
    dialog.get_by_label("Country", exact=True).check()
    for _time in range(9):
        dialog.get_by_role("button", name="Move “Country” up").press("Enter")
    dialog.get_by_role("button", name="Apply").click()
    heads = opened.locator(".portfolio thead th")
    expect(heads.nth(2)).to_have_text("Country")
    expect(opened.locator("#sort-sector")).to_have_count(0)


def test_list_is_saved_as_a_view_and_opens_with_it(opened):
    opened.goto(f"{LIST}?status=prospect&sort=-index")
    opened.locator("#view-save").click()
    dialog = opened.get_by_role("dialog", name="Save as a view")
    dialog.get_by_label("Name").fill("To conquer")
    dialog.get_by_label("Open the list with this view").check()
    dialog.get_by_role("button", name="Save").click()
    tab = opened.get_by_role("link", name="To conquer")
    expect(tab).to_have_attribute("aria-current", "page")
    expect_names(opened, "Norvia")
    opened.goto(LIST)
    expect_names(opened, "Norvia")
    opened.get_by_role("link", name="All accounts").click()
    expect(opened.locator(".portfolio tbody tr")).to_have_count(3)
    tab.click()
    opened.locator("#view-edit").click()
    opened.get_by_role("dialog").get_by_role("button", name="Delete").click()
    opened.locator("#confirm").get_by_role("button", name="Delete").click()
    expect(tab).to_have_count(0)
    assert not SavedView.objects.exists()


def test_ticked_accounts_are_changed_together_and_put_back(opened):
    expect(opened.locator(".bulkbar")).not_to_be_visible()
    opened.get_by_label("Select the whole page").check()
    expect(opened.locator("[data-selected]")).to_have_text("3 accounts selected")
    opened.get_by_label("Hélios", exact=True).uncheck()
    expect(opened.locator("[data-selected]")).to_have_text("2 accounts selected")
    opened.locator(".bulkbar select").select_option("status")
    opened.get_by_role("button", name="Continue").click()
    dialog = opened.get_by_role("dialog", name="Change: Status")
    expect(dialog).to_contain_text("2 accounts of the 2 selected will be changed.")
    dialog.get_by_label("Status").select_option("former")
    dialog.get_by_role("button", name="Change 2 accounts").click()
    expect(opened.get_by_text("2 · Changed")).to_be_visible()
    assert Account.objects.filter(status="former").count() == 2
    opened.locator("#toasts").get_by_role("button", name="Undo").click()
    opened.get_by_role("link", name="See the result").click()
    expect(opened.get_by_text("2 · Put back")).to_be_visible()
    assert not Account.objects.filter(status="former").exists()


def test_export_downloads_the_list_as_it_is_shown(opened):
    opened.goto(f"{LIST}?status=active&sort=-index&columns=name&columns=sector")
    opened.get_by_role("button", name="Export").click()
    with opened.expect_download() as download:
        opened.get_by_role("link", name="CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Account", "Code", "City", "Sector"],
        ["Solvane", "", "Lyon", "Sailing"],
        ["Hélios", "", "", "Bees"],
    ]
    assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("width", [1440, 360])
def test_portfolio_and_its_sheets_are_accessible_and_fit(opened, axe, width):
    opened.set_viewport_size({"width": width, "height": 800})
    assert axe() == []
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    opened.get_by_label("Solvane", exact=True).check()
    assert axe() == []
    for opener in ("#open-filters", "#open-columns", "#view-save"):
        opened.locator(opener).click()
        expect(opened.locator("#sheet")).to_be_visible()
        assert axe() == []
        opened.locator("#sheet [data-dialog-close]").click()

"""Bringing a portfolio in, as a person does it: file, columns, dry run, confirm, report, and back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Account
from tests.factories import AccountFactory

TEXT = "Nom;Ville;CA (M€)\nAcme;Lyon;1 100,04\nBêta;Paris;beaucoup\nGamma;Nice;12\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "portefeuille.csv"
    path.write_text(TEXT, encoding="cp1252")
    return path


def test_a_portfolio_is_imported_and_rolled_back(page, sign_in, manager, file, axe):
    AccountFactory(name="Gamma", kam=manager, city="Cannes")
    sign_in(manager).goto("/imports/")
    page.get_by_role("link", name="Import a file").first.click()
    page.get_by_label("Drop a file here").set_input_files(file)
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="portefeuille.csv")).to_be_visible()
    expect(page.get_by_label("Ville")).to_have_value("city")
    expect(page.get_by_label("CA (M€)")).to_have_value("turnover")
    assert axe() == []
    page.get_by_role("button", name="Check the file").click()

    expect(page).to_have_url(re.compile("dry-run"))
    expect(page.get_by_text("“beaucoup” is not a number.")).to_be_visible()
    expect(page.get_by_role("row", name="Gamma")).to_contain_text("Cannes → Nice")
    assert Account.objects.count() == 1
    assert axe() == []
    page.get_by_role("link", name="Refused 1").click()
    expect(page.get_by_role("row", name="Acme")).to_have_count(0)
    page.get_by_role("button", name="Import 2 rows").click()

    expect(page.get_by_text("2 rows imported.")).to_be_visible()
    assert Account.objects.get(name="Gamma").city == "Nice"
    assert axe() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows (CSV)").click()
    assert "beaucoup" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Acme").click()
    expect(page).to_have_url(re.compile(rf"/accounts/{Account.objects.get(name='Acme').pk}/"))

    page.go_back()
    page.get_by_role("button", name="Roll back this import").click()
    page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
    expect(page.get_by_text("Rolled back: 1 deleted, 1 put back as before")).to_be_visible()
    assert list(Account.objects.values_list("name", "city")) == [("Gamma", "Cannes")]


def test_a_damaged_file_is_refused_with_its_reason(page, sign_in, manager, tmp_path):
    path = tmp_path / "lying.xlsx"
    path.write_text(TEXT)
    sign_in(manager).goto("/imports/new/")
    page.get_by_label("Drop a file here").set_input_files(path)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("The name says workbook")


def test_the_columns_fit_a_phone(page, sign_in, manager, file):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(manager).goto("/imports/new/")
    page.get_by_label("Drop a file here").set_input_files(file)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Check the file")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

"""The main job from end to end on real files: sign in, bring in a portfolio, compute, open an account, see why."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from tests.factories import UserFactory

CRM = Path(__file__).parents[2] / "../shared/cases/crm"
PORTFOLIO = [  # file, what it holds, rows
    ("maven_crm/accounts.csv", "accounts", 85),
    ("northwind/customers.csv", "accounts", 91),
    ("sbf120_2014.csv", "accounts", 119),
    ("salesforce/Accounts.json", "accounts", 10),
    ("northwind/customers.csv", "stakeholders", 91),
]

pytestmark = pytest.mark.skipif(not CRM.exists(), reason="the real cases are not beside the project")


@pytest.fixture
def signed_in(page, db):
    person = UserFactory(role=User.Role.DIRECTOR)
    person.set_password("a long enough password")
    person.save()
    page.goto("/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill("a long enough password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Portfolio", exact=True)).to_be_visible()
    return page


def bring_in(page, file, kind, rows):
    page.goto(f"/imports/new/?kind={kind}")
    page.locator("input[type=file]").set_input_files(CRM / file)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name=f"Import {rows} rows").click()
    expect(page.get_by_text(f"{rows} rows imported.")).to_be_visible(timeout=30_000)


def test_a_portfolio_is_brought_in_computed_and_explained(signed_in):
    page = signed_in
    for file, kind, rows in PORTFOLIO:
        bring_in(page, file, kind, rows)
    assert Account.objects.count() == 85 + 91 + 119 + 10
    assert Stakeholder.objects.count() == 91

    page.goto("/portfolio/")
    page.get_by_role("button", name="Compute the figures now").click()
    expect(page.get_by_text("Done").first).to_be_visible(timeout=30_000)

    page.goto("/portfolio/?q=blondesddsl")
    row = page.locator(".portfolio tbody tr")
    expect(row).to_have_count(1)
    row.get_by_role("link", name=re.compile("Blondesddsl père et fils")).first.click()
    expect(page.get_by_role("heading", name="Blondesddsl père et fils")).to_be_visible()

    page.get_by_role("link", name="Stakeholder coverage").first.click()
    expect(page.get_by_text("Frédérique Citeaux").first).to_be_visible()
    expect(page.get_by_role("heading", name="Stakeholder coverage")).to_be_visible()
    expect(page.locator(".topbar")).to_have_count(1)  # the page itself, not one within the fragment it was opened from

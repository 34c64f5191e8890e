"""The people of a client in a real Chromium: their chart, and the help to choose a value, by keyboard."""

import re

from playwright.sync_api import expect

from accounts.stakeholders.models import Stakeholder
from tests.factories import StakeholderFactory


def test_the_chart_nests_everybody_below_his_manager_at_any_width(page, sign_in, account, manager):
    boss = StakeholderFactory(account=account, name="Anne Roy")
    deputy = StakeholderFactory(account=account, name="Paul Sarre", reports_to=boss)
    StakeholderFactory(account=account, name="Plant manager", is_placeholder=True, reports_to=deputy)
    StakeholderFactory(account=account, name="Zoé Alone")
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/people/")
    page.get_by_role("link", name="Organisation chart").click()
    below = page.locator(".org > li", has_text="Anne Roy").locator("ul > li", has_text="Paul Sarre")
    expect(below.locator("ul > li")).to_contain_text("Plant manager")
    expect(page.locator(".org-alone")).to_contain_text("Zoé Alone")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    page.get_by_role("link", name="Paul Sarre").click()
    expect(page.get_by_role("heading", name="Paul Sarre")).to_be_visible()


def test_the_help_proposes_a_value_and_the_form_takes_it_by_keyboard(page, sign_in, account, manager):
    person = StakeholderFactory(account=account, name="Anne Roy")
    sign_in(manager)
    page.goto(f"/stakeholders/{person.pk}/edit/")
    page.get_by_role("link", name=re.compile("Help me choose.*influence")).press("Enter")
    dialog = page.get_by_role("dialog")
    for question in (r"Can this person decide alone", r"Does this person bring facts"):
        dialog.get_by_role("group", name=re.compile(question)).get_by_label("No", exact=True).press("Space")
    dialog.get_by_label("Usually").press("Space")
    dialog.get_by_role("button", name="Propose a value").press("Enter")
    expect(dialog).to_contain_text("The answers propose: 4 · strong.")
    dialog.get_by_role("button", name="Take this value").press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Influence", exact=False).first).to_have_value("4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Anne Roy")).to_be_visible()
    assert Stakeholder.objects.get().influence == 4

"""A duplicate in a real Chromium: warned of, created anyway, compared, merged, and two entries again."""

import re
from datetime import date

from playwright.sync_api import expect

from accounts.stakeholders.models import Stakeholder
from tests.factories import InteractionFactory, StakeholderFactory


def test_a_duplicate_is_warned_of_merged_and_taken_apart(page, sign_in, axe, account, manager):
    anne = StakeholderFactory(account=account, name="Anne Roy", title="Buyer", email="a@roy.example")
    InteractionFactory(account=account, stakeholders=[anne], subject="Yearly review")
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/people/new/")
    page.get_by_label("Name").first.fill("ROY Anné")
    page.get_by_label("Job title").fill("Head of buying")
    page.get_by_role("button", name="Save", exact=True).click()
    warning = page.get_by_role("group", name="Entered already?")
    expect(warning).to_contain_text("same name")
    expect(page.get_by_label("Job title")).to_have_value("Head of buying")
    assert axe() == []
    warning.get_by_role("button", name="Create, and merge later").click()

    page.get_by_role("link", name=re.compile("Compare.*ROY Anné")).click()
    expect(page.get_by_role("heading", name="Merge two entries")).to_be_visible()
    page.get_by_role("link", name="Keep the other one").click()
    expect(page.locator("main")).to_contain_text("“ROY Anné” becomes part of “Anne Roy”")
    assert axe() == []
    page.locator("tr", has_text="Name").get_by_label("Anne Roy").check()
    page.locator("tr", has_text="Job title").get_by_label("Head of buying").press("Space")
    page.get_by_role("button", name="Merge", exact=True).click()

    expect(page.get_by_role("heading", name="Anne Roy")).to_be_visible()
    person = Stakeholder.objects.get()
    assert (person.pk, person.title, person.email) == (anne.pk, "Head of buying", "a@roy.example")
    expect(page.locator("main")).to_contain_text("Yearly review")
    assert axe() == []
    page.get_by_role("button", name=re.compile("Undo the merge")).click()

    expect(page.get_by_role("link", name=re.compile("Compare"))).to_be_visible()
    assert set(Stakeholder.objects.values_list("name", "title")) == {
        ("Anne Roy", "Buyer"),
        ("ROY Anné", "Head of buying"),
    }
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")


def test_a_departure_is_settled_and_the_confirmed_box_stands_level(page, sign_in, axe, account, manager):
    leaver = StakeholderFactory(account=account, name="Anne Roy", influence=5, title="Head of buying")
    InteractionFactory(account=account, occurred_on=date(2020, 1, 1))  # the account began before the departure
    sign_in(manager)
    page.goto(f"/stakeholders/{leaver.pk}/edit/")
    box, field = page.locator("#id_is_influence_confirmed").bounding_box(), page.locator("#id_influence").bounding_box()
    assert field["y"] < box["y"] + box["height"] / 2 < field["y"] + field["height"]
    page.get_by_label("Left on").fill("2026-01-10")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="See the departure").click()
    page.get_by_role("button", name="Save and settle").click()
    expect(page.locator("main")).to_contain_text("Needed to settle a departure.")
    assert axe() == []
    page.get_by_label("Handover").fill("To Paul on Monday.")
    page.get_by_label("Risk for the relation").select_option("high")
    page.get_by_role("button", name="Enter the role as vacant").click()
    expect(page.get_by_label("Successor").locator("option:checked")).to_have_text("Head of buying")
    page.get_by_role("button", name="Save and settle").click()
    expect(page.locator("main")).to_contain_text("settled on")

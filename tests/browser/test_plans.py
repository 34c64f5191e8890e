"""A plan goes from the KAM to the director and back, by clicking."""

import pytest
from playwright.sync_api import expect

from tests.factories import PlanFactory, UserFactory
from tests.plans.conftest import fill, put


@pytest.fixture
def plan(account, manager):
    return PlanFactory(account=account, sponsor=UserFactory())


def test_a_kam_builds_the_chain_from_the_swot_to_the_action(page, sign_in, account, manager, plan):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/plans/")
    page.get_by_role("link", name=str(plan)).click()
    page.get_by_role("link", name="SWOT and TOWS").click()
    for quadrant, text in (("Strength", "Quick deliveries"), ("Opportunit", "They gather their logistics")):
        page.get_by_role("region", name=quadrant).get_by_role("link", name="Add").click()
        page.locator("#main [name=text]").fill(text)
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Cross items").click()
    page.locator("#main [name=text]").fill("Take their logistics in hand")
    crossed = page.locator("#main .ts-control input")
    for text in ("Quick", "gather"):
        crossed.fill(text)
        page.get_by_role("option", name=text).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="TOWS options")).to_contain_text("Take their logistics in hand")
    page.get_by_role("link", name="Priorities to actions").click()
    page.get_by_role("link", name="Priority", exact=True).click()
    page.locator("#main [name=title]").fill("Shorter flows")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="1. Shorter flows")).to_be_visible()
    expect(page.get_by_text("nothing follows from it")).to_be_visible()


def test_a_director_sends_a_plan_back_section_by_section_then_lets_it_go(page, sign_in, manager, director, plan):
    fill(plan, owner=manager)
    put(plan, "internal_validation")
    sign_in(director)
    page.goto("/plans/to-validate/")
    page.get_by_role("link", name="Read").click()
    page.get_by_role("button", name="To the decision").click()
    page.get_by_role("link", name="Send back with remarks").click()
    page.get_by_role("button", name="Send back with remarks").click()
    expect(page.get_by_text("Say what is to be changed")).to_be_visible()
    page.get_by_label("4. Market").fill("Which segments?")
    page.get_by_role("button", name="Send back with remarks").click()
    expect(page.locator(".plan-sections")).to_contain_text("To be taken up: Which segments?")
    sign_in(manager)
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Hand in for validation").click()
    page.get_by_role("button", name="Hand in for validation").click()
    expect(page.locator(".plan-head")).to_contain_text("Internal validation")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_a_plan_break_no_rule_of_accessibility(page, sign_in, axe, manager, plan, theme):
    fill(plan, owner=manager)
    page.emulate_media(color_scheme=theme)
    sign_in(manager)
    for place in ("", "swot/", "strategy/", "sections/market/", "move/analysis/"):
        page.goto(f"{plan.get_absolute_url()}{place}")
        assert axe() == [], place

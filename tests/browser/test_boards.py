"""The boards of a plan: dragging with a mouse, and the same without one."""

import pytest
from playwright.sync_api import expect

from plans.models import SwotItem, TowsOption
from tests.factories import (
    ActionFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    SwotItemFactory,
    TowsOptionFactory,
)


@pytest.fixture
def plan(account):
    return PlanFactory(account=account)


@pytest.fixture
def swot(plan):
    return {
        text: SwotItemFactory(plan=plan, quadrant=quadrant, text=text)
        for text, quadrant in (
            ("Quick", "strength"), ("Known", "strength"), ("Dear", "weakness"), ("Growth", "opportunity"), ("Rival", "threat"),
        )
    }  # fmt: skip


def grip(page, name):
    return page.get_by_role("link", name=f"Move or link: {name}", exact=True)


def drag(page, name, target):
    """From the grip of an item to the middle of an element."""
    grip(page, name).scroll_into_view_if_needed()
    start, end = grip(page, name).bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 4, steps=6)
    page.mouse.up()


def in_order(page, region):
    return page.get_by_role("region", name=region).locator("[data-list='swot'] strong").all_inner_texts()


def test_an_item_is_dragged_before_another_and_brought_back(page, sign_in, manager, plan, swot):
    sign_in(manager)
    page.goto(f"/plans/{plan.pk}/swot/")
    drag(page, "Known", page.locator(f"#swot-{swot['Quick'].lineage}"))
    expect(page.locator("#board-said")).to_contain_text("“Known” was moved.")
    assert in_order(page, "Strengths") == ["Known", "Quick"]
    expect(grip(page, "Known")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="Strengths").locator("[data-list='swot'] strong").first).to_have_text(
        "Quick"
    )


def test_an_item_is_dragged_on_an_option_and_two_on_the_matrix_open_one(page, sign_in, manager, plan, swot):
    option = TowsOptionFactory(plan=plan, items=[swot["Quick"], swot["Growth"]], text="Grow with them")
    sign_in(manager)
    page.goto(f"/plans/{plan.pk}/swot/")
    page.set_viewport_size({"width": 1280, "height": 1800})
    drag(page, "Dear", page.locator(f"#option-{option.lineage}"))
    expect(page.get_by_role("heading", name="Across several cells")).to_be_visible()
    assert set(option.items.values_list("text", flat=True)) == {"Quick", "Growth", "Dear"}
    cell = page.get_by_role("group", name="ST Use strengths against threats")
    drag(page, "Known", cell)
    expect(page.locator("#board-said")).to_contain_text("Known waits")
    drag(page, "Rival", cell)
    expect(page.locator("#main [name=text]")).to_be_visible()
    page.locator("#main [name=text]").fill("Stand together")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("group", name="ST Use strengths against threats")).to_contain_text("Stand together")
    assert set(TowsOption.objects.get(text="Stand together").items.values_list("text", flat=True)) == {"Known", "Rival"}


def test_an_item_is_moved_with_the_keyboard_alone(page, sign_in, manager, plan, swot):
    sign_in(manager)
    page.goto(f"/plans/{plan.pk}/swot/")
    grip(page, "Known").focus()
    page.keyboard.press("Space")
    expect(page.locator("#board-said")).to_contain_text("Grabbed, at place 2 of 2")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#board-said")).to_contain_text("Place 1 of 2")
    page.keyboard.press("Escape")
    expect(page.locator("#board-said")).to_contain_text("Back where it was")
    assert in_order(page, "Strengths") == ["Quick", "Known"]
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("#board-said")).to_contain_text("“Known” was moved.")
    expect(grip(page, "Known")).to_be_focused()
    assert SwotItem.objects.get(text="Known").quadrant == "weakness"


def test_the_menu_of_an_item_links_and_parts_with_buttons(page, sign_in, manager, plan):
    priority, objective = PriorityFactory(plan=plan, title="Flows"), ObjectiveFactory(plan=plan, title="Delay")
    sign_in(manager)
    page.goto(f"/plans/{plan.pk}/strategy/")
    grip(page, "Delay").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Link · Flows").click()
    expect(page.locator(f"#priority-{priority.lineage}")).to_contain_text("Delay")
    objective.refresh_from_db()
    assert objective.priority == priority
    grip(page, "Delay").click()
    page.get_by_role("button", name="Unlink · Flows").click()
    expect(page.get_by_role("region", name="What serves no priority")).to_contain_text("Delay")


def test_an_action_is_dragged_on_the_objective_that_it_serves(page, sign_in, manager, plan):
    objective = ObjectiveFactory(plan=plan, title="Delay", priority=PriorityFactory(plan=plan, title="Flows"))
    action = ActionFactory(plan=plan, title="Measure")
    sign_in(manager)
    page.goto(f"/plans/{plan.pk}/chain/")
    drag(page, "Measure", page.locator(f"#objective-{objective.lineage}"))
    expect(page.locator("#board-said")).to_contain_text("“Measure” now follows from “Delay”.")
    action.refresh_from_db()
    assert action.objective == objective
    page.locator(".chain-card").get_by_role("link", name="Flows", exact=True).click()
    expect(page.get_by_role("complementary", name="Flows")).to_contain_text("Measure")
    expect(page.locator(".chain-card.is-on")).to_have_count(3)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_boards_break_no_rule_of_accessibility(page, sign_in, axe, manager, plan, swot, theme):
    option = TowsOptionFactory(plan=plan, items=[swot["Quick"], swot["Growth"]])
    priority = PriorityFactory(plan=plan, options=[option])
    ActionFactory(plan=plan, objective=ObjectiveFactory(plan=plan, priority=priority))
    TowsOptionFactory(plan=plan, items=[swot["Dear"], swot["Rival"]])
    page.emulate_media(color_scheme=theme)
    sign_in(manager)
    row = f"board/priority/{priority.pk}/"
    for place in (
        "swot/",
        "strategy/",
        f"chain/?item=priority-{priority.lineage}",
        "chain/",
        "years/",
        "compare/",
        row,
    ):
        page.goto(f"/plans/{plan.pk}/{place}")
        assert axe() == [], place

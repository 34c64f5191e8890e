"""A section of a plan written in the browser: by itself, by two, without a connection, and read by the director."""

import re

import pytest
from playwright.sync_api import expect

from plans.models import AccountPlan, Passage, SectionReading
from tests.factories import PlanFactory, UserFactory
from tests.plans.conftest import fill, put

SAVED = re.compile("saved at")


@pytest.fixture
def plan(account, manager):
    return PlanFactory(account=account, sponsor=UserFactory())


@pytest.fixture
def size(page):
    """The text of the size of the market, as it is typed."""
    return page.locator("#passage-size textarea")


def state(page):
    return page.locator("#passage-size .passage-state")


def section(plan, key="market"):
    return f"{plan.get_absolute_url()}sections/{key}/"


def text_of(plan):
    row = Passage.objects.filter(plan=plan, section="market", field="size").first()
    return row and row.text.replace("\r\n", "\n")


def test_what_is_typed_is_saved_by_itself_and_reads_as_a_text_when_done(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    size.fill("**Forty** billion")
    expect(state(page)).to_have_text("not saved yet")
    expect(state(page)).to_have_text(SAVED)
    assert text_of(plan) == "**Forty** billion"
    page.locator("#passage-size").get_by_role("button", name="Done").click()
    expect(page.locator("#passage-size .prose strong")).to_have_text("Forty")
    expect(size).to_be_hidden()
    page.locator("#passage-size").get_by_role("link", name="Edit").click()
    size.fill("Forty-one")
    size.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert text_of(plan) == "Forty-one"


def test_two_people_edit_one_section_and_lose_nothing(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    size.fill("Mine")
    expect(state(page)).to_have_text(SAVED)
    Passage.objects.filter(plan=plan).update(text="Theirs")
    size.fill("Mine, longer")
    size.press("Control+s")
    expect(state(page)).to_contain_text("somebody saved another text meanwhile")
    assert text_of(plan) == "Theirs"
    page.locator("#passage-size").get_by_role("button", name="Compare both texts").click()
    page.get_by_role("radio", name="Mine, longer").check()
    expect(page.get_by_role("radio", name="Theirs")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#passage-size .prose")).to_have_text("Mine, longer")
    assert text_of(plan) == "Mine, longer"


def test_a_text_typed_without_a_connection_is_kept_and_sent_when_it_is_back(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    expect(page.locator("#passage-size [data-preview]")).to_be_visible()  # the script has come
    page.context.set_offline(True)
    size.fill("Written in a train")
    expect(state(page)).to_contain_text("no connection")
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(state(page)).to_have_text(SAVED)
    assert text_of(plan) == "Written in a train"


def test_a_text_typed_after_the_session_ended_comes_back_with_the_next(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    page.context.clear_cookies()
    page.on("dialog", lambda dialog: dialog.accept())
    size.fill("Do not lose me")
    expect(state(page)).to_contain_text("your session is over")
    sign_in(manager)
    page.goto(section(plan))
    expect(size).to_have_value("Do not lose me")
    expect(state(page)).to_have_text(SAVED)
    assert text_of(plan) == "Do not lose me"


def test_a_plan_handed_in_meanwhile_leaves_the_text_on_the_page(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    AccountPlan.objects.update(status="internal_validation")
    page.on("dialog", lambda dialog: dialog.accept())
    size.fill("Too late")
    expect(state(page)).to_contain_text("has been handed in")
    expect(size).to_have_value("Too late")


def test_a_paste_that_is_too_long_says_by_how_much_and_loses_nothing(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    page.on("dialog", lambda dialog: dialog.accept())
    size.fill("<script>alert(1)</script>" * 4_000)
    expect(page.locator("#passage-size .passage-count")).to_contain_text("50000 characters too many")
    assert len(size.input_value()) == 100_000
    assert text_of(plan) is None


def test_a_link_followed_before_the_text_was_saved_saves_it_first(page, sign_in, manager, plan, size):
    sign_in(manager)
    page.goto(section(plan))
    size.fill("On my way")
    page.get_by_role("link", name="Next section").click()
    expect(page.get_by_role("heading", name="5. Competition")).to_be_visible()
    assert text_of(plan) == "On my way"


def test_a_selected_text_is_quoted_in_a_comment(page, sign_in, manager, plan):
    fill(plan, owner=manager)
    sign_in(manager)
    page.goto(section(plan))
    page.locator("#passage-size .prose p").select_text()
    page.get_by_role("button", name="Comment on this").click()
    box = page.get_by_label("Comment", exact=True)
    expect(box).to_have_value("« About size »\n")
    box.press_sequentially("Since when?")
    box.press("Control+Enter")
    expect(page.locator(".section-comments")).to_contain_text("Since when?")
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()


def test_a_director_turns_the_pages_with_the_keyboard_and_finds_his_remarks_at_the_end(
    page, sign_in, manager, director, plan
):
    fill(plan, owner=manager)
    put(plan, "internal_validation")
    sign_in(director)
    page.goto("/plans/to-validate/")
    page.get_by_role("link", name="Read").click()
    expect(page.get_by_role("heading", name="1. Identity and governance")).to_be_visible()
    page.wait_for_quiet()
    page.get_by_label("Your remark on this section").fill("Who sponsors it?")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("heading", name="2. Executive summary")).to_be_visible()
    assert SectionReading.objects.get().text == "Who sponsors it?"
    page.get_by_role("button", name="To the decision").click()
    page.get_by_role("link", name="Send back with remarks").click()
    expect(page.get_by_label("1. Identity and governance")).to_have_value("Who sponsors it?")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_writing_break_no_rule_of_accessibility(page, sign_in, axe, manager, director, plan, theme):
    fill(plan, owner=manager)
    page.emulate_media(color_scheme=theme)
    sign_in(manager)
    for place in ("sections/market/", "sections/swot/", "health/", "sections/market/charges/new/"):
        page.goto(f"{plan.get_absolute_url()}{place}")
        assert axe() == [], place
    put(plan, "internal_validation")
    sign_in(director)
    page.goto(f"{plan.get_absolute_url()}reading/market/")
    assert axe() == []

"""A review is held on two screens: theirs follows ours, and selected words become decisions and actions."""

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from plans.content import content_of
from plans.models import PlanAction, PlanReview
from plans.reviews.services import open_review
from plans.sharing import publish
from tests.factories import PlanFactory, StakeholderFactory, UserFactory
from tests.plans.conftest import fill, put


@pytest.fixture
def review(account, manager):
    on = timezone.localdate()
    plan = PlanFactory(account=account, sponsor=UserFactory(), starts_on=on.replace(month=1, day=1))
    fill(plan, owner=manager)
    put(plan, "in_execution")
    publish(plan, by=manager, at=timezone.now(), content=content_of(plan))
    StakeholderFactory(account=account, name="Anne Roy", influence=5)
    with translation.override(manager.language):
        return open_review(plan, held_on=on, length=60, by=manager, on=on)


def select(page, field, words):
    """As with the mouse: these words of a text are selected."""
    text = page.locator(f"[data-outcome-source][aria-labelledby={field}-title]")
    text.evaluate(
        """(area, words) => {
          area.focus();
          const place = area.value.indexOf(words);
          area.setSelectionRange(place, place + words.length);
          area.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
        }""",
        words,
    )
    return text


def test_their_screen_follows_ours_and_words_become_decisions_and_actions(page, sign_in, manager, review):
    sign_in(manager)
    page.goto(f"/plans/reviews/{review.pk}/present/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open their screen").click()
    wall = opened.value
    expect(wall.get_by_text("Our review")).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#topic-title")).to_have_text("What each of us expects of this review")
    page.wait_for_quiet()
    page.keyboard.press("ArrowRight")
    title = review.plan.priorities.first().title
    expect(page.locator("#topic-title")).to_have_text(title)
    expect(wall.get_by_role("heading", level=1)).to_have_text(title)

    minutes = page.locator("[data-outcome-source][aria-labelledby=minutes-title]")
    minutes.fill("Anne agrees. We visit the pilot site together. They send the figures.")
    expect(page.locator(".review-note").first.get_by_role("status")).to_contain_text("Saved at")
    select(page, "minutes", "We visit the pilot site together")
    expect(page.get_by_label("In a few words")).to_have_value("We visit the pilot site together")
    page.get_by_label("Who does it").select_option(label="Anne Roy")
    page.get_by_role("button", name="Action", exact=True).click()
    expect(page.locator("#decisions")).to_contain_text("We visit the pilot site together")
    expect(wall.locator(".screen-decisions")).to_contain_text("Anne Roy")
    assert PlanAction.objects.get(title="We visit the pilot site together").client_owner.name == "Anne Roy"

    select(page, "minutes", "They send the figures")
    page.keyboard.press("Alt+Shift+KeyD")
    expect(page.locator("#decisions")).to_contain_text("They send the figures")
    expect(wall.locator(".screen-decisions")).to_contain_text("They send the figures")
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(page.locator("#decisions")).not_to_contain_text("They send the figures")
    expect(wall.locator(".screen-decisions")).not_to_contain_text("They send the figures")
    assert "pilot site" in PlanReview.objects.get().minutes

    minutes.fill("Typed a moment before the next topic.")
    page.get_by_role("button", name="Next topic").click()
    expect(page.locator("#topic-title")).not_to_have_text(title)
    expect(minutes).to_have_value("Typed a moment before the next topic.")
    assert PlanReview.objects.get().minutes == "Typed a moment before the next topic."
    wall.close()


def test_the_agenda_is_put_in_order_by_mouse_and_by_keyboard(page, sign_in, manager, review):
    first, second, third, *_rest = review.topics.all()
    sign_in(manager)
    page.goto(f"/plans/reviews/{review.pk}/prepare/")
    rows = page.locator("[data-topic]")
    page.get_by_role("button", name=f"Move down: {first.title}").press("Enter")
    expect(rows.first).to_contain_text(second.title)
    expect(page.get_by_role("button", name=f"Move down: {first.title}")).to_be_focused()
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/order/"):
        rows.nth(2).locator(".review-grip").drag_to(rows.nth(0).locator(".review-grip"))
    expect(rows.first).to_contain_text(third.title)
    page.wait_for_load_state("networkidle")
    assert list(review.topics.values_list("title", flat=True))[:3] == [third.title, second.title, first.title]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_a_review_break_no_rule_of_accessibility(page, sign_in, axe, manager, review, theme):
    page.emulate_media(color_scheme=theme)
    review.shown = review.topics.filter(kind="priority").first()
    review.shown_at = timezone.now()
    review.save(update_fields=["shown", "shown_at"])
    review.decisions.create(text="We visit the site")
    sign_in(manager)
    for place in ("", "prepare/", "people/", "present/", "screen/", "minutes/"):
        page.goto(f"/plans/reviews/{review.pk}/{place}")
        page.wait_for_load_state("networkidle")
        assert axe() == [], place
    PlanReview.objects.filter(pk=review.pk).update(minutes="Held", closed_at=timezone.now())
    page.goto(f"/plans/reviews/{review.pk}/send/")
    assert axe() == []
    page.goto(f"/plans/{review.plan_id}/reviews/")
    assert axe() == []

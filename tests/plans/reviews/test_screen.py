"""Their screen: it follows ours, and holds nothing that only we know."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.content import content_of
from plans.models import (
    AccountPlan,
    Passage,
    PlanAction,
    PlanObjective,
    PlanReview,
    PlanRisk,
    ReviewDecision,
    ReviewPresence,
    ReviewTopic,
    Status,
    SwotItem,
    TowsOption,
)
from plans.moves import record
from plans.reviews.mail import minutes_for
from plans.reviews.minutes import mark_of
from plans.reviews.screen import screen_of
from plans.sharing import publish
from tests.factories import ActionFactory, ObjectiveFactory, RiskFactory, SwotItemFactory
from tests.plans.conftest import put

CANARY = "Kanarienvogel"


def text_of(client, review, name="review-screen"):
    return client.get(reverse(f"plans:{name}", args=[review.pk])).content.decode()


def show(desk, review, topic):
    desk.post(reverse("plans:review-show", args=[review.pk]), {"topic": topic.pk})


@pytest.fixture
def poisoned(review, running, manager, today):
    """A word that must not get out, in every place that is not the client's."""
    plan = running
    Passage.objects.filter(plan=plan, section__in=["competition", "position", "summary", "financials"]).update(
        text=CANARY
    )
    SwotItem.objects.filter(plan=plan).update(text=CANARY, evidence=CANARY, source=CANARY)
    TowsOption.objects.filter(plan=plan).update(text=CANARY)
    PlanRisk.objects.filter(plan=plan).update(text=CANARY, mitigation=CANARY, trigger=CANARY)
    PlanObjective.objects.filter(plan=plan).update(measure_source=CANARY)
    secret = ObjectiveFactory(plan=plan, title=CANARY, is_internal=True, priority=plan.priorities.first())
    ActionFactory(plan=plan, title=CANARY, objective=secret, due_on=today - timedelta(days=5))
    ActionFactory(plan=plan, title=CANARY, is_internal=True, due_on=today - timedelta(days=5))
    review.topics.update(reason=CANARY)
    ours = review.topics.create(title=CANARY, is_shown=False, reason=CANARY, position=90)
    review.decisions.create(text=CANARY, topic=ours, is_shown=False)
    review.decisions.create(text=CANARY, is_shown=False, risk=RiskFactory(plan=plan, text=CANARY))
    review.decisions.create(text=CANARY, is_shown=False, swot_item=SwotItemFactory(plan=plan, text=CANARY))
    PlanReview.objects.filter(pk=review.pk).update(private_notes=CANARY, minutes=CANARY)
    publish(plan, by=manager, at=review.plan.created_at, content=content_of(plan))
    return review


def test_nothing_that_is_ours_reaches_their_screen_whatever_the_topic(desk, poisoned):
    for topic in poisoned.topics.all():
        show(desk, poisoned, topic)
        for name in ("review-screen", "review-screen-state"):
            assert CANARY not in text_of(desk, poisoned, name), topic.kind
    assert CANARY in text_of(desk, poisoned, "review-present")


def test_their_page_shows_no_message_and_no_menu_of_ours(desk, review):
    topic = review.topics.first()
    told = {"text": CANARY, "kind": "risk", "topic": topic.pk}
    desk.post(reverse("plans:review-outcome-create", args=[review.pk]), told)  # «Noted: …» waits to be shown
    content = text_of(desk, review)
    assert CANARY not in content
    assert "sidebar" not in content
    assert CANARY in text_of(desk, review, "review-present")


def test_the_screen_shows_the_topic_that_is_spoken_of(desk, review):
    topic = review.topics.get(kind=ReviewTopic.Kind.PRIORITY, position=1)
    show(desk, review, topic)
    content = text_of(desk, review)
    assert "We cut your delays." in content
    assert content.count('aria-current="step"') == 1


def test_the_opening_tells_what_was_decided_last_time_and_nothing_that_was_ours(desk, review, running, today):
    last = PlanReview.objects.create(plan=running, held_on=today - timedelta(days=90), closed_at=timezone.now())
    last.decisions.create(text="Visit the site", action=running.actions.first())
    last.decisions.create(text=CANARY, is_shown=False)
    show(desk, review, review.topics.get(kind=ReviewTopic.Kind.OPENING))
    content = text_of(desk, review)
    assert "Visit the site" in content
    assert CANARY not in content


def test_what_is_ours_leaves_the_agenda_alone_on_their_screen(desk, review, today):
    show(desk, review, review.topics.create(title="Margin", is_shown=False, position=50))
    review.refresh_from_db()
    screen = screen_of(review, today)
    assert (screen.title, [each.is_current for each in screen.agenda]) == ("", [False] * 6)


def test_the_screen_asks_and_is_told_nothing_until_something_else_is_to_be_seen(desk, review):
    url = reverse("plans:review-screen-state", args=[review.pk])
    stamp = text_of(desk, review).split("?seen=")[1][:16]
    assert desk.get(url, {"seen": stamp}).status_code == 204
    show(desk, review, review.topics.last())
    fresh = desk.get(url, {"seen": stamp})
    assert fresh.status_code == 200
    assert b"<html" not in fresh.content


def test_a_colleague_on_another_device_sees_the_same_and_a_stranger_nothing(client, review, reader, outsider):
    client.force_login(reader)
    assert review.plan.account.name in text_of(client, review)
    client.force_login(outsider)
    assert client.get(reverse("plans:review-screen", args=[review.pk])).status_code == 404


def test_an_action_born_in_the_review_stands_on_their_screen_at_once_and_leaves_it_when_taken_back(
    desk, review, manager
):
    topic = review.topics.get(kind=ReviewTopic.Kind.PRIORITY, position=1)
    told = {"text": "Send the offer", "kind": "action", "topic": topic.pk, "who": f"u{manager.pk}"}
    desk.post(reverse("plans:review-outcome-create", args=[review.pk]), told)
    assert "Send the offer" in text_of(desk, review)
    assert str(manager) in text_of(desk, review).split("Send the offer")[1]
    desk.post(reverse("plans:review-outcome-delete", args=[ReviewDecision.objects.get().pk]))
    assert "Send the offer" not in text_of(desk, review)


def test_progress_told_during_the_review_is_seen_at_once(desk, review, running):
    topic = review.topics.get(kind=ReviewTopic.Kind.PRIORITY, position=1)
    show(desk, review, topic)
    action = PlanAction.objects.get(objective__priority__lineage=topic.line)
    desk.post(reverse("plans:review-action", args=[review.pk, action.pk]), {"progress": "35"})
    assert "35 %" in text_of(desk, review)
    refused = desk.post(reverse("plans:review-action", args=[review.pk, action.pk]), {"progress": "350"}, follow=True)
    assert "100" in refused.content.decode().split('id="toasts"')[1]
    action.refresh_from_db()
    assert action.progress == 35


def test_the_screen_takes_the_same_queries_for_three_topics_as_for_thirty(review, today, django_assert_num_queries):
    for place in range(30):
        review.topics.create(title=f"Topic {place}", position=place + 20)
        review.decisions.create(text=f"Decision {place}")
    review = PlanReview.objects.with_people().get(pk=review.pk)
    with django_assert_num_queries(3):
        screen_of(review, today)


def test_a_plan_put_into_execution_has_the_edition_that_the_screen_shows(running, manager, review, today):
    assert AccountPlan.objects.get(pk=running.pk).shared_editions.exists()
    put(running, Status.APPROVED)
    record(running, Status.APPROVED, Status.IN_EXECUTION, manager, running.created_at, content_of(running))
    assert screen_of(review, today).account == running.account.name


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "\x00", "x"])
def test_a_topic_that_no_review_has_is_not_found(desk, review, number):
    answer = desk.post(reverse("plans:review-show", args=[review.pk]), {"topic": number})
    assert answer.status_code == 404


@pytest.mark.parametrize("field", ["minutes", "private_notes"])
def test_what_the_database_cannot_hold_is_left_out_of_a_note(desk, review, field):
    answer = desk.post(
        reverse("plans:review-note", args=[review.pk, field]),
        {"text": "He said\x00 yes", "mark": mark_of(getattr(review, field))},
    )
    assert answer.status_code == 200
    review.refresh_from_db()
    assert getattr(review, field) == "He said yes"


def test_lines_in_the_name_of_an_account_do_not_stop_the_mail(review, anne):
    review.plan.account.name = "Nordic\rBcc: somebody@else.example"
    review.plan.account.save()
    presence = ReviewPresence.objects.select_related("review__plan__account__kam").get(stakeholder=anne)
    mail = minutes_for(presence)
    assert mail.message()["Bcc"] is None
    assert "Nordic Bcc: somebody@else.example" in mail.subject

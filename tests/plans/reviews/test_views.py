"""The pages of a review, as the KAM and the director meet them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.stakeholders.posting import spoken_language
from accounts.stakeholders.privacy.erasure import anonymise
from plans.models import (
    AccountPlan,
    Endorsement,
    PlanAction,
    PlanReview,
    PlanRisk,
    ReviewDecision,
    ReviewTopic,
    Status,
    SwotItem,
)
from plans.moves import move_plan
from plans.reviews.facts import next_due
from plans.reviews.minutes import drafted, mark_of
from plans.reviews.services import ask_to_send, open_review
from plans.reviews.tasks import send_minutes
from tests.factories import ActionFactory, StakeholderFactory, SwotItemFactory
from tests.pdf import pages_of
from tests.plans.conftest import put


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def page(client, name, *args):
    return client.get(reverse(f"plans:{name}", args=args))


def send(client, name, *args, **data):
    return client.post(reverse(f"plans:{name}", args=args), data)


def close(review, minutes="We agreed."):
    PlanReview.objects.filter(pk=review.pk).update(minutes=minutes, closed_at=timezone.now())
    review.refresh_from_db()
    return review


def test_a_review_that_lies_ahead_is_prepared_with_an_agenda_that_fits(desk, running, today):
    answer = send(desk, "review-create", running.pk, held_on=today + timedelta(days=20), length=90)
    review = PlanReview.objects.get()
    assert answer.url == reverse("plans:review-prepare", args=[review.pk])
    assert sum(review.topics.values_list("minutes_planned", flat=True)) == 90
    assert review.topics.filter(kind=ReviewTopic.Kind.LATE).exists()


def test_a_second_click_finds_the_review_that_the_first_one_opened(desk, running, today):
    for _click in range(2):
        send(desk, "review-create", running.pk, held_on=today, length=60)
    assert PlanReview.objects.count() == 1


@pytest.mark.parametrize("told", [{"length": "61"}, {"held_on": "2001-01-01"}, {"held_on": "soon"}])
def test_a_day_outside_the_plan_or_an_odd_length_is_refused(desk, running, today, told):
    answer = send(desk, "review-create", running.pk, **{"held_on": today, "length": 60} | told)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not PlanReview.objects.exists()


@pytest.mark.parametrize("status", [each for each in Status if each != Status.IN_EXECUTION])
def test_only_a_plan_in_execution_is_reviewed(desk, review, running, status):
    put(running, status)
    assert page(desk, "review-create", running.pk).status_code == 404
    assert page(desk, "review-present", review.pk).status_code == 404
    assert page(desk, "review-detail", review.pk).status_code == 200


def test_sponsor_owners_and_those_who_agreed_are_proposed(running, manager, sponsor, account, today):
    bob = StakeholderFactory(account=account, name="Bob Low")
    gone = StakeholderFactory(account=account, departed_on=today)
    ActionFactory(plan=running, client_owner=bob)
    ActionFactory(plan=running, client_owner=gone)
    zoe = StakeholderFactory(account=account, name="Zoe High")
    told = {"endorsed_on": today, "digest": "d", "influence": 4, "evidence": "Told", "name": "Zoe"}
    Endorsement.objects.create(priority=running.priorities.first(), stakeholder=zoe, **told)
    review = open_review(running, held_on=today, length=60, by=manager, on=today)
    assert {str(each) for each in review.presences.all()} == {str(manager), str(sponsor), "Bob Low", "Zoe High"}


def test_topics_are_moved_added_hidden_and_taken_off(desk, review):
    first, second, *_rest = review.topics.all()
    send(desk, "review-topic-move", second.pk, "up")
    assert list(review.topics.all())[:2] == [second, first]
    send(desk, "review-topic-move", second.pk, "up")  # already first
    send(desk, "review-order", review.pk, topic=[first.pk, "x", 10**19])
    assert review.topics.first() == first
    send(desk, "review-topic-create", review.pk, title="Safety", minutes_planned=15, is_shown="on")
    assert review.topics.last().title == "Safety"
    send(desk, "review-topic-show", first.pk)
    first.refresh_from_db()
    assert not first.is_shown
    send(desk, "review-topic-delete", first.pk)
    assert first not in review.topics.all()
    assert send(desk, "review-topic-move", second.pk, "sideways").status_code == 404


def test_hiding_a_topic_hides_what_was_decided_under_it(desk, review):
    topic = review.topics.first()
    decision = review.decisions.create(text="We cut the price", topic=topic)
    send(desk, "review-topic-show", topic.pk)
    send(desk, "review-topic-show", topic.pk)
    decision.refresh_from_db()
    assert not decision.is_shown


def test_another_length_moves_the_times_and_proposing_again_brings_only_what_is_missing(desk, review):
    gone = review.topics.filter(kind=ReviewTopic.Kind.LATE).get()
    gone.delete()
    count = review.topics.count()
    send(desk, "review-agenda", review.pk, length=120)
    assert sum(review.topics.values_list("minutes_planned", flat=True)) == 120
    send(desk, "review-agenda", review.pk, length=45, again="1")
    assert review.topics.count() == count + 1
    assert sum(review.topics.values_list("minutes_planned", flat=True)) == 45
    assert send(desk, "review-agenda", review.pk, length=7).status_code == 302


def test_participants_are_chosen_among_the_people_of_this_account(desk, review, anne, manager):
    stranger = StakeholderFactory()
    send(desk, "review-people", review.pk, theirs=[anne.pk, stranger.pk], ours=[manager.pk])
    assert review.presences.count() == 3  # nothing of a wrong choice is taken
    send(desk, "review-people", review.pk, theirs=[anne.pk], ours=[manager.pk])
    assert {str(each) for each in review.presences.all()} == {"Anne Roy", str(manager)}


def test_a_text_is_saved_while_it_is_written(desk, review):
    send(desk, "review-note", review.pk, "private_notes", text="Careful\r\nwith Bob", mark=mark_of(""))
    review.refresh_from_db()
    assert review.private_notes == "Careful\nwith Bob"


def test_two_people_who_write_the_minutes_lose_nothing(desk, review):
    send(desk, "review-note", review.pk, "minutes", text="Theirs", mark=mark_of(""))
    answer = send(desk, "review-note", review.pk, "minutes", text="Mine", mark=mark_of(""))
    review.refresh_from_db()
    assert review.minutes == "Theirs"
    assert "Theirs" in answer.content.decode()
    send(desk, "review-note", review.pk, "minutes", text="Theirs and mine", mark=mark_of("Theirs"))
    review.refresh_from_db()
    assert review.minutes == "Theirs and mine"


def test_a_text_that_is_too_long_is_refused_in_words(desk, review):
    answer = send(desk, "review-note", review.pk, "minutes", text="<script>" * 12_500, mark=mark_of(""))
    assert "more than 50,000 characters" in answer.content.decode()
    assert send(desk, "review-note", review.pk, "cosigned_by", text="me", mark="").status_code == 404


def test_words_become_a_decision_an_action_a_risk_or_an_item_of_the_swot(desk, review, manager, anne, today):
    topic = review.topics.get(kind=ReviewTopic.Kind.PRIORITY, position=1)
    due = today + timedelta(days=12)
    born = {"topic": topic.pk, "who": f"s{anne.pk}", "due_on": due}
    for kind in ("decision", "action", "risk", "strength"):
        send(desk, "review-outcome-create", review.pk, kind=kind, text=f"A  {kind}\nhere", **born)
    action = PlanAction.objects.get(title="A action here")
    assert (action.client_owner, action.owner, action.due_on) == (anne, None, due)
    assert action.objective.priority.lineage == topic.line
    assert PlanRisk.objects.filter(text="A risk here", owner=manager).exists()
    assert SwotItem.objects.get(text="A strength here").source == str(review)
    assert list(review.decisions.values_list("is_shown", flat=True)) == [True, True, False, False]


def test_an_action_of_a_topic_of_ours_is_never_for_the_client(desk, review):
    topic = review.topics.create(title="Margin", is_shown=False, position=40)
    send(desk, "review-outcome-create", review.pk, kind="action", text="Look at the margin", topic=topic.pk)
    assert PlanAction.objects.get(title="Look at the margin").is_internal
    assert not ReviewDecision.objects.get().is_shown


def test_an_adjustment_is_told_by_the_next_move(desk, review, running, manager, director):
    send(desk, "review-outcome-create", review.pk, kind="action", text="Send the offer")
    close(review)
    review.cosigned_at = timezone.now()
    review.save(update_fields=["cosigned_at"])
    move_plan(running, to=Status.REVIEWED, by=manager, at=timezone.now())
    changes = AccountPlan.objects.get(pk=running.pk).moves.first().changes
    assert [change["after"] for change in changes if change["kind"] == "actions"] == ["Send the offer"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "action", "due_on": "2001-01-01"}, "Outside the period of the plan"),
        ({"kind": "action", "text": "x" * 201}, "200 characters at most"),
        ({"kind": "decision", "text": "   "}, "required"),
        ({"kind": "margin"}, "not one of the available choices"),
        ({"kind": "strength"}, "already has 7 items"),
    ],
)
def test_what_cannot_be_is_refused_with_its_words_kept(desk, review, running, told, why):
    SwotItemFactory.create_batch(6, plan=running, quadrant="strength")
    answer = send(desk, "review-outcome-create", review.pk, **{"text": "Keep these words", "kind": "action"} | told)
    content = answer.content.decode()
    assert why in content
    assert "text" in told or "Keep these words" in content
    assert not ReviewDecision.objects.exists()


def test_a_topic_of_another_review_is_not_spoken_of_here(desk, review, running, today):
    other = PlanReview.objects.create(plan=running, held_on=today).topics.create(title="Elsewhere")
    for key in (other.pk, "x", 10**12):
        assert send(desk, "review-show", review.pk, topic=key).status_code == 404
        told = {"text": "Here", "kind": "decision", "topic": key}
        assert send(desk, "review-outcome-create", review.pk, **told).status_code == 404


def test_an_action_of_another_plan_is_not_told_here(desk, review):
    assert send(desk, "review-action", review.pk, ActionFactory().pk, progress=50).status_code == 404


def test_what_was_born_is_changed_taken_back_and_brought_back(desk, review, manager):
    send(desk, "review-outcome-create", review.pk, kind="action", text="Send the offer")
    decision = ReviewDecision.objects.get()
    due = decision.action.due_on
    told = {"title": "Send two offers", "owner": manager.pk, "due_on": due, "weight": 5}
    send(desk, "review-outcome-action", decision.pk, **told)
    assert PlanAction.objects.filter(title="Send two offers", weight=5).exists()
    assert ReviewDecision.objects.get().text == "Send two offers"
    send(desk, "review-outcome-action", decision.pk, **told, is_internal="on")
    assert not ReviewDecision.objects.get().is_shown
    answer = desk.post(reverse("plans:review-outcome-delete", args=[decision.pk]), follow=True)
    assert not PlanAction.objects.filter(title="Send two offers").exists()
    *_earlier, message = answer.context["messages"]
    desk.post(message.extra_tags.split("undo:")[1].split()[0])
    assert ReviewDecision.objects.get().action.title == "Send two offers"


def test_going_on_marks_the_topic_before_as_discussed(desk, review):
    first, second, *_rest = review.topics.all()
    send(desk, "review-show", review.pk, topic=first.pk)
    send(desk, "review-show", review.pk, topic=second.pk)
    first.refresh_from_db()
    assert first.is_done
    assert "Next topic" in page(desk, "review-present", review.pk).content.decode()


def test_the_minutes_are_drafted_once_from_what_was_said_and_decided(review):
    topics = [ReviewTopic(title="Delays")]
    decisions = [ReviewDecision(text="Send it")]
    draft = drafted("Noted by hand", topics, decisions)
    assert draft == "Noted by hand\n\n## What we discussed\n\n- Delays\n\n## What we decided\n\n- Send it"
    assert drafted(draft, topics, decisions) == draft


def test_the_draft_tells_nothing_of_ours(desk, review):
    ours = review.topics.create(title="Margin", is_shown=False, is_done=True, position=40)
    review.decisions.create(text="Hold the price", topic=ours, is_shown=False)
    review.decisions.create(text="Meet in June")
    draft = page(desk, "review-minutes", review.pk).context["form"]["minutes"].value()
    assert "Meet in June" in draft
    assert "Margin" not in draft
    assert "Hold the price" not in draft


def test_minutes_are_not_closed_before_the_day_but_nothing_is_lost(desk, review, today):
    PlanReview.objects.filter(pk=review.pk).update(held_on=today + timedelta(days=1))
    answer = send(desk, "review-minutes", review.pk, minutes="Early", close="1")
    assert "still to come" in answer.content.decode()
    review.refresh_from_db()
    assert (review.minutes, review.closed_at) == ("Early", None)


def test_closed_minutes_are_frozen_even_for_the_database(desk, review):
    send(desk, "review-minutes", review.pk, minutes="We agreed.", close="1")
    review.refresh_from_db()
    assert review.closed_at is not None
    assert page(desk, "review-minutes", review.pk).status_code == 404
    assert (
        send(desk, "review-note", review.pk, "minutes", text="Otherwise", mark=mark_of("We agreed.")).status_code == 404
    )
    with pytest.raises(InternalError), transaction.atomic():
        PlanReview.objects.filter(pk=review.pk).update(minutes="Otherwise")


def test_whoever_is_forgotten_is_forgotten_in_closed_minutes_too(review, anne, today):
    close(review, "Anne Roy agrees.")
    anonymise(anne.pk, on=today)
    review.refresh_from_db()
    assert "Anne Roy" not in review.minutes
    with pytest.raises(InternalError), transaction.atomic():
        PlanReview.objects.filter(pk=review.pk).update(minutes="Otherwise")


def test_the_director_co_signs_closed_minutes_once(client, review, director):
    client.force_login(director)
    assert send(client, "review-cosign", review.pk).status_code == 404
    close(review)
    assert "Co-sign" in page(client, "review-detail", review.pk).content.decode()
    send(client, "review-cosign", review.pk)
    review.refresh_from_db()
    assert review.cosigned_by == director
    assert send(client, "review-cosign", review.pk).status_code == 404


def test_nothing_leaves_before_somebody_says_to_whom(desk, review, anne, manager, django_capture_on_commit_callbacks):
    close(review, "## Said\n\nWe agreed on #3.\n\n- **Visit** the site")
    PlanReview.objects.filter(pk=review.pk).update(private_notes="Kanarienvogel")
    review.topics.update(reason="Kanarienvogel")
    review.decisions.create(text="Kanarienvogel", is_shown=False)
    assert "Choose to whom" in send(desk, "review-send", review.pk, sent="now").content.decode()
    assert mail.outbox == []
    presence = review.presences.get(stakeholder=anne)
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, "review-send", review.pk, to=[presence.pk])
    (sent,) = mail.outbox
    (_name, document, _type) = sent.attachments[0]
    assert (sent.to, sent.reply_to) == ([anne.email], [manager.email])
    assert "\n\nSaid\n\nWe agreed on #3.\n" in sent.body
    told = sent.body + sent.subject + "".join(pages_of(document))
    assert "Visit" in told
    assert "Kanarienvogel" not in told
    presence.refresh_from_db()
    assert presence.sent_at is not None


def test_a_task_that_runs_twice_sends_once(review, anne, django_capture_on_commit_callbacks):
    presence = close(review).presences.get(stakeholder=anne)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_to_send([presence], at=timezone.now()) == 1
    assert send_minutes(presence.pk) is False
    assert ask_to_send([presence], at=timezone.now()) == 0
    assert len(mail.outbox) == 1


def test_a_worker_that_died_before_sending_leaves_it_to_the_next(review, anne):
    presence = close(review).presences.get(stakeholder=anne)
    ask_to_send([presence], at=timezone.now())  # the queue is lost: nothing was committed to run here
    assert mail.outbox == []
    assert send_minutes(presence.pk) is True
    assert len(mail.outbox) == 1


def test_a_mail_that_fails_is_told_and_can_be_tried_again(desk, review, anne, monkeypatch):
    presence = close(review).presences.get(stakeholder=anne)
    ask_to_send([presence], at=timezone.now())
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("no route")))
        assert send_minutes(presence.pk) is False
    content = page(desk, "review-send", review.pk).content.decode()
    assert "could not be sent: try again" in content
    assert anne.email in content
    assert send_minutes(presence.pk) is True


def test_an_open_review_sends_nothing_and_so_does_somebody_else_s_presence(desk, review, anne):
    presence = review.presences.get(stakeholder=anne)
    assert page(desk, "review-send", review.pk).status_code == 404
    assert ask_to_send([presence], at=timezone.now()) == 0
    other = PlanReview.objects.create(plan=review.plan, held_on=review.held_on, closed_at=timezone.now())
    assert send(desk, "review-send", other.pk, to=[presence.pk]).context["form"].errors
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("languages", "expected"), [("anglais, français", "en"), ("Français", "fr"), ("Deutsch/English", "en"), ("", "fr")]
)
def test_minutes_are_written_in_the_language_that_we_know(languages, expected):
    assert spoken_language(StakeholderFactory.build(account=None, languages=languages)) == expected


def test_the_next_review_is_due_a_quarter_after_the_last(running, review, today, desk):
    assert next_due(running) > today
    assert "review-due" not in desk.get(running.account.get_absolute_url()).content.decode()
    close(review)
    old = PlanReview.objects.create(plan=running, held_on=today - timedelta(days=100), closed_at=timezone.now())
    review.delete()
    assert next_due(running) < today
    assert "was due on" in page(desk, "review-list", running.pk).content.decode()
    assert "A review of the plan was due on" in desk.get(running.account.get_absolute_url()).content.decode()
    put(running, Status.ARCHIVED)
    assert next_due(running) is None
    assert old in running.reviews.held()


def test_a_review_in_which_something_was_decided_is_not_deleted(desk, review):
    decision = review.decisions.create(text="Kept")
    send(desk, "review-delete", review.pk)
    assert PlanReview.objects.exists()
    decision.delete()
    send(desk, "review-delete", review.pk)
    assert not PlanReview.objects.exists()

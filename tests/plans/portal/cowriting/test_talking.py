"""The conversation, how the client sees us, and the e-mail that is sent on a click only."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from accounts.models import Notice
from plans.catalogue import BY_KEY
from plans.models import SwotItem
from plans.portal.cowriting.tasks import send_news
from plans.portal.models import ClientView, Guest, Message, Suggestion
from tests.factories import GuestFactory, StakeholderFactory, SwotItemFactory
from tests.plans.portal.conftest import come_in
from tests.plans.portal.cowriting.conftest import text_of, url


def test_both_sides_write_in_one_thread_that_both_read(visitor, kam, plan, priority):
    visitor.post(url("talk", plan.pk, "priorities", priority.lineage), {"text": "Why this one?"})
    page = text_of(kam.get(url("client", plan.pk)))
    assert "Why this one?" in page
    assert "the client reads this" in page
    kam.post(url("reply", plan.pk), {"section": "priorities", "line": priority.lineage, "text": "Because you said so."})
    assert "Because you said so." in text_of(visitor.get(url("talk", plan.pk, "priorities", priority.lineage)))


def test_our_side_gets_one_notice_a_guest_unread_again_each_time(visitor, plan, manager):
    for text in ("One", "Two"):
        visitor.post(url("talk", plan.pk, "charter"), {"text": text})
        notice = Notice.objects.get(user=manager)
        assert (notice.read_at, text in notice.text) == (None, True)
        notice.mark_read(notice.created_at)


def test_the_notice_is_in_the_language_of_whoever_reads_it(visitor, plan, manager):
    type(manager).objects.filter(pk=manager.pk).update(language="fr")
    visitor.post(url("suggest-text", plan.pk, "charter", "value"), {"text": "No stops."})
    with translation.override("fr"):
        assert str(BY_KEY["charter"].title) in Notice.objects.get(user=manager).text


def test_the_notice_leads_to_the_words(kam, visitor, plan, manager):
    visitor.post(url("talk", plan.pk, "charter"), {"text": "Hello"})
    address = Notice.objects.get(user=manager).get_absolute_url()
    assert kam.get(address).url == url("client", plan.pk)


def test_an_empty_message_says_so_and_one_too_long_is_kept(kam, visitor, plan):
    assert "required" in text_of(visitor.post(url("talk", plan.pk, "charter"), {"text": " "}))
    assert "y" * 5001 in text_of(visitor.post(url("talk", plan.pk, "charter"), {"text": "y" * 5001}))
    page = text_of(kam.post(url("reply", plan.pk), {"section": "charter", "text": "z" * 5001}))
    assert "z" * 5001 in page
    assert not Message.objects.exists()


@pytest.mark.parametrize("data", [{"section": "swot"}, {"section": "charter", "line": "not-a-key"}, {"section": ""}])
def test_we_write_only_about_what_the_client_reads(kam, plan, data):
    assert kam.post(url("reply", plan.pk), {"text": "Hello", **data}).status_code == 404


def test_nothing_is_sent_by_itself_and_once_on_a_click(
    kam, visitor, plan, guest, suggestion, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kam.post(url("decide", suggestion.pk), {"decision": "refuse", "answer": "Not this year."})
        kam.post(url("reply", plan.pk), {"section": "charter", "text": "See you on Monday."})
    assert mail.outbox == []
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            kam.post(url("tell", plan.pk, guest.pk))
    (sent,) = mail.outbox
    assert sent.to == [guest.email]
    assert "Priority · One calendar · in one sentence, “We plan the year together.”: Not taken" in sent.body
    assert "Not this year." in sent.body
    assert "See you on Monday." in sent.body
    assert "/portal/" in sent.body


def test_the_guest_answers_whoever_invited_him(plan, guest, suggestion, manager):
    Suggestion.objects.update(status="refused", answer="No", decided_at=suggestion.made_at)
    Guest.objects.update(invited_by=manager, invited_at=suggestion.made_at - timedelta(days=1))
    send_news(guest.pk)
    assert mail.outbox[0].reply_to == [manager.email]


def test_an_invitation_that_has_ended_gets_no_mail(plan, guest, suggestion):
    Suggestion.objects.update(status="refused", answer="No", decided_at=suggestion.made_at)
    Guest.objects.update(revoked_at=suggestion.made_at)
    send_news(guest.pk)
    assert mail.outbox == []


def test_the_guest_of_another_plan_is_not_told_from_here(kam, plan):
    assert kam.post(url("tell", plan.pk, GuestFactory().pk)).status_code == 404


def test_he_says_how_he_sees_us_and_takes_it_back(visitor, plan, guest):
    visitor.post(url("views", plan.pk), {"side": "strength", "text": "Always on time", "weight": 5})
    view = ClientView.objects.get()
    assert (view.guest, view.weight) == (guest, 5)
    visitor.post(url("view-delete", view.pk))
    assert not ClientView.objects.exists()


@pytest.mark.parametrize("bad", [{"weight": 6}, {"weight": 0}, {"side": "threat"}, {"text": "x" * 301}, {"text": ""}])
def test_a_view_that_cannot_be_is_refused(visitor, plan, bad):
    data = {"side": "strength", "text": "Always on time", "weight": 5, **bad}
    assert visitor.post(url("views", plan.pk), data).status_code == 200
    assert not ClientView.objects.exists()


@pytest.fixture
def view(plan, guest):
    return ClientView.objects.create(plan=plan, guest=guest, side="strength", text="Always on time", weight=5)


def test_the_kam_takes_it_up_in_the_swot_in_his_words(kam, plan, view):
    assert "Always on time" in text_of(kam.get(url("client", plan.pk)))
    form = kam.get(url("take-up", view.pk)).context["form"]
    kam.post(url("take-up", view.pk), {name: form[name].value() or "" for name in form.fields})
    item = SwotItem.objects.get()
    assert (item.quadrant, item.text, item.weight) == ("strength", "Always on time", 5)
    assert item.source.startswith("Client, Camille Roy")
    assert "Always on time" in item.evidence
    view.refresh_from_db()
    assert view.taken_up == item
    assert "in our SWOT" in text_of(kam.get(url("client", plan.pk)))


def test_a_full_quadrant_takes_no_more(kam, plan, view):
    for _number in range(7):
        SwotItemFactory(plan=plan, quadrant="strength")
    page = kam.post(url("take-up", view.pk), {"quadrant": "strength", "text": "One more", "weight": 3})
    assert "already has 7 items" in text_of(page)
    view.refresh_from_db()
    assert view.taken_up is None


def test_what_one_guest_says_of_us_is_not_shown_to_another(account, plan, view):
    other = GuestFactory(account=account, stakeholder=StakeholderFactory(account=account))
    assert "Always on time" not in text_of(come_in(other).get(url("views", plan.pk)))

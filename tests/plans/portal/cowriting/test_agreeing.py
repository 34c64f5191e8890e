"""A guest carries priorities, does actions, signs: named, dated, on exactly the words that he read."""

from datetime import date

import pytest

from accounts.models import Notice
from plans.content import content_of
from plans.models import Channel, Endorsement, SignOff, Status
from plans.models.strategy import words_digest
from plans.moves import agreement
from plans.portal.cowriting import services
from plans.portal.models import Message
from plans.sharing import publish
from tests.factories import ActionFactory, EndorsementFactory
from tests.plans.portal.cowriting.conftest import NOW, put, text_of, url


def read_digest(visitor, plan, priority):
    return visitor.get(url("endorse", plan.pk, priority.lineage)).context["digest"]


def test_he_carries_a_priority_in_the_words_that_he_reads(visitor, plan, guest, priority, manager):
    guest.stakeholder.influence = 4
    guest.stakeholder.save()
    answer = visitor.post(
        url("endorse", plan.pk, priority.lineage), {"read": read_digest(visitor, plan, priority), "why": "It is ours."}
    )
    assert answer.status_code == 302
    row = Endorsement.objects.get()
    assert (row.stakeholder, row.name, row.influence) == (guest.stakeholder, "Camille Roy", 4)
    assert (row.channel, row.digest, row.evidence) == (Channel.PORTAL, priority.words_digest, "It is ours.")
    assert agreement(plan, content_of(plan)) == 100
    assert "carries the priority" in Notice.objects.get(user=manager).text


def test_carrying_it_twice_is_carrying_it_once(visitor, plan, priority):
    for _time in range(2):
        visitor.post(url("endorse", plan.pk, priority.lineage), {"read": priority.words_digest})
    assert Endorsement.objects.count() == 1


def test_words_changed_since_the_page_was_opened_are_shown_and_not_agreed_to(visitor, plan, priority):
    read = read_digest(visitor, plan, priority)
    priority.sentence = "We decide alone."
    priority.save()
    page = text_of(visitor.post(url("endorse", plan.pk, priority.lineage), {"read": read, "why": "Because"}))
    assert "The words have changed since you opened this page" in page
    assert "We decide alone." in page
    assert "Because" in page
    assert not Endorsement.objects.exists()
    assert words_digest(priority.title, priority.sentence, priority.client_issue) in page


def test_taking_it_back_is_dated_and_it_counts_no_longer(visitor, plan, guest, priority):
    given = EndorsementFactory(
        priority=priority,
        stakeholder=guest.stakeholder,
        digest=priority.words_digest,
        influence=5,
        channel=Channel.PORTAL,
    )
    assert agreement(plan, content_of(plan)) == 100
    visitor.post(url("endorsement-back", given.pk))
    given.refresh_from_db()
    assert given.withdrawn_on is not None
    assert agreement(plan, content_of(plan)) == 0
    assert priority.agreed_by == []
    visitor.post(url("endorse", plan.pk, priority.lineage), {"read": priority.words_digest})
    assert Endorsement.objects.standing().count() == 1


def test_he_cannot_take_back_what_somebody_else_gave(visitor, priority):
    given = EndorsementFactory(priority=priority, digest=priority.words_digest)
    assert visitor.post(url("endorsement-back", given.pk)).status_code == 404


def test_he_signs_the_text_that_he_read(visitor, plan, guest, manager):
    edition = plan.shared_editions.first()
    page = text_of(visitor.get(url("sign", plan.pk)))
    assert "I, Camille Roy, agree for" in page
    assert edition.digest in page
    visitor.post(url("sign", plan.pk), {"read": edition.digest, "agreed": "on"})
    row = SignOff.objects.get()
    assert (row.stakeholder, row.channel, row.digest) == (guest.stakeholder, Channel.PORTAL, edition.digest)
    assert row.evidence.startswith("I, Camille Roy, agree")
    assert "has signed" in Notice.objects.get(user=manager).text
    assert "You signed this text" in text_of(visitor.get(url("words", plan.pk)))


def test_whoever_signed_a_text_that_has_changed_learns_it_until_he_signs_again(visitor, plan, priority):
    told = "a text that has changed since"
    visitor.post(url("sign", plan.pk), {"read": plan.shared_editions.first().digest, "agreed": "on"})
    assert told not in text_of(visitor.get(url("words", plan.pk)))
    priority.sentence = "We plan the year together."
    priority.save()
    edition = publish(plan, by=None, at=NOW)
    for page in ("words", "sign"):
        assert told in text_of(visitor.get(url(page, plan.pk)))
    visitor.post(url("sign", plan.pk), {"read": edition.digest, "agreed": "on"})
    assert told not in text_of(visitor.get(url("words", plan.pk)))


def test_without_the_tick_nothing_is_signed(visitor, plan):
    page = visitor.post(url("sign", plan.pk), {"read": plan.shared_editions.first().digest})
    assert "Tick the sentence" in text_of(page)
    assert not SignOff.objects.exists()


def test_an_older_edition_cannot_be_signed(visitor, plan, priority):
    read = plan.shared_editions.first().digest
    priority.title = "Another calendar"
    priority.save()  # not even published yet: the signature would be on a text that is no longer the plan's
    page = text_of(visitor.post(url("sign", plan.pk), {"read": read, "agreed": "on"}))
    assert "The words have changed" in page
    assert not SignOff.objects.exists()
    assert plan.shared_editions.first().digest in page
    visitor.post(url("sign", plan.pk), {"read": plan.shared_editions.first().digest, "agreed": "on"})
    assert SignOff.objects.count() == 1


def test_who_has_signed_nothing_signs_nothing_once_the_plan_is_approved(visitor, plan):
    put(plan, Status.APPROVED)
    data = {"read": plan.shared_editions.first().digest, "agreed": "on"}
    assert "not open for that" in text_of(visitor.post(url("sign", plan.pk), data))
    assert not SignOff.objects.exists()


@pytest.fixture
def own(plan, guest):
    """An action of his, the plan under way."""
    action = ActionFactory(plan=plan, title="Send the forecast", client_owner=guest.stakeholder)
    publish(plan, by=None, at=NOW)
    put(plan, Status.IN_EXECUTION)
    return action


def test_he_says_how_far_he_is_with_a_word(visitor, plan, guest, own):
    visitor.post(url("step", plan.pk, own.lineage), {"progress": 60, "done_on": "", "word": "Half of it sent"})
    own.refresh_from_db()
    assert own.progress == 60
    said = Message.objects.get()
    assert (said.section, said.line, said.text, said.guest) == ("actions", own.lineage, "Half of it sent", guest)
    assert "60 %" in text_of(visitor.get(url("words", plan.pk)))


def test_an_action_done_is_at_a_hundred(visitor, plan, own):
    visitor.post(url("step", plan.pk, own.lineage), {"progress": 10, "done_on": "2026-03-01"})
    own.refresh_from_db()
    assert (own.progress, own.done_on) == (100, date(2026, 3, 1))


@pytest.mark.parametrize("data", [{"progress": 101}, {"progress": -1}, {"progress": 5, "done_on": "2099-01-01"}])
def test_a_step_that_cannot_be_is_refused(visitor, plan, own, data):
    assert visitor.post(url("step", plan.pk, own.lineage), data).status_code == 200
    own.refresh_from_db()
    assert (own.progress, own.done_on) == (0, None)


def test_the_action_of_somebody_else_is_not_his_to_tell(visitor, plan, own, action):
    assert visitor.post(url("step", plan.pk, action.lineage), {"progress": 100}).status_code == 404
    type(own).objects.filter(pk=own.pk).update(is_internal=True)
    assert visitor.post(url("step", plan.pk, own.lineage), {"progress": 100}).status_code == 404


def test_an_agreement_on_words_that_are_gone_is_refused(guest, plan, priority):
    with pytest.raises(services.Reworded):
        services.endorse(guest, plan.pk, priority.lineage, read="x" * 64, why="", at=NOW, on=date(2026, 4, 1))


def test_a_step_of_an_action_that_leaves_his_hands_this_moment_is_refused_with_words(visitor, plan, own, monkeypatch):
    rows = iter([own, None])  # as the page finds it, and as it is once the plan is locked
    monkeypatch.setattr(services, "own_action", lambda *_asked: next(rows))
    answer = visitor.post(url("step", plan.pk, own.lineage), {"progress": 60}, follow=True)
    assert "no longer in your hands" in text_of(answer)
    own.refresh_from_db()
    assert own.progress == 0

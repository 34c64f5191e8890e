"""The KAM answers: what he takes enters the plan under its own rules; nothing is lost, nothing is decided twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans.content import content_of
from plans.difference import differences
from plans.models import Endorsement, Passage, SignOff, Status
from plans.portal.cowriting.decisions import Proposal, Undecided, accept, refuse
from plans.portal.models import Suggestion
from plans.sharing import publish, shared_of
from tests.factories import GuestFactory, ObjectiveFactory, PlanFactory, PriorityFactory, UserFactory
from tests.plans.portal.cowriting.conftest import NOW, propose, put, text_of, url

S = Suggestion.Status


def stamp_of(suggestion):
    return Proposal(suggestion, suggestion.plan).stamp


def take(kam, suggestion, **more):
    data = {"decision": "accept", "stamp": stamp_of(suggestion), **more}
    return kam.post(url("decide", suggestion.pk), data, follow=True)


def test_the_page_shows_the_change_word_by_word(kam, plan, suggestion):
    page = text_of(kam.get(url("client", plan.pk)))
    assert "We plan <ins>the year</ins> together." in page


def test_accepting_changes_the_plan_and_the_client_edition_at_once(kam, visitor, plan, priority, suggestion, manager):
    take(kam, suggestion)
    priority.refresh_from_db()
    suggestion.refresh_from_db()
    assert priority.sentence == "We plan the year together."
    assert (suggestion.status, suggestion.applied) == (S.ACCEPTED, "We plan the year together.")
    assert suggestion.decided_by == manager
    assert "We plan the year together." in text_of(visitor.get(f"/portal/plans/{plan.pk}/"))


def test_the_amended_words_enter_the_plan_and_the_client_reads_the_word_beside(
    kam, visitor, plan, priority, suggestion
):
    take(kam, suggestion, decision="amend", sentence="We plan each year together.", word="With “each”.")
    priority.refresh_from_db()
    suggestion.refresh_from_db()
    assert priority.sentence == "We plan each year together."
    assert (suggestion.status, suggestion.applied) == (S.AMENDED, "We plan each year together.")
    page = text_of(visitor.get(url("words", plan.pk)))
    assert "With “each”." in page
    assert "We plan each year together." in page


def test_sending_his_words_unamended_is_accepting_them(kam, suggestion):
    take(kam, suggestion, decision="amend", sentence="We plan the year together.")
    suggestion.refresh_from_db()
    assert suggestion.status == S.ACCEPTED


def test_refusing_takes_a_word_which_the_client_reads(kam, visitor, plan, priority, suggestion):
    assert "Say why" in text_of(kam.post(url("decide", suggestion.pk), {"decision": "refuse", "answer": " "}))
    suggestion.refresh_from_db()
    assert suggestion.status == S.WAITING
    kam.post(url("decide", suggestion.pk), {"decision": "refuse", "answer": "The board has not decided."})
    suggestion.refresh_from_db()
    priority.refresh_from_db()
    assert (suggestion.status, priority.sentence) == (S.REFUSED, "We plan together.")
    assert "The board has not decided." in text_of(visitor.get(url("words", plan.pk)))


def test_amended_words_that_the_plan_would_not_take_are_kept_in_the_form(kam, priority, suggestion):
    page = text_of(take(kam, suggestion, decision="amend", sentence="x" * 301, word="Sorry"))
    assert "at most 300 characters" in page
    assert "x" * 301 in page
    assert "Sorry" in page
    priority.refresh_from_db()
    suggestion.refresh_from_db()
    assert (priority.sentence, suggestion.status) == ("We plan together.", S.WAITING)


def test_a_text_changed_since_he_read_it_is_shown_with_both_and_asked_again(kam, priority, suggestion):
    opened = stamp_of(suggestion)
    type(priority).objects.update(sentence="We plan with you.")
    page = text_of(kam.post(url("decide", suggestion.pk), {"decision": "accept", "stamp": opened}))
    assert "has changed since you opened this page" in page
    assert "We plan with you." in page.replace("<del>", "").replace("</del>", "").replace("<ins>", "")
    priority.refresh_from_db()
    assert priority.sentence == "We plan with you."
    take(kam, suggestion)  # having seen it
    priority.refresh_from_db()
    assert priority.sentence == "We plan the year together."


def test_the_list_says_that_the_text_has_changed_meanwhile(kam, plan, priority, suggestion):
    type(priority).objects.update(sentence="We plan with you.")
    page = text_of(kam.get(url("client", plan.pk)))
    assert "The text has changed since he read it." in page
    assert "Replace the present text" in page


def test_what_is_deleted_meanwhile_is_said_and_his_words_are_kept(kam, plan, priority, suggestion):
    opened = stamp_of(suggestion)
    priority.delete()
    assert "has been deleted" in text_of(kam.get(url("client", plan.pk)))
    page = text_of(kam.post(url("decide", suggestion.pk), {"decision": "accept", "stamp": opened}))
    assert "has been deleted meanwhile" in page
    assert "We plan the year together." in page
    suggestion.refresh_from_db()
    assert suggestion.status == S.WAITING
    kam.post(url("decide", suggestion.pk), {"decision": "refuse", "answer": "This priority is gone."})
    suggestion.refresh_from_db()
    assert suggestion.status == S.REFUSED


def test_a_colleague_who_decided_first_is_named(kam, suggestion, manager, editor):
    accept(suggestion, by=editor, at=NOW, stamp=stamp_of(suggestion))
    suggestion.refresh_from_db()
    page = text_of(take(kam, suggestion))
    assert "Already decided" in page
    assert str(editor) in page


@pytest.mark.parametrize("act", ["accept", "amend", "refuse", "withdraw"])
@pytest.mark.parametrize("status", S.values)
def test_each_status_takes_each_act_as_the_table_says(kam, visitor, priority, suggestion, status, act):
    Suggestion.objects.update(status=status)
    stamp = stamp_of(suggestion)
    if act == "withdraw":
        visitor.post(url("withdraw", suggestion.pk))
    else:
        told = {"decision": act, "stamp": stamp, "answer": "No.", "sentence": "Amended."}
        assert kam.post(url("decide", suggestion.pk), told).status_code == (302 if status == S.WAITING else 200)
    after = {"accept": S.ACCEPTED, "amend": S.AMENDED, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN}[act]
    suggestion.refresh_from_db()
    priority.refresh_from_db()
    assert suggestion.status == (after if status == S.WAITING else status)
    applied = {"accept": "We plan the year together.", "amend": "Amended."}.get(act) if status == S.WAITING else None
    assert priority.sentence == (applied or "We plan together.")


@pytest.mark.parametrize("status", [s for s in Status if s != Status.CLIENT_COWRITING])
def test_nothing_is_decided_while_the_plan_is_not_in_co_writing(plan, manager, suggestion, status):
    put(plan, status)
    for act in (lambda: accept(suggestion, by=manager, at=NOW, stamp=stamp_of(suggestion)),
                lambda: refuse(suggestion, by=manager, at=NOW, answer="No")):  # fmt: skip
        with translation.override("en"), pytest.raises(Undecided, match="no longer in co-writing"):
            act()
    suggestion.refresh_from_db()
    assert suggestion.status == S.WAITING


def test_a_new_action_goes_below_its_objective(kam, plan, guest, objective):
    facts = {"title": "Count the stops", "starts_on": "", "due_on": "2026-09-30", "parent": str(objective.lineage)}
    row = Suggestion.objects.create(
        plan=plan, guest=guest, kind="action", section="actions", field="new", proposed=facts["title"], facts=facts
    )
    assert "Count the stops" in text_of(kam.get(url("client", plan.pk)))
    take(kam, row)
    action = plan.actions.get(title="Count the stops")
    assert (action.objective, action.due_on, action.is_internal) == (objective, date(2026, 9, 30), False)
    row.refresh_from_db()
    assert row.status == S.ACCEPTED


def test_a_new_line_amended_in_another_field_than_its_name_is_amended(kam, plan, guest):
    facts = {"title": "Count", "starts_on": "", "due_on": "2026-09-30"}
    row = Suggestion.objects.create(
        plan=plan, guest=guest, kind="action", section="actions", field="new", proposed="Count", facts=facts
    )
    take(kam, row, decision="amend", title="Count", due_on="2026-10-31")
    row.refresh_from_db()
    assert row.status == S.AMENDED


def test_a_new_passage_is_written(kam, plan, guest):
    row = Suggestion.objects.create(
        plan=plan, guest=guest, kind="passage", section="market", field="size", proposed="Big"
    )
    take(kam, row)
    assert Passage.objects.get(plan=plan, section="market", field="size").text == "Big"


def test_the_action_that_he_offered_to_do_is_his(kam, plan, guest, action):
    row = propose(plan, guest, action, "client_owner", str(guest), before="")
    take(kam, row)
    action.refresh_from_db()
    assert (action.client_owner, action.owner) == (guest.stakeholder, None)


def test_an_action_given_to_a_colleague_meanwhile_is_asked_about(kam, plan, guest, action, manager):
    row = propose(plan, guest, action, "client_owner", str(guest), before="")
    opened = stamp_of(row)
    type(action).objects.update(owner=manager)
    page = text_of(kam.post(url("decide", row.pk), {"decision": "accept", "stamp": opened}))
    assert f"It is {manager}’s meanwhile." in page
    action.refresh_from_db()
    assert action.owner == manager


def test_the_kam_is_told_whose_agreement_will_no_longer_hold(kam, plan, priority, guest, suggestion):
    Endorsement.objects.create(
        priority=priority, stakeholder=guest.stakeholder, name="Camille Roy", influence=4, endorsed_on=date(2026, 3, 2),
        digest=priority.words_digest,
    )  # fmt: skip
    SignOff.objects.create(
        plan=plan, stakeholder=guest.stakeholder, name="Camille Roy", signed_on=date(2026, 3, 2),
        digest=shared_of(content_of(plan)).digest,
    )  # fmt: skip
    page = text_of(kam.get(url("client", plan.pk)))
    assert "will no longer hold: Camille Roy" in page
    assert "1 signature stands on the present text" in page
    take(kam, suggestion)
    assert priority.endorsements.count() == 1  # kept, though of other words
    priority.refresh_from_db()
    assert priority.agreed_by == []


def test_a_target_moved_by_more_than_a_tenth_sends_the_plan_back_to_validation(kam, plan, guest, objective):
    plan.editions.create(content=content_of(plan).to_json(), digest="x")
    edition = plan.editions.get()
    plan.moves.create(source="analysis", target=Status.INTERNAL_VALIDATION, edition=edition)
    row = propose(plan, guest, objective, "target", "4.00", before="3.00")
    take(kam, row)
    objective.refresh_from_db()
    assert objective.target == Decimal(4)
    page = text_of(kam.get(url("client", plan.pk)))
    assert "moved by 33" in page
    assert f"/plans/{plan.pk}/move/internal_validation/" in page


def test_a_reader_sees_the_words_and_no_buttons(client, reader, plan, suggestion):
    client.force_login(reader)
    page = text_of(client.get(url("client", plan.pk)))
    assert "We plan" in page
    assert 'value="accept"' not in page
    assert client.post(url("decide", suggestion.pk), {"decision": "accept"}).status_code == 404


def test_a_hundred_proposals_are_read_in_as_many_queries_as_three(
    kam, plan, guest, priority, django_assert_max_num_queries
):
    for _number in range(100):
        propose(plan, guest, priority, "sentence", "Another")
    with django_assert_max_num_queries(45):
        kam.get(url("client", plan.pk))


LETTERS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=100).map(str.strip)


class TestAcceptingChangesThatAndNothingElse(TestCase):
    @settings(max_examples=25)
    @given(st.sampled_from(["title", "sentence", "client_issue", "metric", "unit", "target"]), LETTERS)
    def test_comparing_before_and_after_gives_exactly_that_change(self, field, text):
        plan = PlanFactory(status=Status.CLIENT_COWRITING)
        priority = PriorityFactory(plan=plan, title="One", sentence="We plan.", client_issue="Delays")
        objective = ObjectiveFactory(plan=plan, priority=priority, metric="Stops", unit="days", target=3)
        row = priority if hasattr(priority, field) else objective
        text = {"target": str(len(text) + 4), "unit": text[:20].strip()}.get(field, text)
        publish(plan, by=None, at=NOW)
        suggestion = propose(plan, GuestFactory(account=plan.account), row, field, text)
        before, by = content_of(plan), UserFactory()
        try:
            accept(suggestion, by=by, at=NOW, stamp=stamp_of(suggestion))
        except Undecided:
            assert differences(before, content_of(plan)) == []
            return
        found = [(change.field, change.key) for change in differences(before, content_of(plan))]
        assert found == [(field, str(row.lineage))]
        assert plan.shared_editions.first().digest == shared_of(content_of(plan)).digest


def test_what_the_database_cannot_hold_is_left_out_of_the_word(kam, suggestion):
    take(kam, suggestion, word="Well\x00 said")
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.answer) == (S.ACCEPTED, "Well said")

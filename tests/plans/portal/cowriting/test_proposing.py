"""A guest proposes other words; the plan does not change before we have answered."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Notice
from plans.models import Passage, Status
from plans.portal.models import Message, Suggestion
from plans.sharing import publish
from tests.factories import PriorityFactory, StakeholderFactory
from tests.plans.portal.cowriting.conftest import NOW, propose, put, text_of, url


def test_every_text_that_he_reads_has_a_link_to_propose_another(visitor, plan, priority, objective, action):
    page = text_of(visitor.get(f"/portal/plans/{plan.pk}/"))
    for address in (
        url("suggest-text", plan.pk, "charter", "value"),
        url("suggest-priority", plan.pk, priority.lineage, "client_issue"),
        url("suggest-objective", plan.pk, objective.lineage, "target"),
        url("suggest-action", plan.pk, action.lineage, "due_on"),
        url("suggest-text", plan.pk, "market", "size"),  # not written yet
        url("new-priority", plan.pk),
        url("take", plan.pk, action.lineage),
    ):
        assert f'"{address}"' in page


def test_a_proposal_is_kept_beside_the_text_as_he_read_it(visitor, plan, guest, manager):
    answer = visitor.post(url("suggest-text", plan.pk, "charter", "value"), {"text": "No stops.", "reason": "Simpler"})
    assert answer.url == url("words", plan.pk)
    row = Suggestion.objects.get()
    assert (row.before, row.proposed, row.reason) == ("Fewer stops of **your lines**.", "No stops.", "Simpler")
    assert (row.guest, row.status) == (guest, Suggestion.Status.WAITING)
    assert Passage.objects.get(plan=plan, section="charter").text == "Fewer stops of **your lines**."
    assert "No stops." in text_of(visitor.get(url("words", plan.pk)))
    notice = Notice.objects.get(user=manager)
    assert (notice.kind, notice.about) == (Notice.Kind.CLIENT, guest)
    assert "Camille Roy" in notice.text


def test_the_form_shows_what_stands_and_takes_his_own(visitor, plan, objective):
    page = text_of(visitor.get(url("suggest-objective", plan.pk, objective.lineage, "target")))
    assert "As it stands" in page
    assert 'value="3' in page


def test_a_number_is_read_in_his_language(visitor, guest, plan, objective):
    type(guest).objects.update(language="fr")
    visitor.post(url("suggest-objective", plan.pk, objective.lineage, "target"), {"target": "1 234,5"})
    assert Decimal(Suggestion.objects.get().proposed) == Decimal("1234.5")


@pytest.mark.parametrize(
    ("kind", "field", "text", "told"),
    [
        ("objective", "target", "many", "Enter a number."),
        ("objective", "due_on", "2035-01-01", "Outside the period of the plan"),
        ("objective", "title", "", "This field is required."),
        ("objective", "title", "x" * 201, "at most 200 characters"),
        ("objective", "target", "9" * 30, "no more than 18 digits"),
        ("action", "due_on", "2025-12-31", "Outside the period of the plan"),
        ("action", "starts_on", "2026-12-31", "starts after it is due"),
        ("action", "due_on", "soon", "Enter a valid date."),
        ("priority", "sentence", "x" * 301, "at most 300 characters"),
        ("priority", "title", "a\0b", "Null characters"),
    ],
)
def test_what_the_plan_would_not_take_is_refused_at_once_and_kept_in_the_form(
    visitor, plan, kind, field, text, told, request
):
    row = request.getfixturevalue(kind)
    page = text_of(
        visitor.post(url(f"suggest-{kind}", plan.pk, row.lineage, field), {field: text, "reason": "Because"})
    )
    assert told in page
    assert "Because" in page
    assert not Suggestion.objects.exists()


def test_a_hundred_thousand_characters_with_a_script_are_refused_and_kept(visitor, plan):
    pasted = "<script>alert(1)</script>" * 4_000
    page = text_of(visitor.post(url("suggest-text", plan.pk, "charter", "value"), {"text": pasted}))
    assert "at most 50000 characters" in page.replace(",", "")
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4_000
    assert "<script>alert" not in page
    assert not Suggestion.objects.exists()


def test_a_script_in_a_proposal_stays_text_on_every_page(visitor, kam, plan):
    visitor.post(url("suggest-text", plan.pk, "charter", "value"), {"text": "<script>alert(1)</script>"})
    pk = Suggestion.objects.get().pk
    for browser, address in ((visitor, url("words", plan.pk)), (kam, url("client", plan.pk)), (kam, url("decide", pk))):
        page = text_of(browser.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_the_same_words_are_no_proposal(visitor, plan, priority):
    page = visitor.post(url("suggest-priority", plan.pk, priority.lineage, "title"), {"title": priority.title})
    assert "as they stand" in text_of(page)


def test_a_new_action_says_what_it_belongs_to(visitor, plan, objective):
    facts = {"title": "Count the stops", "due_on": "2026-09-30", "starts_on": "", "parent": str(objective.lineage)}
    visitor.post(url("new-action", plan.pk), facts)
    row = Suggestion.objects.get()
    assert (row.field, row.proposed, row.line) == ("new", "Count the stops", None)
    assert row.facts == facts


def test_a_new_line_below_a_line_that_he_does_not_read_is_refused(visitor, plan):
    hidden = plan.objectives.create(title="Margin", is_internal=True)
    facts = {"title": "Count the stops", "due_on": "2026-09-30", "parent": str(hidden.lineage)}
    assert "Select a valid choice" in text_of(visitor.post(url("new-action", plan.pk), facts))
    assert not Suggestion.objects.exists()


def test_a_sixth_priority_is_refused_at_once(visitor, plan):
    for _number in range(4):
        PriorityFactory(plan=plan)
    assert "more are none" in text_of(visitor.post(url("new-priority", plan.pk), {"title": "A sixth"}))


def test_he_offers_to_do_an_action_that_nobody_owns_once(visitor, plan, action):
    for _time in range(2):
        visitor.post(url("take", plan.pk, action.lineage))
    assert Suggestion.objects.get().field == "client_owner"


def test_an_action_that_somebody_owns_is_not_to_be_taken(visitor, plan, action, manager):
    type(action).objects.update(owner=manager)
    publish(plan, by=None, at=NOW)
    assert visitor.post(url("take", plan.pk, action.lineage)).status_code == 404


def test_he_takes_back_what_waits_and_nothing_else(visitor, plan, suggestion):
    visitor.post(url("withdraw", suggestion.pk))
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.WITHDRAWN
    Suggestion.objects.update(status=Suggestion.Status.ACCEPTED)
    assert "answered meanwhile" in text_of(visitor.post(url("withdraw", suggestion.pk), follow=True))
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.ACCEPTED


def test_once_the_plan_is_approved_he_is_sent_to_the_conversation(visitor, plan, priority):
    put(plan, Status.APPROVED)
    address = url("suggest-priority", plan.pk, priority.lineage, "title")
    assert visitor.get(address).url == url("talk", plan.pk, "priorities", priority.lineage)
    page = text_of(visitor.post(address, {"title": "Another"}))
    assert "not open for that" in page
    assert "Another" in page
    assert not Suggestion.objects.exists()


def test_he_may_still_write_once_the_plan_is_approved(visitor, plan):
    put(plan, Status.APPROVED)
    visitor.post(url("talk", plan.pk, "charter"), {"text": "When do we begin?"})
    assert Message.objects.get().name == "Camille Roy"


def test_the_form_holds_the_words_of_his_edition_not_those_of_the_plan(visitor, plan, priority):
    type(priority).objects.update(sentence="Secret, not shared yet")
    page = text_of(visitor.get(url("suggest-priority", plan.pk, priority.lineage, "sentence")))
    assert "Secret" not in page
    assert "We plan together." in page


def test_a_day_is_proposed_as_a_day(visitor, plan, action):
    visitor.post(url("suggest-action", plan.pk, action.lineage, "due_on"), {"due_on": "2026-08-15"})
    assert Suggestion.objects.get().proposed == date(2026, 8, 15).isoformat()


def test_somebody_else_of_the_same_client_does_not_see_his_proposals(visitor, plan, account, suggestion):
    other = StakeholderFactory(account=account, name="Somebody else")
    type(suggestion.guest).objects.filter(pk=suggestion.guest_id).update(stakeholder=other)
    mine = propose(plan, suggestion.guest, plan.priorities.get(), "title", "Mine")
    assert mine in suggestion.guest.suggestions.all()


def test_a_sentence_is_written_in_several_lines_and_kept_in_one(visitor, plan, priority):
    address = url("suggest-priority", plan.pk, priority.lineage, "sentence")
    assert '<textarea name="sentence"' in text_of(visitor.get(address))
    visitor.post(address, {"sentence": "We plan\r\nthe year together."})
    assert Suggestion.objects.get().proposed == "We plan the year together."

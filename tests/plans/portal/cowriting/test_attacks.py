"""A guest asks for what is not his: not found, logged, and nothing is done."""

import logging
from uuid import uuid4

import pytest
from django.utils import timezone

from plans.models import Endorsement, SignOff, Status
from plans.portal.cowriting.news import news_for
from plans.portal.models import ClientView, Message, Suggestion
from plans.sharing import publish
from tests.factories import (
    ActionFactory,
    EndorsementFactory,
    GuestFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    StakeholderFactory,
)
from tests.plans.portal.cowriting.conftest import NOW, propose, put, url

WRITTEN = (Suggestion, Message, ClientView, Endorsement, SignOff)
DATA = {
    "text": "Mine", "title": "Mine", "due_on": "2026-06-01", "target": "9", "measure": "manual", "is_internal": "on",
    "read": "x" * 64, "agreed": "on", "progress": "100", "weight": "3", "side": "strength",
}  # fmt: skip


def not_found_and_logged(visitor, caplog, *addresses):
    before = [model.objects.count() for model in WRITTEN]
    for address in addresses:
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="plans.portal"):
            assert visitor.post(address, DATA).status_code == 404, address
        assert "not his" in caplog.text, address
    assert [model.objects.count() for model in WRITTEN] == before


def test_the_plan_of_another_account(visitor, plan, caplog):
    other = PlanFactory(status=Status.CLIENT_COWRITING)
    priority = PriorityFactory(plan=other)
    action = ActionFactory(plan=other)
    publish(other, by=None, at=NOW)
    not_found_and_logged(
        visitor, caplog,
        url("words", other.pk), url("suggest-text", other.pk, "charter", "value"), url("new-priority", other.pk),
        url("suggest-priority", other.pk, priority.lineage, "title"), url("talk", other.pk, "charter"),
        url("views", other.pk), url("endorse", other.pk, priority.lineage), url("sign", other.pk),
        url("take", other.pk, action.lineage), url("step", other.pk, action.lineage),
    )  # fmt: skip


def test_a_line_of_another_plan_under_his_own(visitor, plan, caplog):
    other = PriorityFactory(plan__status=Status.CLIENT_COWRITING)
    not_found_and_logged(
        visitor, caplog,
        url("suggest-priority", plan.pk, other.lineage, "title"), url("endorse", plan.pk, other.lineage),
        url("talk", plan.pk, "priorities", other.lineage), url("talk", plan.pk, "charter", uuid4()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("competition", "competitors"), ("customer", "buying"), ("position", "revenue"), ("financials", "margin"),
        ("charter", "none"), ("none", "none"), ("priorities", "title"), ("market", "new"),
    ],
)  # fmt: skip
def test_sections_and_fields_that_are_not_shared(visitor, plan, caplog, section, field):
    not_found_and_logged(visitor, caplog, url("suggest-text", plan.pk, section, field))


@pytest.mark.parametrize("section", ["competition", "swot", "tows", "risks", "financials", "relations", "none"])
def test_conversations_about_what_is_internal(visitor, plan, caplog, section):
    not_found_and_logged(visitor, caplog, url("talk", plan.pk, section))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("objective", ["measure", "measure_source", "owner", "is_internal", "current", "priority", "lineage", "pk"]),
        ("action", ["weight", "owner", "client_owner", "is_internal", "progress", "after", "done_on"]),
        ("priority", ["options", "position", "plan", "new"]),
    ],
)
def test_fields_that_are_not_to_be_proposed(visitor, plan, caplog, kind, fields, request):
    row = request.getfixturevalue(kind)
    not_found_and_logged(visitor, caplog, *(url(f"suggest-{kind}", plan.pk, row.lineage, field) for field in fields))


def test_internal_lines_of_his_own_plan(visitor, plan, guest, caplog):
    objective = ObjectiveFactory(plan=plan, title="Margin", is_internal=True)
    action = ActionFactory(plan=plan, title="Prepare the price", is_internal=True)
    below = ActionFactory(plan=plan, objective=objective)
    publish(plan, by=None, at=NOW)
    not_found_and_logged(
        visitor, caplog,
        url("suggest-objective", plan.pk, objective.lineage, "title"), url("take", plan.pk, action.lineage),
        url("suggest-action", plan.pk, below.lineage, "title"), url("talk", plan.pk, "actions", action.lineage),
    )  # fmt: skip


def test_what_another_guest_wrote(visitor, plan, account, priority, caplog):
    other = GuestFactory(account=account, stakeholder=StakeholderFactory(account=account))
    suggestion = propose(plan, other, priority, "title", "Theirs")
    view = ClientView.objects.create(plan=plan, guest=other, side="strength", text="Theirs")
    given = EndorsementFactory(priority=priority, stakeholder=other.stakeholder, digest=priority.words_digest)
    not_found_and_logged(
        visitor, caplog,
        url("withdraw", suggestion.pk), url("view-delete", view.pk), url("endorsement-back", given.pk),
    )  # fmt: skip
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.WAITING


@pytest.mark.parametrize("status", [Status.ANALYSIS, Status.INTERNAL_VALIDATION, Status.ARCHIVED])
def test_his_own_plan_while_it_is_closed_to_him(visitor, plan, suggestion, caplog, status):
    put(plan, status)
    not_found_and_logged(
        visitor, caplog,
        url("withdraw", suggestion.pk), url("words", plan.pk), url("sign", plan.pk), url("talk", plan.pk, "charter"),
    )  # fmt: skip


def test_a_guest_is_nobody_on_our_pages(visitor, plan, suggestion):
    for address in (url("client", plan.pk), url("decide", suggestion.pk), url("reply", plan.pk)):
        assert visitor.post(address, {"decision": "accept"}).url.startswith("/auth/login/")
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.WAITING


def test_what_he_adds_to_a_form_changes_nothing_else(visitor, kam, plan, objective):
    visitor.post(url("suggest-objective", plan.pk, objective.lineage, "title"), {**DATA, "plan": "1", "pk": "1"})
    row = Suggestion.objects.get()
    assert (row.plan, row.proposed, row.facts) == (plan, "Mine", {})
    objective.refresh_from_db()
    assert (objective.title, objective.is_internal) == ("No surprise", False)


def test_without_a_visit_everything_leads_to_the_door(client, plan):
    answer = client.post(url("suggest-text", plan.pk, "charter", "value"), {"text": "Long thoughts"})
    assert answer.status_code == 403
    assert "Long thoughts" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_the_mail_tells_nothing_about_a_line_that_was_taken_back(plan, guest, manager, objective):
    said = {"plan": plan, "author": manager, "name": "The KAM", "written_at": timezone.now()}
    Message.objects.create(section="objectives", line=objective.lineage, text="About the objective", **said)
    open_still = Message.objects.create(section="charter", text="About the charter", **said)
    objective.is_internal = True
    objective.save()
    publish(plan, by=None, at=timezone.now())
    assert news_for(guest) == {"answers": [], "written": [open_still]}

"""Helpers of the tests of what a guest writes."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from plans.models import AccountPlan
from plans.portal.models import Suggestion

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def url(name, *args):
    return reverse(f"cowriting:{name}", args=args)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def kam(client, manager):
    """The browser of the KAM."""
    client.force_login(manager)
    return client


@pytest.fixture
def priority(plan):
    return plan.priorities.get()


@pytest.fixture
def objective(plan):
    return plan.objectives.get()


@pytest.fixture
def action(plan):
    return plan.actions.get(title="Share the calendar")


@pytest.fixture
def suggestion(plan, guest, priority):
    """Another sentence for the priority."""
    return propose(plan, guest, priority, "sentence", "We plan the year together.")


def propose(plan, guest, row, field, text, **more):
    kinds = {"StrategicPriority": "priority", "PlanObjective": "objective", "PlanAction": "action"}
    kind = kinds[type(row).__name__]
    sections = {"priority": "priorities", "objective": "objectives", "action": "actions"}
    facts = {"kind": kind, "section": sections[kind], "line": row.lineage, "field": field, "proposed": text}
    before = str(getattr(row, field, "") or "")
    return Suggestion.objects.create(plan=plan, guest=guest, **{"before": before, **facts, **more})


def put(plan, status):
    AccountPlan.objects.filter(pk=plan.pk).update(status=status)
    plan.refresh_from_db()

"""A plan of the cast's account that lacks nothing, with a sponsor and a controller."""

from datetime import date

import pytest

from accounts.models import ListValue
from plans.catalogue import passages
from plans.models import AccountPlan, Passage, SwotItem
from tests.factories import (
    ActionFactory,
    FigureFactory,
    MembershipFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    RiskFactory,
    SwotItemFactory,
    TowsOptionFactory,
    UserFactory,
)

SOURCED = ("market", "customer", "value", "financials")


@pytest.fixture
def sponsor(db):
    return UserFactory()


@pytest.fixture
def plan(account, sponsor):
    """An empty draft of three years."""
    return PlanFactory(account=account, sponsor=sponsor)


@pytest.fixture
def controller(account):
    function = ListValue.objects.get(kind="team_function", code="controller")
    return MembershipFactory(account=account, function=function).user


@pytest.fixture
def full_plan(plan, editor, manager):
    fill(plan, owner=manager)
    return plan


def fill(plan, owner):
    """Everything that the sections ask for: three priorities, each with its chain."""
    Passage.objects.bulk_create(
        Passage(plan=plan, section=section.key, field=field.key, text=f"About {field.key}")
        for section, field in passages()
    )
    for section in SOURCED:
        FigureFactory(plan=plan, section=section, source="INSEE", as_of=date(2025, 12, 31))
    told = {"plan": plan, "evidence": "Seen in March", "source": "Review"}
    swot = {quadrant: SwotItemFactory(quadrant=quadrant, **told) for quadrant in SwotItem.Quadrant}
    strength, opportunity = swot["strength"], swot["opportunity"]
    for place in range(3):
        option = TowsOptionFactory(plan=plan, items=[strength, opportunity])
        priority = PriorityFactory(
            plan=plan, options=[option], sentence="We cut your delays.", client_issue="Delays", position=place
        )
        objective = ObjectiveFactory(
            plan=plan, priority=priority, metric="Delay", unit="days", baseline=10, target=5, owner=owner,
            due_on=date(2026, 12, 31), measure_source="ERP",
        )  # fmt: skip
        ActionFactory(plan=plan, objective=objective, owner=owner)
    RiskFactory(plan=plan, trigger="A tender", mitigation="Meet early", owner=owner)
    return plan


def put(plan, status):
    """The plan as if it had come that far."""
    AccountPlan.objects.filter(pk=plan.pk).update(status=status)
    plan.refresh_from_db()
    return plan

"""A plan that is open to the client, and one of his people inside the portal."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from plans.models import Status
from plans.portal.visits import KEY
from plans.sharing import publish
from tests.factories import (
    ActionFactory,
    FigureFactory,
    GuestFactory,
    ObjectiveFactory,
    PassageFactory,
    PlanFactory,
    PriorityFactory,
)


def come_in(guest, *, since=None, until=datetime(2099, 1, 1, tzinfo=UTC)):
    """A browser in which that guest's visit is under way."""
    browser = Client()
    session = browser.session
    session[KEY] = {
        "guest": guest.pk, "link": guest.token_digest, "until": until.isoformat(),
        "since": since and since.isoformat(),
    }  # fmt: skip
    session.save()
    return browser


@pytest.fixture
def plan(account):
    """In co-writing, its client edition made."""
    plan = PlanFactory(account=account, status=Status.CLIENT_COWRITING)
    PassageFactory(plan=plan, section="charter", field="value", text="Fewer stops of **your lines**.")
    FigureFactory(plan=plan, section="market", label="Size of the market", value=12, unit="M€", source="Xerfi")
    priority = PriorityFactory(plan=plan, title="One calendar", sentence="We plan together.")
    objective = ObjectiveFactory(plan=plan, priority=priority, title="No surprise", metric="Unplanned stops", target=3)
    ActionFactory(plan=plan, objective=objective, title="Share the calendar", client_owner=None)
    publish(plan, by=None, at=datetime(2026, 3, 1, tzinfo=UTC))
    return plan


@pytest.fixture
def guest(account):
    return GuestFactory(account=account, stakeholder__name="Camille Roy")


@pytest.fixture
def visitor(guest):
    """The browser of the guest, inside."""
    return come_in(guest)

"""A plan in execution with everything in it, and its review."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plans.content import content_of
from plans.models import Status
from plans.moves import record
from plans.reviews.services import open_review
from tests.factories import PlanFactory, StakeholderFactory
from tests.plans.conftest import controller, fill, plan, put, sponsor  # noqa: F401


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def running(account, manager, editor, sponsor, today):  # noqa: F811
    """A plan in execution since yesterday."""
    running = PlanFactory(
        account=account, sponsor=sponsor, starts_on=today - timedelta(days=200), ends_on=today + timedelta(days=800)
    )
    fill(running, owner=manager)
    put(running, Status.IN_EXECUTION)
    record(
        running, Status.APPROVED, Status.IN_EXECUTION, manager, timezone.now() - timedelta(days=1), content_of(running)
    )
    return running


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", email="anne@client.example", influence=4)


@pytest.fixture
def review(running, manager, anne, today):
    review = open_review(running, held_on=today, length=60, by=manager, on=today)
    review.presences.create(stakeholder=anne)
    return review


@pytest.fixture
def desk(client, manager):
    """The browser of the KAM."""
    client.force_login(manager)
    return client

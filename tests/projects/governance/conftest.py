"""A steering committee of the project, with somebody of each side; today is 2 March 2026."""

from datetime import date

import pytest
from django.utils import timezone

from projects.governance.seats import seat
from projects.models import Project
from tests.factories import CommitteeFactory, StakeholderFactory

ON = date(2026, 3, 2)


@pytest.fixture
def on():
    return ON


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock of the pages stands on that day."""
    localdate = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, *zone: localdate(value, *zone) if value else ON)


@pytest.fixture
def project(project, manager):
    project.reference_kam, project.status = manager, "running"
    project.save()
    return Project.objects.get(pk=project.pk)


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", email="anne@client.example", languages="English")


@pytest.fixture
def committee(project, manager, anne):
    committee = CommitteeFactory(project=project, name="Steering", starts_on=date(2026, 1, 12))
    seat(committee, {("user", manager.pk): "member", ("stakeholder", anne.pk): "chair"})
    return committee


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client

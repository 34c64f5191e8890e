from datetime import UTC, date, datetime

import pytest

from projects.models import Handover, Project
from tests.factories import ProjectFactory, StakeholderFactory, TaskFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def project(account):
    return ProjectFactory(account=account, name="Pilot", reference_kam=account.kam, status="running")


@pytest.fixture
def task(project):
    return TaskFactory(project=project, name="Survey")


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne")


@pytest.fixture
def handed(project, manager, editor):
    """The project handed to the editor, who has not answered yet."""
    return Handover.objects.create(
        project=project, giver=manager, user=editor, note="All is well.", handed_on=date(2026, 3, 2)
    )


def read(project):
    return Project.objects.get(pk=project.pk)

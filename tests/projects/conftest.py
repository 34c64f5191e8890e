"""A small project of the cast's account: dig, fill, and a milestone that waits for both."""

from datetime import date

import pytest
from django.utils import timezone

from projects.keeping import keep_times
from projects.worktime import A_DAY
from tests.factories import DependencyFactory, ProjectFactory, TaskFactory

STARTS = date(2026, 1, 5)


@pytest.fixture
def project(account):
    return ProjectFactory(account=account, name="Pilot")


@pytest.fixture
def dig(project):
    return TaskFactory(project=project, name="Dig", minutes=3 * A_DAY, position=1)


@pytest.fixture
def fill(project, dig):
    fill = TaskFactory(project=project, name="Fill", minutes=2 * A_DAY, position=2)
    DependencyFactory(before=dig, after=fill)
    keep_times(project)
    for row in (dig, fill, project):
        row.refresh_from_db()
    return fill


@pytest.fixture
def first_day(monkeypatch):
    """The clock of the pages stands on the day on which the project begins."""
    localdate = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, *zone: localdate(value, *zone) if value else STARTS)

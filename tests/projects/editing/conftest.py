"""A plan with a phase, links of every kind of row, and two ways to change it: asking what would be, and doing it."""

from datetime import date

import pytest

from projects.editing.changes import Asked, read_change
from projects.editing.plan import Plan, version_of
from projects.editing.preview import Preview
from projects.editing.services import confirm
from projects.models import Project

ON = date(2026, 1, 5)


def plan_of(project, on=ON):
    return Plan(Project.objects.with_plan().get(pk=project.pk), on)


def asked(project, *changes):
    version = version_of(Project.objects.with_plan().get(pk=project.pk))
    return Asked(version, [read_change(each) for each in changes])


@pytest.fixture
def look(project):
    """What the changes would do."""
    return lambda *changes, on=ON: Preview(plan_of(project, on), asked(project, *changes).changes)


@pytest.fixture
def do(project, editor):
    """Make the changes."""
    return lambda *changes, on=ON: confirm(project, asked(project, *changes), by=editor, on=on)

"""What was deleted, merged or put elsewhere between a step and its way back: told in words, and never half written."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.duplicates.merging import merge
from projects.editing.plan import version_of
from projects.keeping import keep_times
from projects.models import Dependency, Handover, PlanningStep, Project, Task
from projects.services import Refused, change
from tests.factories import DependencyFactory, StakeholderFactory, TaskFactory, UserFactory
from tests.projects.editing.conftest import ON

pytestmark = pytest.mark.django_db(transaction=True)  # foreign keys are checked at commit


@pytest.fixture
def ask(client, editor, project, first_day):
    client.force_login(editor)

    def asked(name, *changes):
        told = {"version": version_of(Project.objects.with_plan().get(pk=project.pk)), "changes": changes}
        return client.post(reverse(f"projects:gantt-{name}", args=[project.pk]), json.dumps(told), "application/json")

    return asked


def delete_of(ask, task):
    assert ask("confirm", {"op": "delete", "task": task.pk}).status_code == 200


@pytest.mark.parametrize("end", ["deleted", "merged"])
def test_a_task_comes_back_without_somebody_of_the_client_who_is_gone(ask, account, dig, fill, editor, end):
    stays, goes = StakeholderFactory.create_batch(2, account=account)
    for person in (stays, goes):
        dig.assignments.create(stakeholder=person)
    delete_of(ask, dig)
    if end == "merged":
        merge(StakeholderFactory(account=account), goes, values={}, by=editor, at=timezone.now())
    else:
        goes.delete()
    assert ask("undo").status_code == 200
    assert [each.stakeholder for each in dig.assignments.all()] == [stays]
    assert ask("redo").status_code == 200
    assert not Task.objects.filter(pk=dig.pk).exists()


def test_a_task_comes_back_without_a_colleague_who_is_gone(ask, dig, fill, editor):
    goes = UserFactory()
    dig.assignments.create(user=goes)
    Handover.objects.create(project=dig.project, task=dig, giver=goes, user=editor, note="Well", handed_on=ON)
    delete_of(ask, dig)
    goes.delete()
    assert ask("undo").status_code == 200
    assert not dig.assignments.exists()
    assert dig.handovers.get().giver is None


def test_nothing_is_made_again_below_a_phase_that_is_gone(ask, project, dig):
    phase = TaskFactory(project=project, name="Phase")
    keep_times(project)
    assert ask("confirm", {"op": "add", "name": "New", "parent": phase.pk}).status_code == 200
    assert ask("undo").status_code == 200
    phase.delete()
    assert ask("redo").status_code == 422
    assert PlanningStep.objects.get().is_undone


def test_a_link_that_somebody_made_again_is_not_made_twice(ask, dig, fill):
    assert ask("confirm", {"op": "unlink", "link": Dependency.objects.get().pk}).status_code == 200
    DependencyFactory(before=dig, after=fill)
    assert ask("undo").status_code == 422
    assert Dependency.objects.count() == 1


@pytest.fixture
def phases(project):
    """Two that no link joins."""
    made = [TaskFactory(project=project, name=name) for name in ("North", "South")]
    keep_times(project)
    return made


def test_phases_never_lie_within_each_other(ask, phases):
    north, south = phases
    assert ask("confirm", {"op": "place", "task": north.pk, "parent": south.pk}).status_code == 200
    assert ask("undo").status_code == 200
    Task.objects.filter(pk=south.pk).update(parent=north)
    assert ask("redo").status_code == 422
    north.refresh_from_db()
    assert north.parent is None


def test_of_two_who_put_each_phase_into_the_other_the_second_is_refused(project, phases):
    north, south = phases
    Task.objects.filter(pk=north.pk).update(parent=south)
    with pytest.raises(Refused, match="North"):
        change(project, lambda: Task.objects.filter(pk=south.pk).update(parent=north), on=ON)
    south.refresh_from_db()
    assert south.parent is None

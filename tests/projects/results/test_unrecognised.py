"""A result that nobody has recognised for 30 days: its reference KAM is asked to show it, once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import Notice
from projects.models import Assignment, ProjectResult, ResultRecognition, Task
from projects.results.tasks import ask_for_recognition
from tests.factories import DependencyFactory, ResultFactory, StakeholderFactory, TaskFactory

TODAY = date(2026, 6, 1)
LONG_AGO = TODAY - timedelta(days=30)


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", influence=5)


@pytest.fixture
def result(project, anne):
    project.reference_kam.language = "en"
    project.reference_kam.save()
    return ResultFactory(project=project, metric="Delay", delivered_on=LONG_AGO)


def ask(on=TODAY):
    return ask_for_recognition(on.isoformat())


def test_a_task_is_opened_for_the_reference_kam_to_show_it_to_somebody_who_counts(project, result):
    with translation.override("fr"):
        assert ask() == 1
    task = Task.objects.get()
    assert task.name == "Present the result “Delay” to Anne Roy"
    assert (task.is_internal, task.deadline) == (True, TODAY + timedelta(days=14))
    assert Assignment.objects.get().user == project.reference_kam
    assert timezone.localdate(task.starts_at) >= TODAY
    result.refresh_from_db()
    assert (result.task, result.reminded_on) == (task, TODAY)


def test_it_is_asked_once_even_when_the_task_was_deleted(result):
    ask()
    Task.objects.all().delete()
    assert ask(TODAY + timedelta(days=1)) == 0


@pytest.mark.parametrize("why", ["recent", "recognised", "ours", "not obtained"])
def test_nothing_is_asked_of_what_does_not_wait(result, anne, why):
    if why == "recognised":
        ResultRecognition.objects.create(result=result, stakeholder=anne, recognised_on=LONG_AGO)
    told = {
        "recent": {"delivered_on": LONG_AGO + timedelta(days=1)}, "ours": {"is_internal": True},
        "not obtained": {"delivered_on": None},
    }  # fmt: skip
    if why in told:
        ProjectResult.objects.update(**told[why])
    assert ask() == 0
    assert not Task.objects.exists()


def test_a_project_that_is_over_gives_word_instead(project, result):
    project.status = "finished"
    project.save()
    assert ask() == 1
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.about) == (project.reference_kam, Notice.Kind.PROJECT, project)
    assert "Anne Roy" in notice.text
    assert not Task.objects.exists()
    assert ask() == 0


def test_two_results_of_a_project_that_is_over_are_both_asked_for(project, result):
    ResultFactory(project=project, delivered_on=LONG_AGO)
    project.status = "finished"
    project.save()
    assert ask() == 2
    assert Notice.objects.get().read_at is None


def test_without_anybody_who_counts_the_task_says_so(result, anne):
    type(anne).objects.update(influence=2)
    ask()
    assert Task.objects.get().name == "Present the result “Delay” to somebody who is heeded"


def test_a_project_that_cannot_be_planned_gives_word_and_the_others_are_asked_for(project, result):
    first = TaskFactory(project=project)
    second = TaskFactory(project=project)
    for before, after in ((first, second), (second, first)):
        DependencyFactory(before=before, after=after)
    other = ResultFactory(delivered_on=LONG_AGO)
    assert ask() == 2
    assert Notice.objects.get().about == project
    assert Task.objects.exclude(pk__in=[first.pk, second.pk]).get().project == other.project

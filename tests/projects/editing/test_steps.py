"""A change confirmed, taken back and made again: what was previewed, every row, or nothing."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.editing.plan import version_of
from projects.editing.preview import Preview, shown
from projects.editing.services import confirm, redo, undo
from projects.keeping import keep_times
from projects.models import Assignment, Closure, Deliverable, Dependency, Handover, PlanningStep, Project, Task
from projects.services import Refused
from projects.worktime import A_DAY
from tests.factories import DeliverableFactory, DependencyFactory, TaskFactory, UserFactory
from tests.projects.editing.conftest import ON, asked, plan_of

TABLES = (Task, Dependency, Assignment, Deliverable, Handover)


@pytest.fixture
def busy(project, editor):
    """Two phases, one within the other, a milestone, every kind of date, facts, estimates, people, a deliverable."""
    made = [
        TaskFactory(project=project, name=f"Task {place}", minutes=place * A_DAY, position=3 * place)
        for place in range(1, 9)
    ]
    outer, inner, a, b, c, d, e, f = made
    milestone = TaskFactory(project=project, name="Done", is_milestone=True, position=40)
    Task.objects.filter(pk__in=[inner.pk, a.pk]).update(parent=outer)
    Task.objects.filter(pk__in=[b.pk, c.pk]).update(parent=inner)
    Task.objects.filter(pk=d.pk).update(
        rule="start_no_earlier_than", rule_at="2026-02-02T00:00Z", deadline=date(2026, 2, 20)
    )
    Task.objects.filter(pk=e.pk).update(began_on=ON, progress=40, optimistic=A_DAY, pessimistic=20 * A_DAY)
    Task.objects.filter(pk=f.pk).update(rule="must_start_on", rule_at="2026-02-09T00:00Z")
    for before, after, kind, lag in (
        (a, b, "FS", 0),
        (b, c, "SS", A_DAY),
        (c, d, "FF", 0),
        (e, f, "FS", -A_DAY),
        (d, milestone, "FS", 0),
    ):
        DependencyFactory(before=before, after=after, kind=kind, lag=lag)
    Assignment.objects.create(task=c, user=editor)
    DeliverableFactory(project=project, task=milestone)
    Handover.objects.create(project=project, task=b, giver=editor, user=UserFactory(), note="All is well", handed_on=ON)
    Closure.objects.create(project=project, starts_on=date(2026, 1, 19), ends_on=date(2026, 1, 21))
    keep_times(project, ON)
    return project


def rows(project):
    """Every column of every row of the project."""
    of = {
        Task: "project",
        Dependency: "project",
        Assignment: "task__project",
        Deliverable: "project",
        Handover: "project",
    }
    return {model: list(model.objects.filter(**{of[model]: project}).order_by("pk").values()) for model in TABLES}


@contextmanager
def undone_afterwards():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def version(project):
    return version_of(Project.objects.with_plan().get(pk=project.pk))


TASK, LINK = st.integers(0, 10), st.integers(0, 5)  # places; one task is not there, one link is not
DAYS = st.one_of(st.integers(-12, 30), st.sampled_from([0.5, -2.5]))
DATES = st.dates(date(2025, 12, 20), date(2026, 4, 30)).map(str)
OR_NONE = st.one_of(st.none(), TASK)
KIND = st.sampled_from(["FS", "SS", "FF", "SF", None])
CHANGE = st.one_of(
    st.fixed_dictionaries({"op": st.just("move"), "task": TASK, "days": DAYS}),
    st.fixed_dictionaries({"op": st.just("start"), "task": TASK, "on": DATES}),
    st.fixed_dictionaries({"op": st.just("length"), "task": TASK, "days": st.sampled_from([0.5, 1, 3, 15])}),
    st.fixed_dictionaries({"op": st.just("progress"), "task": TASK, "percent": st.sampled_from([0, 30, 100])}),
    st.fixed_dictionaries({"op": st.just("link"), "before": TASK, "after": TASK, "kind": KIND, "lag": DAYS}),
    st.fixed_dictionaries({"op": st.just("relink"), "link": LINK, "kind": KIND, "lag": DAYS}),
    st.fixed_dictionaries({"op": st.just("unlink"), "link": LINK}),
    st.fixed_dictionaries({"op": st.just("add"), "name": st.just("New"), "after": OR_NONE, "parent": OR_NONE, "days": st.integers(0, 9)}),
    st.fixed_dictionaries({"op": st.just("rename"), "task": TASK, "name": st.just("Called otherwise")}),
    st.fixed_dictionaries({"op": st.just("delete"), "task": TASK}),
    st.fixed_dictionaries({"op": st.just("place"), "task": TASK, "parent": OR_NONE, "before": OR_NONE}),
    st.fixed_dictionaries({"op": st.just("pin"), "task": TASK, "on": st.one_of(st.none(), DATES)}),
)  # fmt: skip
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def spoken(change, project):
    """The change with keys instead of places; beyond the last, one that is not there, or what was just added."""
    keys = {
        "task": list(project.tasks.values_list("pk", flat=True)),
        "link": list(project.dependencies.values_list("pk", flat=True)),
    }
    names = {"task": "task", "before": "task", "after": "task", "parent": "task", "link": "link"}
    return {
        name: value if name not in names or value is None else [*keys[names[name]], -1, -1][value]
        for name, value in change.items()
    }


@MANY
@given(st.lists(CHANGE, min_size=1, max_size=4))
def test_what_is_previewed_is_what_is_confirmed(busy, editor, changes):
    with undone_afterwards():
        told = asked(busy, *(spoken(each, busy) for each in changes))
        before = rows(busy)
        try:
            preview = Preview(plan_of(busy), told.changes)
        except Refused:
            with pytest.raises(Refused), transaction.atomic():
                confirm(busy, told, by=editor, on=ON)
            assert rows(busy) == before
            assert not PlanningStep.objects.exists()
            return
        confirm(busy, told, by=editor, on=ON)
        after = plan_of(busy)
        expected = {uid: shown(each) for uid, each in preview.after.times.items()}
        found = {uid: shown(each) for uid, each in after.timetable.times.items()}
        assert {uid: each for uid, each in found.items() if uid in expected} == {
            u: e for u, e in expected.items() if int(u) > 0
        }
        assert sorted(map(str, found.values())) == sorted(map(str, expected.values()))
        assert (after.outlook.finish, after.outlook.chance) == (preview.outlook.finish, preview.outlook.chance)


@MANY
@given(st.lists(CHANGE, min_size=1, max_size=4))
def test_a_step_taken_back_restores_every_row_and_made_again_comes_back(busy, editor, changes):
    with undone_afterwards():
        told = asked(busy, *(spoken(each, busy) for each in changes))
        before, first = rows(busy), version(busy)
        try:
            with transaction.atomic():
                confirm(busy, told, by=editor, on=ON)
        except Refused:
            return
        after = rows(busy)
        undo(busy, version(busy), on=ON)
        assert rows(busy) == before
        assert version(busy) == first
        redo(busy, version(busy), on=ON)
        assert rows(busy) == after

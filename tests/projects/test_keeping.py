"""The times of a project, kept with its tasks."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from projects.keeping import keep_times, outline_of
from projects.models import Closure, Task
from projects.worktime import A_DAY
from tests.factories import DependencyFactory, TaskFactory


def days_of(task):
    task.refresh_from_db()
    return timezone.localtime(task.starts_at).date(), timezone.localtime(task.ends_at).date()


def test_a_follower_starts_on_the_working_day_after_what_it_waits_for(dig, fill):
    assert days_of(dig) == (date(2026, 1, 5), date(2026, 1, 7))
    assert days_of(fill) == (date(2026, 1, 8), date(2026, 1, 9))
    assert (fill.project.ends_on, fill.total_float) == (date(2026, 1, 9), 0)


def test_a_closure_pushes_the_work_behind_it(project, dig, fill):
    Closure.objects.create(project=project, starts_on=date(2026, 1, 7), ends_on=date(2026, 1, 9))
    keep_times(project)
    assert days_of(dig) == (date(2026, 1, 5), date(2026, 1, 12))


def test_a_phase_spans_what_is_below_it(project, dig, fill):
    phase = TaskFactory(project=project, name="Works")
    Task.objects.filter(pk__in=[dig.pk, fill.pk]).update(parent=phase)
    keep_times(project)
    assert days_of(phase) == (date(2026, 1, 5), date(2026, 1, 9))
    assert [line.level for line in outline_of(project).tasks] == [1, 2, 2]


def test_what_was_done_stays_where_it_was_done(project, dig, fill):
    Task.objects.filter(pk=dig.pk).update(began_on=date(2026, 1, 6), done_on=date(2026, 1, 13))
    keep_times(project)
    assert days_of(dig) == (date(2026, 1, 6), date(2026, 1, 13))
    assert days_of(fill) == (date(2026, 1, 14), date(2026, 1, 15))
    dig.refresh_from_db()
    assert not dig.is_critical


def test_a_milestone_is_shown_on_the_evening_of_what_it_waits_for(project, fill):
    milestone = TaskFactory(project=project, is_milestone=True)
    DependencyFactory(before=fill, after=milestone)
    keep_times(project)
    milestone.refresh_from_db()
    assert timezone.localtime(milestone.ends_at).replace(tzinfo=None) == datetime(2026, 1, 9, 17)


@pytest.mark.parametrize("count", [2, 60])
def test_a_schedule_is_kept_in_the_same_queries_whatever_it_holds(project, count, django_assert_num_queries):
    tasks = [TaskFactory(project=project, position=place, minutes=A_DAY) for place in range(count)]
    for one, other in zip(tasks, tasks[1:], strict=False):
        DependencyFactory(before=one, after=other)
    with django_assert_num_queries(6):  # tasks, closures, links, tasks again, their changes at once, the end
        keep_times(project)


def test_nothing_is_written_when_nothing_has_changed(project, fill, django_assert_num_queries):
    with django_assert_num_queries(4):
        keep_times(project)

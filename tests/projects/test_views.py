"""The pages of a project, by what they show and change."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Baseline, Dependency, Project, Task
from projects.worktime import A_DAY
from tests.factories import ProjectFactory, StakeholderFactory, TaskFactory


@pytest.fixture
def page(client, editor, first_day):
    client.force_login(editor)
    return client


def task_data(**told):
    return {"name": "Test", "minutes": "2", "rule": "as_soon_as_possible", "progress": "0", **told}


def test_a_project_begins_today_with_the_kam_of_the_account_as_its_reference(page, account):
    form = page.get(reverse("projects:create", args=[account.pk])).context["form"]
    assert form.fields["reference_kam"].initial == account.kam
    data = {"name": "Pilot", "status": "prepared", "starts_on": "2026-01-05", "led_by": "kam_led"}
    page.post(reverse("projects:create", args=[account.pk]), data | {"reference_kam": account.kam.pk})
    assert Project.objects.get().account == account


def test_a_correspondent_is_one_of_the_account(page, account):
    stranger = StakeholderFactory()
    data = {"name": "Pilot", "status": "prepared", "starts_on": "2026-01-05", "led_by": "kam_led"}
    data |= {"reference_kam": account.kam.pk, "client_leader": stranger.pk}
    page.post(reverse("projects:create", args=[account.pk]), data)
    assert not Project.objects.exists()


def test_days_are_typed_and_minutes_kept(page, project):
    page.post(reverse("projects:task-create", args=[project.pk]), task_data(minutes="2.5"))
    task = Task.objects.get()
    assert (task.minutes, task.ends_at.date()) == (2.5 * A_DAY, date(2026, 1, 7))
    form = page.get(reverse("projects:task-edit", args=[task.pk]))
    assert b'value="2.5"' in form.content


def test_a_link_that_closes_a_circle_is_refused_on_the_page(page, project, dig, fill):
    data = {"before": fill.pk, "after": dig.pk, "kind": "FS", "lag": ""}
    answer = page.post(reverse("projects:link-create", args=[project.pk]), data)
    assert "Dig" in answer.context["form"].non_field_errors()[0]
    assert Dependency.objects.count() == 1


def test_a_lag_may_be_a_lead(page, project, dig, fill):
    link = Dependency.objects.get()
    page.post(
        reverse("projects:link-edit", args=[link.pk]), {"before": dig.pk, "after": fill.pk, "kind": "FS", "lag": "-1"}
    )
    fill.refresh_from_db()
    assert fill.starts_at.date() == date(2026, 1, 7)


def test_a_date_that_binds_needs_its_day(page, project):
    answer = page.post(reverse("projects:task-create", args=[project.pk]), task_data(rule="must_start_on"))
    assert "rule_at" in answer.context["form"].errors


def test_at_best_is_no_longer_than_planned(page, project):
    answer = page.post(reverse("projects:task-create", args=[project.pk]), task_data(optimistic="3"))
    assert answer.context["form"].errors


def test_a_task_of_another_project_is_no_phase_of_this_one(page, project):
    other = TaskFactory(project=ProjectFactory(account=project.account))
    answer = page.post(reverse("projects:task-create", args=[project.pk]), task_data(parent=other.pk))
    assert "parent" in answer.context["form"].errors


def test_deleting_a_task_moves_what_waited_for_it(page, project, dig, fill):
    page.post(reverse("projects:task-delete", args=[dig.pk]))
    fill.refresh_from_db()
    assert fill.starts_at.date() == date(2026, 1, 5)


def test_the_page_says_how_long_how_sure_and_what_is_critical(page, project, fill):
    Project.objects.filter(pk=project.pk).update(promised_on=date(2026, 1, 9))
    Task.objects.filter(pk=fill.pk).update(optimistic=A_DAY, pessimistic=9 * A_DAY)
    answers = page.get(reverse("projects:detail", args=[project.pk])).context["answers"]
    assert answers.finishes[10] < answers.finishes[50] < answers.finishes[90]
    assert 0 < answers.chance < 100


def test_the_page_asks_the_same_queries_whatever_the_project_holds(page, project, django_assert_max_num_queries):
    for place in range(40):
        TaskFactory(project=project, position=place)
    page.get(reverse("projects:detail", args=[project.pk]))
    with django_assert_max_num_queries(23):
        page.get(reverse("projects:detail", args=[project.pk]))


def test_a_baseline_is_kept_by_a_button(page, project, fill):
    page.post(reverse("projects:baseline-create", args=[project.pk]), {"reason": "Agreed"})
    assert Baseline.objects.get().ends_on == date(2026, 1, 9)

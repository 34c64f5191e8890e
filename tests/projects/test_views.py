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
    answer = page.post(reverse("projects:create", args=[account.pk]), data | {"reference_kam": account.kam.pk})
    project = Project.objects.get()
    assert project.account == account
    assert answer.url == project.get_absolute_url()  # its tasks are what comes next


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
    answers = page.get(reverse("projects:answers", args=[project.pk])).context["answers"]
    assert answers.finishes[10] < answers.finishes[50] < answers.finishes[90]
    assert 0 < answers.chance < 100


@pytest.mark.parametrize(("name", "most"), [("detail", 8), ("answers", 23), ("table", 14)])
def test_the_pages_ask_the_same_queries_whatever_the_project_holds(
    name, most, page, project, django_assert_max_num_queries
):
    for place in range(40):
        TaskFactory(project=project, position=place)
    url = reverse(f"projects:{name}", args=[project.pk])
    page.get(url)
    with django_assert_max_num_queries(most):
        page.get(url)


def test_the_page_is_as_large_with_many_tasks_as_with_one(page, project):
    TaskFactory(project=project, name="Only")
    small = page.get(project.get_absolute_url()).content
    for place in range(60):
        TaskFactory(project=project, position=place)
    large = page.get(project.get_absolute_url()).content
    assert abs(len(large) - len(small)) < 100
    assert reverse("projects:table", args=[project.pk]).encode() in large


def test_without_scripts_one_page_has_the_chart_the_answers_and_the_table(page, project, fill):
    told = page.get(f"{project.get_absolute_url()}?scale=week").content.decode()
    assert told.count('id="answers"') == told.count('id="tasks"') == 1
    assert all(each in told for each in ("gantt-plain", "project-answers", "project-level-1"))


def test_an_empty_project_asks_for_nothing_until_it_has_a_task(page, project):
    told = page.get(project.get_absolute_url()).content.decode()
    assert "load, project:changed" not in told
    assert "project:changed from:body" in told


def test_a_task_that_was_estimated_may_become_a_milestone(page, project, fill):
    Task.objects.filter(pk=fill.pk).update(optimistic=A_DAY, pessimistic=9 * A_DAY)
    data = task_data(optimistic="1", pessimistic="9", is_milestone="on")
    assert page.post(reverse("projects:task-edit", args=[fill.pk]), data).status_code == 302
    assert page.get(reverse("projects:answers", args=[project.pk])).context["answers"].finishes[80]
    assert page.get(reverse("projects:gantt-data", args=[project.pk])).status_code == 200


def test_a_baseline_is_kept_by_a_button(page, project, fill):
    page.post(reverse("projects:baseline-create", args=[project.pk]), {"reason": "Agreed"})
    assert Baseline.objects.get().ends_on == date(2026, 1, 9)


def test_the_table_says_of_a_phase_how_long_it_lasts_and_how_far_its_tasks_are(page, project):
    phase = TaskFactory(project=project, name="Works", position=1)
    TaskFactory(project=project, name="Dig", parent=phase, minutes=3 * A_DAY, progress=100, position=1)
    TaskFactory(project=project, name="Fill", parent=phase, minutes=1 * A_DAY, position=2)
    table = reverse("projects:table", args=[project.pk])
    lines = page.get(table).context["answers"].lines
    assert [(line.task.name, line.days, line.percent) for line in lines] == [
        ("Works", 3, 75), ("Dig", 3, 100), ("Fill", 1, 0)
    ]  # fmt: skip
    assert "75 %" in page.get(table).content.decode()


def edited(page, project, **told):
    data = {"name": project.name, "status": project.status, "starts_on": project.starts_on.isoformat()}
    data |= {"led_by": project.led_by, "reference_kam": project.reference_kam_id, **told}
    answer = page.post(reverse("projects:edit", args=[project.pk]), data)
    project.refresh_from_db()
    return answer


def test_another_first_day_moves_the_tasks_and_the_end_of_a_project(page, project, dig, fill):
    assert edited(page, project, starts_on="2026-01-12").status_code == 302
    dig.refresh_from_db()
    fill.refresh_from_db()
    assert (dig.starts_at.date(), fill.ends_at.date(), project.ends_on) == (
        date(2026, 1, 12),
        date(2026, 1, 16),
        date(2026, 1, 16),
    )


def test_the_holidays_of_alsace_moselle_move_the_tasks_of_a_project(page, project, dig, fill):
    edited(page, project, starts_on="2026-03-31", is_alsace_moselle="on")
    fill.refresh_from_db()
    assert fill.ends_at.date() == date(2026, 4, 8)  # Good Friday, 3 April, is off, and so is Monday 6


def test_a_first_day_from_which_a_date_lies_beyond_every_calendar_is_refused_on_the_page(page, project, dig, fill):
    Task.objects.filter(pk=dig.pk).update(rule="start_no_earlier_than", rule_at="2026-01-05T07:00:00Z")
    answer = edited(page, project, starts_on="1900-01-01")
    assert answer.context["form"].non_field_errors()
    assert project.starts_on == date(2026, 1, 5)


def test_a_project_that_is_taken_up_again_is_planned_from_today(page, project, dig, fill):
    Project.objects.filter(pk=project.pk).update(status="finished")
    Task.objects.update(starts_at=None, ends_at=None)
    edited(page, project, status="running")
    dig.refresh_from_db()
    assert dig.starts_at.date() == date(2026, 1, 5)


def test_the_dates_of_a_project_without_tasks_are_not_reckoned(page, project):
    told = page.get(reverse("projects:dates", args=[project.pk])).content.decode()
    assert "No task yet" in told
    assert "cases of 100" not in told

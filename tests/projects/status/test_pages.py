"""The pages of how a project stands."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from projects.answers import Answers
from projects.models import Assignment, Baseline, Committee, CommitteeMember, DeclaredStatus, Project, Status, Task
from projects.services import freeze_baseline
from projects.status.comparison import Comparison
from projects.status.presence import Presence
from projects.status.words import length_in_words
from projects.worktime import A_DAY
from tests.factories import CommitteeFactory, MeetingFactory, StakeholderFactory, TaskFactory

FIRST = date(2026, 1, 5)


@pytest.fixture
def page(client, editor, first_day):
    client.force_login(editor)
    return client


def test_red_is_not_declared_without_a_recovery_plan(page, project):
    url = reverse("projects:status-declare", args=[project.pk])
    answer = page.post(url, {"colour": "red", "reason": "The supplier left"})
    assert "recovery" in answer.context["form"].errors
    page.post(url, {"colour": "red", "reason": "The supplier left", "recovery": "Find another by Friday"})
    declared = DeclaredStatus.objects.get()
    assert (declared.declared_on, declared.colour) == (FIRST, "red")


def test_a_baseline_says_how_sure_it_is_and_with_whom_it_was_agreed(page, project, fill):
    Project.objects.filter(pk=project.pk).update(promised_on=date(2026, 1, 9))
    person = StakeholderFactory(account=project.account)
    page.post(reverse("projects:baseline-create", args=[project.pk]), {"reason": "Kick-off", "agreed_with": person.pk})
    baseline = Baseline.objects.get()
    assert baseline.agreed_with == person
    assert baseline.forecast == {"chance": 100, "likely_on": "2026-01-09", "safe_on": "2026-01-09"}


def test_nobody_of_another_account_agrees_with_a_baseline(page, project, fill):
    stranger = StakeholderFactory()
    page.post(reverse("projects:baseline-create", args=[project.pk]), {"agreed_with": stranger.pk})
    assert not Baseline.objects.exists()


def test_points_since_the_baseline_are_shown(page, project, dig, fill, editor):
    Project.objects.filter(pk=project.pk).update(promised_on=date(2026, 1, 9))
    project.refresh_from_db()
    freeze_baseline(project, by=editor, on=FIRST)
    Task.objects.filter(pk=dig.pk).update(minutes=4 * A_DAY)
    answers = page.get(reverse("projects:answers", args=[project.pk])).context["answers"]
    assert (answers.chance, answers.points) == (0, -100)


def test_a_comparison_tells_slips_names_what_is_new_and_what_is_gone(project, dig, fill, editor):
    gone = TaskFactory(project=project, name="Gone", position=5)
    Task.objects.filter(pk=gone.pk).update(starts_at=fill.starts_at, ends_at=fill.ends_at)
    baseline = freeze_baseline(project, by=editor, on=FIRST)
    gone.delete()
    Task.objects.filter(pk=dig.pk).update(minutes=5 * A_DAY, name="Dig deep")
    TaskFactory(project=project, name="New", position=9)
    project.refresh_from_db()
    answers = Answers(Project.objects.get(pk=project.pk), FIRST)
    rows = {row.name: row for row in Comparison(answers.timetable, baseline).rows}
    assert (rows["Dig deep"].was_named, rows["Dig deep"].start_slip, rows["Dig deep"].finish_slip) == ("Dig", 0, 2)
    assert (rows["Fill"].start_slip, rows["Fill"].finish_slip) == (2, 2)
    assert rows["New"].is_added
    assert rows["Gone"].is_removed


def test_presence_counts_meetings_milestones_and_tasks_week_by_week(project, dig, fill, manager):
    Project.objects.filter(pk=project.pk).update(reference_kam=manager)
    project.refresh_from_db()
    steering = CommitteeFactory(project=project, kind=Committee.Kind.STEERING, length=120)
    working = CommitteeFactory(project=project, kind=Committee.Kind.WORKING)
    MeetingFactory(committee=steering, planned_on=date(2026, 1, 13))
    MeetingFactory(committee=working, planned_on=date(2026, 1, 14))  # he has no seat there
    Assignment.objects.create(task=fill, user=manager, share=50)
    presence = Presence(project, manager, FIRST)
    assert [(item.kind, item.minutes) for item in presence.items] == [("task", A_DAY), ("steering", 120)]
    assert [(week.monday, week.minutes) for week in presence.weeks] == [(FIRST, A_DAY), (date(2026, 1, 12), 120)]
    CommitteeMember.objects.create(committee=working, user=manager)
    assert Presence(project, manager, FIRST).counts["working"] == 1


def test_what_is_past_or_done_asks_for_nobody(project, fill, manager):
    committee = CommitteeFactory(project=project)
    CommitteeMember.objects.create(committee=committee, user=manager)
    MeetingFactory(committee=committee, planned_on=FIRST)
    MeetingFactory(committee=committee, planned_on=date(2026, 1, 6), state="cancelled")
    assert len(Presence(project, manager, FIRST).items) == 1
    assert Presence(project, manager, date(2026, 1, 6)).items == []


def test_closing_dates_the_project_and_stops_its_schedule(page, project, dig, fill):
    url = reverse("projects:close", args=[project.pk])
    assert page.get(url).context["left"].is_anything
    page.post(url, {"status": "finished", "closed_on": "2026-01-05"})
    project.refresh_from_db()
    assert (project.status, project.closed_on, project.opened_on) == (Status.FINISHED, FIRST, FIRST)
    assert page.get(url).status_code == 404


def test_a_project_in_progress_is_dated_and_opens_again(page, project, manager):
    Project.objects.filter(pk=project.pk).update(status=Status.GIVEN_UP, closed_on=FIRST, reference_kam=manager)
    data = {"name": "Pilot", "status": "running", "starts_on": "2026-01-05", "led_by": "kam_led"}
    page.post(reverse("projects:edit", args=[project.pk]), data | {"reference_kam": manager.pk})
    project.refresh_from_db()
    assert (project.opened_on, project.closed_on) == (FIRST, None)


@pytest.mark.parametrize(
    ("last", "told"),
    [("2026-01-05", "1 day"), ("2026-01-17", "13 days"), ("2026-02-15", "6 weeks"), ("2026-05-24", "4.6 months")],
)
def test_a_length_is_told_in_days_weeks_or_months(last, told):
    with translation.override("en"):
        assert length_in_words(FIRST, date.fromisoformat(last)) == told


@pytest.mark.parametrize("name", ["status", "dates", "presence", "baselines"])
def test_every_page_shows_with_and_without_a_baseline(page, project, fill, editor, name):
    url = reverse(f"projects:{name}", args=[project.pk])
    assert page.get(url).status_code == 200
    freeze_baseline(project, by=editor, on=FIRST)
    Task.objects.filter(pk=fill.pk).update(minutes=9 * A_DAY)
    assert page.get(url).status_code == 200

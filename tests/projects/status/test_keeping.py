"""The status of the day: what it is told from, written once, and told to whom it concerns."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import Notice
from projects.models import Assignment, Colour, ComputedStatus, DeclaredStatus, Deliverable, Meeting, Project, Task
from projects.services import change, freeze_baseline
from projects.status.facts import Facts
from projects.status.keeping import keep, keep_all
from projects.tasks import keep_status, keep_statuses
from projects.worktime import A_DAY
from tests.factories import (
    CommitteeFactory,
    DeliverableFactory,
    DependencyFactory,
    MeetingFactory,
    ProjectFactory,
    TaskFactory,
)

FIRST = date(2026, 1, 5)
AT = timezone.make_aware(datetime(2026, 1, 5, 1))


@pytest.fixture
def promised(project, fill, editor):
    freeze_baseline(project, by=editor, on=FIRST)
    return project


def kept(project, on=FIRST):
    keep([project.pk], on=on, at=AT)
    return ComputedStatus.objects.get(project=project, on=on)


def test_a_project_without_anything_to_judge_by_is_green(project):
    status = kept(project)
    assert (status.colour, status.schedule, status.scope, status.resources, status.satisfaction) == (
        "green", "", "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize(("weeks", "colour"), [(0, "green"), (1, "green"), (2, "amber"), (3, "amber"), (4, "red")])
def test_a_project_that_nobody_moves_forward_turns_amber_then_red(promised, weeks, colour):
    status = kept(promised, FIRST + timedelta(weeks=weeks))
    assert (status.colour, status.facts["slip"]) == (colour, 5 * weeks)


def test_the_night_plans_from_today_on(promised, dig):
    kept(promised, date(2026, 1, 14))
    dig.refresh_from_db()
    promised.refresh_from_db()
    assert timezone.localdate(dig.starts_at) == date(2026, 1, 14)
    assert promised.ends_on == date(2026, 1, 20)


def test_a_late_critical_milestone_makes_it_amber(project, fill, editor):
    milestone = TaskFactory(project=project, is_milestone=True, minutes=0, name="Accepted")
    DependencyFactory(before=fill, after=milestone)
    change(project, lambda: None, on=FIRST)
    project.refresh_from_db()
    freeze_baseline(project, by=editor, on=FIRST)
    assert kept(project, date(2026, 1, 9)).schedule == "green"  # its day has not passed
    status = kept(project, date(2026, 1, 10))
    assert (status.schedule, status.facts["late"]) == ("amber", ["Accepted"])
    Task.objects.filter(pk=milestone.pk).update(done_on=date(2026, 1, 9))
    assert kept(project, date(2026, 1, 11)).facts["late"] == []


def test_what_must_be_delivered_counts_when_at_risk_or_late(project):
    DeliverableFactory(project=project, state=Deliverable.State.AT_RISK, is_must=False)
    late = DeliverableFactory(project=project, due_on=date(2026, 1, 4))
    assert kept(project).scope == "amber"
    DeliverableFactory(project=project, state=Deliverable.State.AT_RISK)
    assert kept(project).scope == "red"
    Deliverable.objects.filter(project=project, is_must=True).exclude(pk=late.pk).delete()
    Deliverable.objects.filter(pk=late.pk).update(due_on=FIRST)
    assert kept(project).scope == "green"


def test_the_last_score_counts_for_sixty_days(project):
    committee = CommitteeFactory(project=project)
    for ago, score in ((61, 2), (70, 9)):
        MeetingFactory(
            committee=committee, planned_on=FIRST - timedelta(days=ago), state=Meeting.State.HELD, score=score
        )
    assert kept(project).satisfaction == ""
    MeetingFactory(committee=committee, planned_on=FIRST - timedelta(days=60), state=Meeting.State.HELD, score=5)
    assert kept(project).satisfaction == "amber"
    MeetingFactory(committee=committee, planned_on=FIRST - timedelta(days=3), state=Meeting.State.HELD, score=None)
    MeetingFactory(committee=committee, planned_on=FIRST - timedelta(days=2), state=Meeting.State.HELD, score=7)
    assert kept(project).satisfaction == "green"


def test_people_are_judged_by_all_their_projects(project, dig, fill, account, manager):
    other = TaskFactory(project=ProjectFactory(account=account), minutes=24 * A_DAY)
    keep_all(on=FIRST, at=AT)
    Assignment.objects.create(task=dig, user=manager)
    assert kept(project).resources == "green"
    Assignment.objects.create(task=other, user=manager)
    status = kept(project)
    assert status.resources == "amber"  # 22 of the 24 days and 3 more, in the 22 working days to come
    assert status.facts["busiest"] == [str(manager), 114]


def test_a_second_run_of_a_day_writes_the_same_and_tells_nobody_twice(promised):
    kept(promised)
    kept(promised, date(2026, 1, 26))
    notice = Notice.objects.get(user=promised.reference_kam)
    notice.mark_read(AT)
    kept(promised, date(2026, 1, 26))
    notice.refresh_from_db()
    assert notice.read_at == AT
    assert promised.computed_statuses.count() == 2


def test_of_a_first_status_there_is_no_news_and_of_a_better_one_neither(promised):
    kept(promised, date(2026, 1, 26))
    ComputedStatus.objects.update(colour=Colour.RED)
    kept(promised, date(2026, 1, 27))
    assert not Notice.objects.exists()


def test_a_worse_colour_is_told_to_the_reference_and_the_leader_in_their_language(promised, editor):
    Project.objects.filter(pk=promised.pk).update(leader=editor)
    editor.language = "en"
    editor.save()
    kept(promised)
    kept(promised, date(2026, 2, 9))
    assert set(Notice.objects.values_list("user", flat=True)) == {promised.reference_kam_id, editor.pk}
    assert Notice.objects.get(user=editor).text == "Pilot has turned red."


def test_a_declaration_that_expires_is_told_once(promised):
    DeclaredStatus.objects.create(project=promised, colour=Colour.GREEN, reason="All well", declared_on=FIRST)
    Task.objects.filter(project=promised).update(done_on=FIRST, began_on=FIRST)
    kept(promised)
    last = FIRST + timedelta(days=30)
    kept(promised, last)
    assert not Notice.objects.exists()
    with translation.override("en"):
        kept(promised, last + timedelta(days=1))
    Notice.objects.get().delete()
    kept(promised, last + timedelta(days=1))
    kept(promised, last + timedelta(days=2))
    assert not Notice.objects.exists()


def test_projects_that_are_over_or_circular_do_not_stop_the_night(promised, account):
    ProjectFactory(account=account, status="finished")
    one = TaskFactory(project=ProjectFactory(account=account))
    other = TaskFactory(project=one.project)
    DependencyFactory(before=one, after=other)
    DependencyFactory(before=other, after=one)
    assert keep_statuses("2026-01-06") == 1
    assert keep_status(promised.pk, "2026-01-06") == 1


@pytest.mark.parametrize("count", [2, 9])
def test_many_projects_are_kept_in_the_same_queries(account, count, django_assert_max_num_queries):
    for _number in range(count):
        project = ProjectFactory(account=account)
        Assignment.objects.create(task=TaskFactory(project=project), user=account.kam)
        DeliverableFactory(project=project)
    keep_all(on=FIRST, at=AT)
    with django_assert_max_num_queries(18):
        keep_all(on=FIRST + timedelta(days=1), at=AT)


def test_a_project_that_fails_stops_the_night_of_no_other(project, monkeypatch, caplog):
    others = [ProjectFactory().pk for _number in range(2)]
    status = Facts.status

    def broken(facts):
        if facts.answers.project == project:
            raise ZeroDivisionError
        return status(facts)

    monkeypatch.setattr(Facts, "status", broken)
    assert keep_all(on=FIRST, at=AT) == 2
    assert set(ComputedStatus.objects.values_list("project", flat=True)) == set(others)
    assert f"project {project.pk} not kept" in caplog.text

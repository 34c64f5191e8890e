"""The agenda says what the facts of the project say, each point with its link."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from projects.governance.agenda import Agenda
from projects.models import ComputedStatus, Decision, DeclaredStatus, Meeting, ProjectRisk, ResultRecognition
from tests.factories import DeliverableFactory, MeetingFactory, ResultFactory, TaskFactory


def moment(day, hour=17):
    return datetime(2026, *day, hour, tzinfo=UTC)


@pytest.fixture
def meeting(committee):
    return MeetingFactory(committee=committee, planned_on=date(2026, 3, 12))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def points(meeting, on):
    return {topic.title: [point.text for point in topic.points] for topic in Agenda(meeting, on).topics}


def test_a_project_without_worries_has_an_empty_agenda(meeting, on):
    assert points(meeting, on) == {}


def test_overdue_tasks_and_milestones_stand_on_it(project, meeting, on):
    late = {"project": project, "ends_at": moment((2, 20)), "starts_at": moment((2, 1))}
    TaskFactory(name="Dig", **late)
    TaskFactory(name="Pilot accepted", is_milestone=True, **late)
    TaskFactory(name="Done", done_on=date(2026, 2, 20), **late)
    TaskFactory(name="Later", project=project, ends_at=moment((3, 20)), starts_at=moment((3, 10)))
    assert points(meeting, on) == {"Overdue tasks": ["Dig"], "Milestones that are late": ["Pilot accepted"]}


def test_a_promise_that_has_passed_is_overdue_though_the_plan_has_moved_on(project, meeting, on):
    moved = {"ends_at": moment((3, 20)), "starts_at": moment((3, 10)), "project": project}
    TaskFactory(name="Promised", promised_on=date(2026, 2, 27), **moved)
    TaskFactory(name="Deadline", deadline=date(2026, 3, 1), **moved)
    TaskFactory(name="On time", promised_on=date(2026, 3, 2), **moved)
    assert points(meeting, on)["Overdue tasks"] == ["Promised", "Deadline"]


def test_a_phase_is_not_overdue_beside_its_tasks(project, meeting, on):
    late = {"ends_at": moment((2, 20)), "starts_at": moment((2, 1)), "project": project}
    TaskFactory(name="Dig", parent=TaskFactory(name="Phase", **late), **late)
    assert points(meeting, on)["Overdue tasks"] == ["Dig"]


def test_deliverables_late_or_at_risk_stand_on_it_and_the_others_do_not(project, meeting, on):
    DeliverableFactory(project=project, name="Late", due_on=date(2026, 3, 1))
    DeliverableFactory(project=project, name="Today", due_on=on)
    DeliverableFactory(project=project, name="Risky", state="at_risk", due_on=date(2026, 6, 1))
    DeliverableFactory(project=project, name="There", state="delivered", delivered_on=on, due_on=date(2026, 1, 9))
    DeliverableFactory(project=project, name="Dropped", state="dropped", due_on=date(2026, 1, 9))
    assert points(meeting, on) == {"Deliverables late or at risk": ["Late", "Risky"]}


def test_decisions_asked_for_come_by_their_day(project, meeting, on):
    Decision.objects.create(project=project, text="Which site?")
    Decision.objects.create(project=project, text="Which budget?", due_on=date(2026, 3, 10))
    Decision.objects.create(project=project, text="Taken", decided_on=date(2026, 2, 2))
    assert points(meeting, on) == {"Decisions asked for": ["Which budget?", "Which site?"]}


def test_what_this_committee_decided_last_time_opens_it(committee, project, meeting, on):
    for day in (date(2026, 1, 12), date(2026, 2, 12)):
        held = MeetingFactory(committee=committee, planned_on=day, state=Meeting.State.HELD)
        Decision.objects.create(project=project, meeting=held, text=f"Of {day}", decided_on=day)
    assert points(meeting, on) == {"Decided last time": ["Of 2026-02-12"]}


def test_results_wait_for_somebody_to_recognise_them(project, meeting, anne, on):
    ResultFactory(project=project, metric="Delay")
    known = ResultFactory(project=project, metric="Cost")
    ResultRecognition.objects.create(result=known, stakeholder=anne, recognised_on=on)
    ResultFactory(project=project, metric="Still to come", delivered_on=None)
    assert points(meeting, on) == {"Results that nobody has recognised yet": ["Delay"]}


def test_what_is_critical_until_the_next_meeting_stands_on_it(committee, project, meeting, on):
    MeetingFactory(committee=committee, planned_on=date(2026, 4, 13))
    critical = {"project": project, "total_float": 0, "ends_at": moment((5, 1))}
    TaskFactory(name="Now", starts_at=moment((4, 12), 8), **critical)
    TaskFactory(name="After", starts_at=moment((4, 13), 8), **critical)
    TaskFactory(name="Slack", project=project, total_float=480, starts_at=moment((3, 3)), ends_at=moment((5, 1)))
    assert points(meeting, on) == {"Critical before the next meeting": ["Now"]}


def test_grave_risks_are_ours_only(project, meeting, on):
    ProjectRisk.objects.create(project=project, text="Strike", probability=3, impact=4)
    ProjectRisk.objects.create(project=project, text="Rain", probability=3, impact=3)
    ProjectRisk.objects.create(project=project, text="Gone", probability=5, impact=5, state="closed")
    (topic,) = Agenda(meeting, on).topics
    assert [point.text for point in topic.points] == ["Strike"]
    assert topic.shared == ()


@pytest.mark.parametrize(
    ("declared", "computed", "told"),
    [
        (None, "amber", None),
        (None, "red", "Not written yet: what, who, by when."),
        (("red", date(2026, 2, 20)), "green", "Two more fitters"),
        (("red", date(2026, 1, 2)), "green", None),  # older than 30 days: nobody believes it any more
        (("green", date(2026, 2, 20)), "red", "Two more fitters"),
    ],
)
def test_a_red_project_speaks_of_its_recovery_plan(project, meeting, on, declared, computed, told):
    ComputedStatus.objects.create(project=project, on=on, colour=computed)
    if declared:
        colour, day = declared
        DeclaredStatus.objects.create(
            project=project, colour=colour, declared_on=day, reason="Strike", recovery="Two more fitters"
        )
    assert points(meeting, on) == ({"Recovery plan": [told]} if told else {})


def test_topics_are_typed_one_a_line(meeting, on):
    meeting.topics = "- Prices\n\n  * Holidays \n"
    assert Agenda(meeting, on).own_topics == ["Prices", "Holidays"]


def test_each_point_leads_somewhere(desk, project, meeting, on):
    TaskFactory(name="Dig", project=project, starts_at=moment((2, 1)), ends_at=moment((2, 20)))
    TaskFactory(name="Gate", project=project, is_milestone=True, starts_at=moment((2, 1)), ends_at=moment((2, 20)))
    DeliverableFactory(project=project, state="at_risk")
    Decision.objects.create(project=project, text="Which site?")
    ProjectRisk.objects.create(project=project, text="Strike", probability=5, impact=5)
    ResultFactory(project=project)
    ComputedStatus.objects.create(project=project, on=on, colour="red")
    found = [point.url for topic in Agenda(meeting, on).topics for point in topic.points]
    assert len(found) == 7
    for url in found:
        page, _hash, anchor = url.partition("#")
        answer = desk.get(page)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.content.decode()


def test_an_agenda_costs_the_same_whatever_it_holds(project, meeting, on, django_assert_max_num_queries):
    for place in range(12):
        TaskFactory(name=f"T{place}", project=project, starts_at=moment((2, 1)), ends_at=moment((2, 20)))
        DeliverableFactory(project=project, state="at_risk")
        Decision.objects.create(project=project, text="Which site?")
    with django_assert_max_num_queries(17):
        assert len(Agenda(meeting, on).topics) == 3

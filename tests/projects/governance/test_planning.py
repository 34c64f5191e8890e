"""Meetings are planned ahead; what was held, moved or prepared is left in peace."""

from datetime import date

import pytest
from django.urls import reverse

from projects.governance import meetings_between, services
from projects.governance.planning import plan_ahead, plan_all_ahead
from projects.governance.tasks import plan_meetings
from projects.models import Closure, Meeting, Project, Side
from tests.factories import CommitteeFactory, MeetingFactory, UserFactory

State = Meeting.State


def days(committee):
    return [each.planned_on for each in committee.meetings.all()]


def test_meetings_are_planned_until_the_end_of_the_committee(committee, on):
    committee.ends_on = date(2026, 5, 31)
    committee.save()
    plan_ahead(committee, on)
    assert days(committee) == [date(2026, 3, 12), date(2026, 4, 13), date(2026, 5, 12)]


def test_without_an_end_they_are_planned_as_long_as_the_project_and_three_months_at_least(committee, on):
    plan_ahead(committee, on)
    assert max(days(committee)) == date(2026, 5, 12)
    Project.objects.filter(pk=committee.project_id).update(ends_on=date(2028, 1, 1))
    plan_ahead(committee, on)
    assert max(days(committee)) == date(2027, 2, 12)  # a year ahead, no further


def test_a_second_run_changes_nothing(committee, on):
    plan_ahead(committee, on)
    assert plan_ahead(committee, on).count == 0
    assert plan_all_ahead(on) == 0


def test_a_closure_moves_the_meeting_that_falls_into_it(committee, project, on):
    plan_ahead(committee, on)
    kept = committee.meetings.get(planned_on=date(2026, 4, 13)).pk
    Closure.objects.create(project=project, starts_on=date(2026, 4, 13), ends_on=date(2026, 4, 17))
    assert plan_meetings(on.isoformat()) == 1
    assert Meeting.objects.get(pk=kept).planned_on == date(2026, 4, 20)


@pytest.mark.parametrize(
    "touch",
    [
        lambda meeting, anne: Meeting.objects.filter(pk=meeting.pk).update(topics="Prices"),
        lambda meeting, anne: Meeting.objects.filter(pk=meeting.pk).update(minutes="Prices"),
        lambda meeting, anne: meeting.attendances.create(stakeholder=anne),
        lambda meeting, anne: services.decide(meeting, "Go on", is_internal=False),
        lambda meeting, anne: services.cancel(meeting, side=Side.THEIRS, reason="Strike"),
    ],
)
def test_a_meeting_that_somebody_touched_stays_when_the_series_changes(committee, anne, on, touch):
    plan_ahead(committee, on)
    meeting = committee.meetings.get(planned_on=date(2026, 3, 12))
    touch(meeting, anne)
    committee.starts_on = date(2026, 1, 14)
    committee.save()
    plan_ahead(committee, on)
    assert days(committee) == [date(2026, 3, 12), date(2026, 4, 14), date(2026, 5, 15)]  # after Ascension Day


def test_what_was_held_or_is_past_never_moves(committee, on):
    held = MeetingFactory(committee=committee, planned_on=date(2026, 1, 12), state=State.HELD)
    untold = MeetingFactory(committee=committee, planned_on=date(2026, 2, 12))
    committee.frequency = "week"
    committee.save()
    plan_ahead(committee, on)
    assert {held, untold} <= set(committee.meetings.before(on))
    assert committee.meetings.before(on).count() == 2


def test_a_meeting_added_by_hand_is_not_swept_away(desk, committee, on):
    answer = desk.post(
        reverse("projects:meeting-create", args=[committee.pk]), {"planned_on": "2026-03-25", "reason": "Crisis"}
    )
    assert answer.status_code == 302
    plan_ahead(committee, on)
    assert date(2026, 3, 25) in days(committee)


def test_a_meeting_by_hand_is_on_a_day_worked_and_not_twice_on_one(desk, committee):
    url = reverse("projects:meeting-create", args=[committee.pk])
    sunday = desk.post(url, {"planned_on": "2026-03-22", "reason": "Crisis"})
    assert "planned_on" in sunday.context["form"].errors
    MeetingFactory(committee=committee, planned_on=date(2026, 3, 25))
    twice = desk.post(url, {"planned_on": "2026-03-25", "reason": "Crisis"})
    assert "already meets" in str(twice.context["form"].errors)
    assert committee.meetings.count() == 1


def test_a_project_that_is_over_plans_no_meeting(committee, on):
    Project.objects.filter(pk=committee.project_id).update(status="finished")
    assert plan_ahead(committee, on).count == 0
    assert plan_all_ahead(on) == 0


def test_a_committee_in_the_past_that_meets_once_plans_nothing(project, on):
    committee = CommitteeFactory(project=project, frequency="once", starts_on=date(2026, 2, 2))
    plan_ahead(committee, on)
    assert days(committee) == []


def test_saving_a_committee_plans_its_meetings_and_seats_both_sides(desk, project, anne, manager):
    Project.objects.filter(pk=project.pk).update(client_sponsor=anne)
    data = {"name": "Steering", "kind": "steering", "frequency": "month", "starts_on": "2026-03-10", "length": "60"}
    desk.post(reverse("projects:committee-create", args=[project.pk]), data)
    committee = project.committees.get()
    assert days(committee)[:2] == [date(2026, 3, 10), date(2026, 4, 10)]
    seats = {str(member): member.role for member in committee.members.all()}
    assert seats == {"Anne Roy": "chair", str(manager): "member"}


def test_the_meetings_of_a_colleague_are_those_of_his_committees(committee, manager, outsider, on):
    plan_ahead(committee, on)
    other = MeetingFactory(committee=CommitteeFactory(project=committee.project), planned_on=date(2026, 3, 12))
    gone = MeetingFactory(committee=committee, planned_on=date(2026, 3, 20), state=State.CANCELLED)
    found = meetings_between(manager, date(2026, 3, 1), date(2026, 4, 30))
    assert [each.planned_on for each in found] == [date(2026, 3, 12), date(2026, 4, 13)]
    assert other not in found
    assert gone not in found
    committee.members.create(user=outsider)
    assert meetings_between(outsider, date(2026, 3, 1), date(2026, 4, 30)) == []  # he does not see the account
    assert meetings_between(UserFactory(), date(2026, 3, 1), date(2026, 4, 30)) == []


def test_a_committee_that_has_met_is_not_deleted(desk, committee):
    meeting = MeetingFactory(committee=committee, planned_on=date(2026, 1, 12), state=State.HELD)
    url = reverse("projects:committee-delete", args=[committee.pk])
    assert "its minutes stay" in desk.post(url, follow=True).content.decode()
    assert committee.meetings.get() == meeting
    Meeting.objects.update(state=State.CANCELLED)
    desk.post(url)
    assert not committee.meetings.exists()

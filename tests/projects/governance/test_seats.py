"""Who sits on a committee; the reference KAM never leaves a steering one."""

from django.urls import reverse

from projects.governance.seats import seat, seat_reference
from projects.models import Project
from tests.factories import CommitteeFactory, StakeholderFactory, UserFactory


def seats(committee):
    return {str(member.user or member.stakeholder): member.role for member in committee.members.all()}


def test_the_reference_kam_keeps_his_seat_whatever_is_chosen(desk, committee, anne, manager):
    url = reverse("projects:committee-people", args=[committee.pk])
    desk.post(url, {"theirs": [f"s{anne.pk}"], "ours": [], "chair": "", "guests": []})
    assert seats(committee) == {str(manager): "member", "Anne Roy": "member"}


def test_he_may_leave_a_working_meeting(project, manager, anne):
    committee = CommitteeFactory(project=project, kind="working")
    seat(committee, {("user", manager.pk): "member"})
    seat(committee, {("stakeholder", anne.pk): "member"})
    assert seats(committee) == {"Anne Roy": "member"}


def test_a_new_reference_kam_is_seated_when_the_project_changes_hands(desk, committee, project):
    other = UserFactory()
    data = {"name": "Pilot", "status": "running", "starts_on": "2026-01-05", "led_by": "kam_led"}
    answer = desk.post(reverse("projects:edit", args=[project.pk]), data | {"reference_kam": other.pk})
    assert answer.status_code == 302
    assert str(other) in seats(committee)
    url = reverse("projects:committee-people", args=[committee.pk])
    desk.post(url, {"theirs": [], "ours": [], "chair": "", "guests": []})
    assert seats(committee) == {str(other): "member"}


def test_a_working_meeting_that_becomes_a_committee_seats_him(desk, project, manager):
    committee = CommitteeFactory(project=project, kind="working")
    data = {"name": "W", "kind": "steering", "frequency": "month", "starts_on": "2026-01-12", "length": "60"}
    desk.post(reverse("projects:committee-edit", args=[committee.pk]), data)
    assert seats(committee) == {str(manager): "member"}


def test_seating_him_twice_is_once(committee, project, manager):
    seat_reference(project)
    seat_reference(Project.objects.get(pk=project.pk))
    assert committee.members.filter(user=manager).count() == 1


def test_roles_are_given_and_the_chair_needs_no_second_tick(desk, committee, anne, editor):
    url = reverse("projects:committee-people", args=[committee.pk])
    desk.post(url, {"theirs": [], "ours": [], "chair": f"s{anne.pk}", "guests": [f"u{editor.pk}"]})
    assert seats(committee)["Anne Roy"] == "chair"
    assert seats(committee)[str(editor)] == "guest"
    form = desk.get(url).context["form"]
    assert (form.initial["chair"], form.initial["guests"]) == (f"s{anne.pk}", [f"u{editor.pk}"])


def test_nobody_of_another_account_is_seated(desk, committee):
    stranger = StakeholderFactory()
    url = reverse("projects:committee-people", args=[committee.pk])
    answer = desk.post(url, {"theirs": [f"s{stranger.pk}"], "ours": [], "chair": "", "guests": []})
    assert "theirs" in answer.context["form"].errors
    assert len(seats(committee)) == 2

"""What becomes of a meeting: noted, held, postponed, cancelled, planned again."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.stakeholders.models import Interaction
from plans.reviews.minutes import mark_of
from projects.governance.desk import cards_of
from projects.models import Decision, Meeting, Project
from tests.factories import CommitteeFactory, DeliverableFactory, MeetingFactory, StakeholderFactory

State = Meeting.State
TODAY = date(2026, 3, 2)


@pytest.fixture
def meeting(committee):
    return MeetingFactory(committee=committee, planned_on=TODAY)


def send(desk, name, meeting, *more, **data):
    return desk.post(reverse(f"projects:{name}", args=[meeting.pk, *more]), data)


def hold(desk, meeting, people, **data):
    return send(desk, "meeting-hold", meeting, theirs=[each.pk for each in people], **data)


def test_a_meeting_is_held_with_who_was_there_and_how_satisfied(desk, meeting, anne, manager):
    answer = hold(desk, meeting, [anne], ours=[manager.pk], score="8")
    assert answer.url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.score) == (State.HELD, 8)
    assert {str(each) for each in meeting.attendances.all()} == {"Anne Roy", str(manager)}


def test_the_members_are_proposed_and_the_journal_is_ticked(desk, meeting, anne, manager):
    form = desk.get(reverse("projects:meeting-hold", args=[meeting.pk])).context["form"]
    assert (form.initial["theirs"], form.initial["ours"]) == ([anne.pk], [manager.pk])
    assert form.fields["to_journal"].initial is True


def test_the_journal_tells_of_it_once_and_only_when_ticked(desk, meeting, anne, manager):
    hold(desk, meeting, [anne], ours=[manager.pk])
    assert not Interaction.objects.exists()
    hold(desk, meeting, [anne], ours=[manager.pk], to_journal="on")
    hold(desk, meeting, [anne], ours=[manager.pk], to_journal="on")
    row = Interaction.objects.get()
    assert (row.kind, row.is_two_way, row.occurred_on, row.account) == ("meeting", True, TODAY, anne.account)
    assert (list(row.stakeholders.all()), list(row.colleagues.all())) == ([anne], [manager])


def test_a_meeting_among_ourselves_is_not_written_into_the_journal(desk, meeting, manager):
    hold(desk, meeting, [], ours=[manager.pk], to_journal="on")
    meeting.refresh_from_db()
    assert (meeting.state, Interaction.objects.count()) == (State.HELD, 0)


def test_nobody_there_is_no_meeting(desk, meeting):
    answer = hold(desk, meeting, [], score="8")
    assert answer.context["form"].non_field_errors()
    meeting.refresh_from_db()
    assert meeting.state == State.PLANNED


def test_a_meeting_still_to_come_cannot_have_been_held(desk, committee, anne):
    meeting = MeetingFactory(committee=committee, planned_on=date(2026, 3, 3))
    answer = hold(desk, meeting, [anne], score="8")
    assert "move it first" in str(answer.context["form"].errors)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.score, meeting.attendances.count()) == (State.PLANNED, None, 0)


@pytest.mark.parametrize("score", ["11", "-1", "x"])
def test_a_score_is_out_of_ten(desk, meeting, anne, score):
    assert "score" in hold(desk, meeting, [anne], score=score).context["form"].errors


def test_nobody_of_another_account_attends(desk, meeting):
    stranger = StakeholderFactory()
    assert "theirs" in hold(desk, meeting, [stranger]).context["form"].errors


def test_attendance_is_corrected_afterwards(desk, meeting, anne, manager):
    hold(desk, meeting, [anne], ours=[manager.pk], score="3")
    hold(desk, meeting, [anne], score="4")
    meeting.refresh_from_db()
    assert ([str(each) for each in meeting.attendances.all()], meeting.score) == (["Anne Roy"], 4)


def test_postponing_keeps_the_old_day_and_carries_what_was_prepared(desk, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(topics="Prices", minutes="Begun")
    Decision.objects.create(project=meeting.committee.project, meeting=meeting, text="Go", decided_on=TODAY)
    send(desk, "meeting-postpone", meeting, to="2026-03-09", side="theirs", reason="Anne is ill")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.changed_by, meeting.reason) == (State.POSTPONED, "theirs", "Anne is ill")
    other = meeting.moved_to
    assert (other.planned_on, other.state, other.topics, other.minutes) == (
        date(2026, 3, 9),
        "planned",
        "Prices",
        "Begun",
    )
    assert other.decisions.get().decided_on == date(2026, 3, 9)


@pytest.mark.parametrize("day", ["2026-03-07", "2026-05-01", "2026-03-12"])  # Saturday, Labour Day, taken
def test_a_meeting_is_moved_to_a_free_day_on_which_people_work(desk, meeting, committee, day):
    MeetingFactory(committee=committee, planned_on=date(2026, 3, 12))
    answer = send(desk, "meeting-postpone", meeting, to=day, side="ours", reason="Strike")
    assert answer.context["form"].errors
    meeting.refresh_from_db()
    assert (meeting.state, committee.meetings.count()) == (State.PLANNED, 2)


@pytest.mark.parametrize("name", ["meeting-postpone", "meeting-cancel"])
@pytest.mark.parametrize("told", [{"side": "ours"}, {"reason": "Strike"}, {"side": "weather", "reason": "Snow"}])
def test_who_asked_for_it_and_why_must_be_said(desk, meeting, name, told):
    assert send(desk, name, meeting, to="2026-03-09", **told).context["form"].errors
    meeting.refresh_from_db()
    assert meeting.state == State.PLANNED


def test_a_meeting_is_cancelled_and_planned_again(desk, meeting):
    send(desk, "meeting-cancel", meeting, side="ours", reason="Strike")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.changed_by) == (State.CANCELLED, "ours")
    send(desk, "meeting-reopen", meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.changed_by, meeting.reason) == (State.PLANNED, "", "")


def test_what_was_held_is_neither_moved_nor_cancelled(desk, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=State.HELD)
    for name in ("meeting-postpone", "meeting-cancel"):
        answer = send(desk, name, meeting, to="2026-03-09", side="ours", reason="Strike")
        assert answer.status_code == 404
    meeting.refresh_from_db()
    assert meeting.state == State.HELD


def test_texts_are_saved_while_they_are_written_and_never_over_a_colleagues(desk, meeting):
    send(desk, "meeting-note", meeting, "minutes", text="Mine\r\ntoo", mark=mark_of(""))
    meeting.refresh_from_db()
    assert meeting.minutes == "Mine\ntoo"
    answer = send(desk, "meeting-note", meeting, "minutes", text="Theirs", mark=mark_of(""))
    assert b"Mine" in answer.content
    meeting.refresh_from_db()
    assert meeting.minutes == "Mine\ntoo"
    too_long = send(desk, "meeting-note", meeting, "topics", text="x" * 10_001, mark=mark_of(""))
    assert b"Not saved" in too_long.content
    assert send(desk, "meeting-note", meeting, "score", text="9").status_code == 404


def test_decisions_are_noted_at_the_meeting(desk, meeting):
    send(desk, "meeting-decide", meeting, text="  We go\non ")
    decision = Decision.objects.get()
    assert (decision.text, decision.meeting, decision.decided_on) == ("We go on", meeting, TODAY)


def test_the_agenda_is_put_into_the_minutes_once_and_without_what_is_ours(desk, meeting, project):
    DeliverableFactory(project=project, name="Report", state="at_risk")
    DeliverableFactory(project=project, name="Margin study", state="at_risk", is_internal=True)
    Meeting.objects.filter(pk=meeting.pk).update(minutes="Welcome", topics="Prices")
    send(desk, "meeting-draft", meeting)
    send(desk, "meeting-draft", meeting)
    meeting.refresh_from_db()
    assert meeting.minutes.startswith("Welcome\n\n## ")
    assert meeting.minutes.count("Report") == meeting.minutes.count("Prices") == 1
    assert "Margin" not in meeting.minutes


def test_nobody_writes_once_the_project_is_over(desk, meeting):
    Project.objects.filter(pk=meeting.committee.project_id).update(status="finished")
    assert send(desk, "meeting-note", meeting, "minutes", text="Late", mark=mark_of("")).status_code == 404
    assert desk.get(meeting.get_absolute_url()).status_code == 200


def test_the_page_counts_what_was_held_and_who_moved_the_others(committee, on):
    for day, state, side in (
        ((1, 12), State.HELD, ""), ((1, 19), State.POSTPONED, "theirs"), ((1, 26), State.HELD, ""),
        ((2, 2), State.CANCELLED, "theirs"), ((2, 9), State.CANCELLED, "ours"), ((2, 16), State.PLANNED, ""),
        ((3, 9), State.PLANNED, ""),
    ):  # fmt: skip
        MeetingFactory(committee=committee, planned_on=date(2026, *day), state=state, changed_by=side)
    (card,) = cards_of(committee.project, on)
    assert (card.held, card.due, card.share) == (2, 5, 40)  # a meeting that was moved counts on its new day
    assert (card.moved_by_them, card.moved_by_us) == (2, 1)
    assert card.next.planned_on == date(2026, 3, 9)
    assert [each.planned_on for each in card.untold] == [date(2026, 2, 16)]


def test_the_page_of_committees_costs_the_same_whatever_it_shows(desk, project, django_assert_max_num_queries):
    url = reverse("projects:governance", args=[project.pk])
    for _number in range(5):
        committee = CommitteeFactory(project=project)
        for day in range(2, 28):
            MeetingFactory(committee=committee, planned_on=date(2026, 3, day))
        committee.members.create(stakeholder=StakeholderFactory(account=project.account))
    desk.get(url)
    with django_assert_max_num_queries(22):
        page = desk.get(url)
    assert page.content.decode().count("what became of it?") == 0


def test_names_stay_text(desk, committee, project):
    type(committee).objects.filter(pk=committee.pk).update(name="<b id=xss>")
    meeting = MeetingFactory(committee=committee, planned_on=TODAY, topics="<img id=xss>")
    for url in (reverse("projects:governance", args=[project.pk]), meeting.get_absolute_url()):
        assert b"<b id=xss>" not in desk.get(url).content
        assert b"<img id=xss>" not in desk.get(url).content

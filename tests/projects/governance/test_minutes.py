"""Minutes leave the house one mail a person, after a yes, once, and are the same for everybody."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from projects.governance.ical import calendar_of
from projects.governance.tasks import send_minutes
from projects.models import Decision, Meeting
from tests.factories import MeetingFactory, StakeholderFactory
from tests.ical import components, text_of
from tests.pdf import pages_of

State = Meeting.State


@pytest.fixture
def meeting(committee, project, anne, manager):
    meeting = MeetingFactory(
        committee=committee, planned_on=date(2026, 2, 12), state=State.HELD, minutes="## Said\n\n- **Anne** agrees."
    )
    for person in ({"stakeholder": anne}, {"user": manager}):
        meeting.attendances.create(**person)
    decided = {"project": project, "meeting": meeting, "decided_on": meeting.planned_on}
    Decision.objects.create(text="Go on with Lyon", **decided)
    Decision.objects.create(text="Keep five percent", is_internal=True, **decided)
    return meeting


@pytest.fixture
def url(meeting):
    return reverse("projects:meeting-send", args=[meeting.pk])


def send(desk, url, meeting, capture):
    keys = [each.pk for each in meeting.attendances.all()]
    with capture(execute=True):
        return desk.post(url, {"to": keys})


def test_everybody_who_was_there_gets_one_mail_in_his_language(
    desk, url, meeting, anne, manager, django_capture_on_commit_callbacks
):
    send(desk, url, meeting, django_capture_on_commit_callbacks)
    assert sorted(each.to[0] for each in mail.outbox) == sorted([anne.email, manager.email])
    (letter,) = [each for each in mail.outbox if each.to == [anne.email]]
    assert letter.subject.startswith("Minutes: Steering")
    assert "• Anne agrees." in letter.body
    assert "Go on with Lyon" in letter.body
    assert "##" not in letter.body
    assert letter.reply_to == [manager.email]
    assert letter.attachments[0][2] == "application/pdf"
    meeting.refresh_from_db()
    assert meeting.sent_at


def test_what_is_ours_is_in_no_mail_and_no_document(desk, url, meeting, django_capture_on_commit_callbacks):
    send(desk, url, meeting, django_capture_on_commit_callbacks)
    for letter in mail.outbox:
        told = letter.body + "".join(pages_of(letter.attachments[0][1]))
        assert "Lyon" in told
        assert "five" not in told
        assert "fivepercent" not in told


def test_nothing_is_sent_before_commit_nor_twice(desk, url, meeting, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        desk.post(url, {"to": [each.pk for each in meeting.attendances.all()]})
    assert mail.outbox == []
    for attendance in meeting.attendances.all():
        assert send_minutes(attendance.pk) is True
        assert send_minutes(attendance.pk) is False
    assert len(mail.outbox) == 2
    send(desk, url, meeting, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("what", ["colleague", "account"])
def test_who_left_since_and_an_account_in_the_trash_get_nothing(meeting, manager, account, what):
    row = meeting.attendances.get(user=manager)
    type(row).objects.filter(pk=row.pk).update(asked_at=timezone.now())
    if what == "colleague":
        type(manager).objects.filter(pk=manager.pk).update(is_active=False)
    else:
        type(account).objects.filter(pk=account.pk).update(trashed_at=timezone.now())
    assert send_minutes(row.pk) is False
    assert mail.outbox == []


def test_somebody_who_did_not_confirm_gets_nothing(meeting):
    assert send_minutes(meeting.attendances.first().pk) is False
    assert mail.outbox == []


def test_a_mail_that_cannot_leave_is_told_and_tried_again(
    desk, url, meeting, django_capture_on_commit_callbacks, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("no route")))
        send(desk, url, meeting, django_capture_on_commit_callbacks)
    assert meeting.attendances.exclude(failed_at=None).count() == 2
    assert b"could not be sent" in desk.get(url).content
    send(desk, url, meeting, django_capture_on_commit_callbacks)
    assert meeting.attendances.exclude(sent_at=None).count() == 2


def test_nobody_changes_what_was_sent(desk, url, meeting, django_capture_on_commit_callbacks):
    send(desk, url, meeting, django_capture_on_commit_callbacks)
    for name, more in (
        ("meeting-note", ["minutes"]), ("meeting-decide", []), ("meeting-hold", []), ("meeting-reopen", [])
    ):  # fmt: skip
        answer = desk.post(reverse(f"projects:{name}", args=[meeting.pk, *more]), {"text": "Other", "mark": ""})
        assert answer.status_code == 404, name
    sent = Meeting.objects.get(pk=meeting.pk).minutes
    assert sent.startswith("## Said\n\n- **Anne** agrees.")
    Decision.objects.filter(is_internal=False).update(text="Go on with Nantes")
    page = desk.get(meeting.get_absolute_url()).content.decode()
    assert "Go on with Lyon" in page.split('id="decisions"')[0]
    assert Meeting.objects.get(pk=meeting.pk).minutes == sent


def test_who_was_not_there_is_not_written_to(desk, url, meeting, django_capture_on_commit_callbacks):
    other = MeetingFactory(committee=meeting.committee, planned_on=date(2026, 1, 12), state=State.HELD)
    stranger = other.attendances.create(stakeholder=StakeholderFactory(account=meeting.committee.project.account))
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(url, {"to": [stranger.pk]})
    assert "to" in answer.context["form"].errors
    assert mail.outbox == []


def test_empty_minutes_are_not_sent(desk, url, meeting, django_capture_on_commit_callbacks):
    Meeting.objects.filter(pk=meeting.pk).update(minutes=" ")
    meeting.decisions.all().delete()
    send(desk, url, meeting, django_capture_on_commit_callbacks)
    assert mail.outbox == []


def test_a_meeting_that_was_not_held_has_no_minutes_to_send(desk, url, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=State.PLANNED)
    assert desk.get(url).status_code == 404
    assert desk.get(reverse("projects:meeting-pdf", args=[meeting.pk])).status_code == 404


def test_the_document_says_who_was_there_and_what_was_decided(desk, meeting):
    answer = desk.get(reverse("projects:meeting-pdf", args=[meeting.pk]))
    told = "".join(pages_of(answer.content)).replace(" ", "")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "AnneRoy" in told
    assert "GoonwithLyon" in told
    assert "fivepercent" not in told


def test_the_calendar_tells_days_hours_and_what_no_longer_takes_place(project, committee, meeting):
    moved = MeetingFactory(committee=committee, planned_on=date(2026, 3, 12), state=State.POSTPONED)
    file = calendar_of(project, list(Meeting.objects.in_project(project)), at=meeting.committee.project.created_at)
    events = {event["UID"][0]: event for event in components(file, "VEVENT")}
    assert events[f"meeting-{meeting.pk}@boussole"]["DTSTART"] == ("20260212", {"VALUE": "DATE"})
    assert events[f"meeting-{moved.pk}@boussole"]["STATUS"][0] == "CANCELLED"
    committee.begins_at = "14:30"
    committee.save()
    file = calendar_of(project, list(Meeting.objects.in_project(project)), at=project.created_at)
    event = {each["UID"][0]: each for each in components(file, "VEVENT")}[f"meeting-{meeting.pk}@boussole"]
    assert (event["DTSTART"][0], event["DTEND"][0]) == ("20260212T133000Z", "20260212T150000Z")
    assert text_of(event["SUMMARY"][0]) == "Steering · Pilot"

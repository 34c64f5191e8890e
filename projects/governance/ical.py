"""The meetings of a project as a calendar file: RFC 5545, corrected when it is fetched again."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from plans.exports.calendar import printable, published
from projects.models import Meeting, Project

OFF = (Meeting.State.POSTPONED, Meeting.State.CANCELLED)


def calendar_of(project: Project, meetings: list[Meeting], *, at: datetime) -> bytes:
    """Whole days for committees without an hour. What was postponed or cancelled is told as cancelled, so that a
    calendar that holds it lets it go."""
    file = published(_("Meetings of %(project)s") % {"project": project})
    for meeting in meetings:
        file.add_component(event(meeting, at))
    return file.to_ical()


def event(meeting: Meeting, at: datetime) -> Event:
    """SEQUENCE grows with the moment of writing: whole minutes since 1970."""
    committee, entry = meeting.committee, Event()
    entry.add("uid", f"meeting-{meeting.pk}@boussole")
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("sequence", int(at.timestamp()) // 60)
    if committee.begins_at:
        begin = timezone.make_aware(datetime.combine(meeting.planned_on, committee.begins_at)).astimezone(UTC)
        entry.add("dtstart", begin)
        entry.add("dtend", begin + timedelta(minutes=committee.length))
    else:
        entry.add("dtstart", meeting.planned_on)
        entry.add("dtend", meeting.planned_on + timedelta(days=1))
    entry.add("summary", printable(f"{committee} · {committee.project}"))
    if committee.place:
        entry.add("location", printable(committee.place))
    entry.add("status", "CANCELLED" if meeting.state in OFF else "CONFIRMED")
    return entry

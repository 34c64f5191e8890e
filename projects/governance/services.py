"""What becomes of a meeting: prepared, held, postponed, cancelled, its minutes sent."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.stakeholders import posting
from accounts.stakeholders.models import Interaction
from accounts.values import plain
from plans.reviews.minutes import write_over
from projects.governance.agenda import Agenda
from projects.governance.minutes import drafted, text_of
from projects.governance.seats import key_of
from projects.governance.tasks import send_minutes
from projects.models import Attendance, Decision, Meeting
from projects.sharing import republish

State = Meeting.State


def locked(meeting: Meeting, *states: str) -> Meeting:
    """The meeting as it is now, for us alone. Raises Http404 when it is in none of these states, or its minutes left."""
    rows = Meeting.objects.select_for_update(of=("self",)).with_project().unsent()
    return get_object_or_404(rows, pk=meeting.pk, state__in=states)


@transaction.atomic
def write_down(meeting: Meeting, field: str, text: str, *, written_on: str) -> str | None:
    """Save a text that was written on the state of that mark; else the text that somebody saved meanwhile."""
    return write_over(locked(meeting, State.PLANNED, State.HELD), field, text, written_on=written_on)


@transaction.atomic
def draft(meeting: Meeting, *, on: date) -> None:
    """Put what the agenda has, and the minutes do not, below what is noted."""
    meeting = locked(meeting, State.PLANNED, State.HELD)
    meeting.minutes = drafted(meeting.minutes, Agenda(meeting, on))[:50_000]
    meeting.save(update_fields=["minutes"])


@transaction.atomic
def decide(meeting: Meeting, text: str, *, is_internal: bool) -> Decision:
    """A decision of this meeting, taken on its day."""
    meeting = locked(meeting, State.PLANNED, State.HELD)
    decision = Decision.objects.create(
        project=meeting.committee.project, meeting=meeting, text=text, decided_on=meeting.planned_on,
        is_internal=is_internal,
    )  # fmt: skip
    republish(meeting.committee.project)
    return decision


@transaction.atomic
def hold(
    meeting: Meeting, *, users: set[int], stakeholders: set[int], score: int | None, to_journal: bool, on: date
) -> Meeting:
    """It took place with these people; told again, it is corrected. Raises ValidationError before its day."""
    meeting = locked(meeting, State.PLANNED, State.HELD)
    if meeting.planned_on > on:
        words = _("This meeting is planned on %(day)s: move it first if it took place today.")
        raise ValidationError(words % {"day": plain(meeting.planned_on)})
    meeting.state, meeting.score = State.HELD, score
    meeting.save(update_fields=["state", "score"])
    set_attendances(meeting, {("user", key) for key in users} | {("stakeholder", key) for key in stakeholders})
    if to_journal:
        write_into_journal(meeting)
    republish(meeting.committee.project)
    return meeting


def set_attendances(meeting: Meeting, people: set[tuple[str, int]]) -> None:
    """Exactly these were there."""
    standing = {key_of(each): each for each in meeting.attendances.all()}
    meeting.attendances.filter(pk__in=[row.pk for key, row in standing.items() if key not in people]).delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, **{f"{side}_id": key}) for side, key in sorted(people - standing.keys())
    )


def write_into_journal(meeting: Meeting) -> Interaction | None:
    """One line of the journal for the meeting, whatever is asked again; None when nobody of theirs was there."""
    there = list(meeting.attendances.all())
    theirs = [each.stakeholder_id for each in there if each.stakeholder_id]
    if meeting.interaction_id or not theirs:
        return meeting.interaction
    decisions = "\n".join(each.text for each in meeting.decisions.all())
    row = Interaction.objects.create(
        account=meeting.committee.project.account, occurred_on=meeting.planned_on, kind=Interaction.Kind.MEETING,
        is_two_way=True, subject=f"{meeting.committee} · {meeting.committee.project}"[:255], notes=meeting.minutes,
        outcome=decisions,
    )  # fmt: skip
    row.stakeholders.set(theirs)
    row.colleagues.set([each.user_id for each in there if each.user_id])
    meeting.interaction = row
    meeting.save(update_fields=["interaction"])
    return row


@transaction.atomic
def postpone(meeting: Meeting, *, to: date, side: str, reason: str) -> Meeting:
    """The meeting that takes its place on another day, with what was prepared; this one tells who moved it and why."""
    meeting = locked(meeting, State.PLANNED)
    other = Meeting(committee=meeting.committee, planned_on=to, instead_of=meeting)
    other.topics, other.minutes = meeting.topics, meeting.minutes
    other.full_clean(exclude=["instead_of"])
    give_up(meeting, State.POSTPONED, side, reason)
    other.save()
    meeting.decisions.update(meeting=other, decided_on=to)
    republish(meeting.committee.project)
    return other


@transaction.atomic
def cancel(meeting: Meeting, *, side: str, reason: str) -> None:
    give_up(locked(meeting, State.PLANNED), State.CANCELLED, side, reason)
    republish(meeting.committee.project)


def give_up(meeting: Meeting, state: str, side: str, reason: str) -> None:
    meeting.state, meeting.changed_by, meeting.reason = state, side, reason
    meeting.save(update_fields=["state", "changed_by", "reason"])


@transaction.atomic
def reopen(meeting: Meeting) -> None:
    """It was held or cancelled by mistake: planned again, as it was."""
    meeting = locked(meeting, State.HELD, State.CANCELLED)
    meeting.state, meeting.changed_by, meeting.reason, meeting.score = State.PLANNED, "", "", None
    meeting.save(update_fields=["state", "changed_by", "reason", "score"])
    republish(meeting.committee.project)


@transaction.atomic
def ask_to_send(meeting: Meeting, attendances: Iterable[Attendance], *, at: datetime) -> int:
    """Queue the minutes for these people; who has them already is left in peace. How many.

    From now on the minutes hold the decisions too: what is decided or reworded later does not change what was sent.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.minutes = text_of(meeting)
    meeting.save(update_fields=["minutes"])
    return posting.ask_to_send(attendances, Attendance.objects.to_send(), send_minutes, at=at)

"""Meetings are planned ahead at night; minutes leave the house, one person at a time."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from accounts.stakeholders.posting import deliver
from projects.governance.minutes import mail_for
from projects.governance.planning import plan_all_ahead
from projects.models import Attendance, Meeting


@shared_task
def plan_meetings(on: str = "") -> int:
    """Plan the meetings of all projects under way ahead; how many changed. A second run changes none."""
    return plan_all_ahead(date.fromisoformat(on) if on else timezone.localdate())


@shared_task
def send_minutes(pk: int) -> bool:
    """Whether the minutes went to that person now; of two runs, the second finds that they did.

    A colleague who has left since it was asked for gets none, nor does anybody of an account in the trash.
    """
    related = ("meeting__committee__project__account", "meeting__committee__project__reference_kam")
    waiting = Attendance.objects.to_send().select_related(*related, "user", "stakeholder")
    waiting = waiting.exclude(user__is_active=False).filter(meeting__committee__project__account__trashed_at=None)
    attendance = deliver(waiting, pk, mail_for, at=timezone.now())
    if attendance is None:
        return False
    Meeting.objects.filter(pk=attendance.meeting_id, sent_at=None).update(sent_at=attendance.sent_at)
    return True

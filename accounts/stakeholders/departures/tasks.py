"""What departures do outside of a request."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from accounts.stakeholders.departures.following import follow_departures


@shared_task
def open_departures(on: str = "") -> int:
    """Open the departures that no form has opened: those of imports, of bulk edits, of edits in the database."""
    return follow_departures(date.fromisoformat(on) if on else timezone.localdate())

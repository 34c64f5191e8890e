"""Moments before a day."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

MONTHS = 24  # of history
DAYS_IN_A_MONTH = 365.25 / 12


def months_ago(on: date, months: float) -> date:
    """So many average months earlier."""
    return on - timedelta(days=round(months * DAYS_IN_A_MONTH))


def afternoon(on: date, hour: int = 17, minute: int = 30) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))

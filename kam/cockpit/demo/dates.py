"""Months before a day, and the month ends between."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils import timezone

MONTHS = 24  # of history
DAYS_IN_A_MONTH = 365.25 / 12


def months_before(on: date, months: float) -> date:
    """So many average months earlier."""
    return on - timedelta(days=round(months * DAYS_IN_A_MONTH))


def first_of_month(on: date, months: int = 0) -> date:
    """First day of the month of `on`, or of a month so many months later (earlier when negative)."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month_ends(on: date, months: int = MONTHS) -> list[date]:
    """The last days of the `months` latest complete months, oldest first; `on` itself counts when it is one."""
    latest = 0 if on.day == monthrange(on.year, on.month)[1] else -1
    return [first_of_month(on, latest + 1 - back) - timedelta(days=1) for back in range(months - 1, -1, -1)]


def afternoon(on: date, hour: int = 17, minute: int = 30) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))

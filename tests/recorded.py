"""Let what a test does have been recorded on another day."""

from contextlib import contextmanager
from datetime import date, datetime

import pghistory.models
from django.apps import apps
from django.db.models import Max
from django.utils import timezone


@contextmanager
def recorded_on(day: date, hour: int = 12):
    """The database stamps its events with the time of the transaction, which is the whole test: stamp them anew."""
    tables = [m for m in apps.get_app_config("stakeholders").get_models() if issubclass(m, pghistory.models.Event)]
    before = {events: events.objects.aggregate(last=Max("pk"))["last"] or 0 for events in tables}
    yield
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, hour))
    for events, last in before.items():
        events.objects.filter(pk__gt=last).update(pgh_created_at=moment)

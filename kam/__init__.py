"""Ground and roof of the house: settings, people, jobs below; scorecards and cockpit above."""

from kam.celery import app as celery_app

__all__ = ["celery_app"]

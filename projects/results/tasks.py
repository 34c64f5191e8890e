"""Every night: whoever has to show a result is asked to."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from projects.results.unrecognised import ask_for_all


@shared_task
def ask_for_recognition(on: str = "") -> int:
    return ask_for_all(date.fromisoformat(on) if on else timezone.localdate(), timezone.now())

"""The minutes leave the house, one person at a time."""

from celery import shared_task
from django.utils import timezone

from plans.models import ReviewPresence
from plans.reviews.mail import minutes_for
from plans.reviews.sending import deliver


@shared_task
def send_minutes(pk: int) -> bool:
    """Whether the minutes went to that person now; of two runs, the second finds that they did."""
    waiting = ReviewPresence.objects.to_send().select_related("review__plan__account__kam", "stakeholder", "user")
    return deliver(waiting, pk, minutes_for, "review", at=timezone.now())

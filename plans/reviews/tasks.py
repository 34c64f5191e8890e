"""The minutes leave the house, one person at a time."""

from celery import shared_task
from django.utils import timezone

from accounts.stakeholders.posting import deliver
from plans.models import PlanReview, ReviewPresence
from plans.reviews.mail import minutes_for


@shared_task
def send_minutes(pk: int) -> bool:
    """Whether the minutes went to that person now; of two runs, the second finds that they did."""
    waiting = ReviewPresence.objects.to_send().select_related("review__plan__account__kam", "stakeholder", "user")
    presence = deliver(waiting, pk, minutes_for, at=timezone.now())
    if presence is None:
        return False
    PlanReview.objects.filter(pk=presence.review_id, sent_at=None).update(sent_at=presence.sent_at)
    return True

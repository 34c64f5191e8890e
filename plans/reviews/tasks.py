"""The minutes leave the house, one person at a time."""

import logging
from smtplib import SMTPException

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from plans.models import PlanReview, ReviewPresence
from plans.reviews.mail import minutes_for

logger = logging.getLogger(__name__)


@shared_task
def send_minutes(pk: int) -> bool:
    """Whether the minutes went to that person now; of two runs, the second finds that they did.

    The row is locked until the mail server has taken the mail: a worker that dies before leaves it unsent.
    """
    try:
        return send_once(pk)
    except (SMTPException, OSError):
        logger.exception("minutes of presence %s not sent", pk)
        ReviewPresence.objects.filter(pk=pk, sent_at=None).update(failed_at=timezone.now())
        return False


@transaction.atomic
def send_once(pk: int) -> bool:
    waiting = ReviewPresence.objects.to_send().exclude(asked_at=None).select_for_update(of=("self",))
    presence = waiting.select_related("review__plan__account__kam", "stakeholder", "user").filter(pk=pk).first()
    if presence is None or not presence.email:
        return False
    minutes_for(presence).send()
    presence.sent_at, presence.failed_at = timezone.now(), None
    presence.save(update_fields=["sent_at", "failed_at"])
    PlanReview.objects.filter(pk=presence.review_id, sent_at=None).update(sent_at=presence.sent_at)
    return True

"""A bulletin leaves the house, one person at a time."""

from celery import shared_task
from django.utils import timezone

from accounts.stakeholders.posting import deliver
from projects.models import Recipient
from projects.telling.mail import bulletin_for


@shared_task
def send_bulletin(pk: int) -> bool:
    """Whether the bulletin went to that person now; of two runs, the second finds that it did.

    Who has left since it was asked for gets none.
    """
    now = timezone.now()
    recipient = Recipient.objects.with_all().filter(pk=pk).first()
    if recipient is None or not recipient.may_read(now):
        return False
    return deliver(Recipient.objects.to_send().with_all(), pk, bulletin_for, at=now) is not None

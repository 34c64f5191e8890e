"""The e-mail that tells a client of our answers: sent when somebody of ours asks for it, and never by itself."""

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from plans.portal.cowriting.news import news_for
from plans.portal.models import Guest
from plans.portal.tasks import send


@shared_task
def send_news(pk: int) -> None:
    """What was answered or written since the guest was last told; an invitation that has ended gets nothing.

    A second run finds nothing new, and sends nothing. An e-mail that cannot be sent leaves everything to tell.
    """
    now = timezone.now()
    with transaction.atomic():
        guest = Guest.objects.active(now).select_for_update(of=("self",)).filter(pk=pk).first()
        news = guest and news_for(guest)
        if not news:
            return
        guest.told_at = now
        guest.save(update_fields=["told_at"])
        link = settings.SITE_URL + reverse("portal:list")
        send(guest, "portal/cowriting/email/news.txt", {"link": link, **news})

"""The mails to guests. The secrets are made here, so that no queue ever holds one."""

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from plans.portal.codes import CODE_LASTS
from plans.portal.models import Guest


@shared_task
def send_invitation(pk: int, word: str = "") -> None:
    """The link of a guest, new each time; `word` is what the person who invites adds."""
    guest = guest_still(pk)
    if guest:
        link = f"{settings.SITE_URL}{reverse('portal:enter')}?{urlencode({'key': guest.renew_token()})}"
        send(guest, "portal/email/invitation.txt", {"link": link, "word": word})


@shared_task
def send_code(pk: int) -> None:
    guest = guest_still(pk)
    if guest:
        minutes = int(CODE_LASTS.total_seconds() // 60)
        send(guest, "portal/email/code.txt", {"code": guest.renew_code(timezone.now()), "minutes": minutes})


def guest_still(pk: int) -> Guest | None:
    """He may have been taken out since."""
    return Guest.objects.active(timezone.now()).with_host().filter(pk=pk).first()


def send(guest: Guest, template: str, context: dict) -> None:
    """In his language; the first line of the template is the subject. His answer goes to whoever invited him."""
    with translation.override(guest.language):
        text = render_to_string(template, {"guest": guest, **context})
    subject, body = text.strip().split("\n", 1)
    host = [guest.invited_by.email] if guest.invited_by else None
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[guest.email], reply_to=host).send()

"""Mails about a person's own sign-in, in his language, and the cleaning of old sessions."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kam.users.models import User

DAY = 86_400


@shared_task
def send_password_link(pk: int, occasion: str) -> None:
    """`occasion`: invitation, new_link (an administrator sends it) or reset (the person asked for it)."""
    person = User.objects.active().filter(pk=pk).first()
    if person is None:
        return
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    link = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
    days = settings.PASSWORD_RESET_TIMEOUT // DAY
    send(person, "password_link", {"occasion": occasion, "link": link, "days": days})


@shared_task
def send_factor_notice(pk: int) -> None:
    """Whoever did not ask for it must learn that his second factor was removed."""
    send(User.objects.get(pk=pk), "factor_reset", {"link": settings.SITE_URL + reverse("account_login")})


@shared_task
def deliver(subject: str, body: str, recipient: str) -> None:
    """A mail that allauth wrote in the request; sent here so that a slow mail server holds up nobody."""
    EmailMessage(subject, body, to=[recipient]).send()


@shared_task
def clear_sessions() -> None:
    call_command("clearsessions")


def send(person: User, template: str, context: dict) -> None:
    """The first line of the template is the subject."""
    with translation.override(person.language):
        text = render_to_string(f"users/email/{template}.txt", {"person": person, **context})
    subject, body = text.strip().split("\n", 1)
    EmailMessage(subject, body.strip() + "\n", to=[person.email]).send()

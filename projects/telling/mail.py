"""A bulletin as a mail: words and the same in HTML, with the address of the reader's own page."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from plans.exports.words import in_words
from projects.models import Recipient


def bulletin_for(recipient: Recipient) -> EmailMultiAlternatives:
    """In the language of the bulletin; an answer goes to whoever leads the project, and to the reference KAM."""
    bulletin = recipient.bulletin
    with translation.override(bulletin.language):
        told = told_to(recipient)
        text = render_to_string("projects/telling/email/bulletin.txt", told)
        page = render_to_string("projects/telling/email/bulletin.html", told)
    subject, body = text.strip().split("\n", 1)
    project = bulletin.project
    answers = {each.email for each in (project.leader, project.reference_kam) if each and each.email}
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), body.strip() + "\n", to=[recipient.email], reply_to=sorted(answers)
    )
    mail.attach_alternative(page, "text/html")
    return mail


def told_to(recipient: Recipient) -> dict[str, Any]:
    bulletin = recipient.bulletin
    return {
        "bulletin": bulletin,
        "project": bulletin.project,
        "told": [(heading, in_words(text)) for heading, text in bulletin.sections],
        "name": str(recipient),
        "sender": bulletin.project.leader or bulletin.project.reference_kam,
        "link": f"{settings.SITE_URL}{reverse('projects:bulletin-read', args=[recipient.token])}",
    }

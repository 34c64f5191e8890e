"""The minutes as a mail and as a document: what both sides keep, never what only we know."""

import re
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.stakeholders.models import Stakeholder
from accounts.values import plain
from kam import typesetting
from plans.exports.prose import prose
from plans.models import PlanReview, ReviewPresence
from plans.reviews.screen import screen_of

HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
NAMES = {"fr": ("fr", "français", "francais", "french"), "en": ("en", "anglais", "english")}


def minutes_for(presence: ReviewPresence) -> EmailMessage:
    """The mail to somebody who was there, in his language where it is known, with the document."""
    review = presence.review
    with translation.override(language_of(presence)):
        text = render_to_string("plans/reviews/email/minutes.txt", told_to(presence))
        document = minutes_pdf(review, translation.get_language())
        name = file_name(review)
    subject, body = text.strip().split("\n", 1)
    kam = review.plan.account.kam
    mail = EmailMessage(
        " ".join(subject.split()), body.strip() + "\n", to=[presence.email], reply_to=[kam.email] if kam else None
    )
    mail.attach(f"{name}.pdf", document, "application/pdf")
    return mail


def told_to(presence: ReviewPresence) -> dict[str, Any]:
    review = presence.review
    return {
        "name": str(presence),
        "account": review.plan.account.name,
        "day": plain(review.held_on),
        "minutes": HEADING.sub("", review.minutes),  # a mail is read as it is written
        "sender": str(review.plan.account.kam or ""),
    }


def language_of(presence: ReviewPresence) -> str:
    """The person's own, as far as we know it; else that of the house."""
    if presence.user:
        return presence.user.language
    return spoken_language(presence.stakeholder)


def spoken_language(person: Stakeholder) -> str:
    """The first of the languages that the person is said to speak in which we write."""
    for word in person.languages.lower().replace("/", ",").replace(";", ",").split(","):
        for code, names in NAMES.items():
            if word.strip() in names:
                return code
    return settings.LANGUAGE_CODE


def minutes_pdf(review: PlanReview, language: str) -> bytes:
    return typesetting.pdf("minutes", printed(review, language))


def printed(review: PlanReview, language: str) -> dict[str, Any]:
    """What the template sets: the minutes, who was there, and the decisions that were shown."""
    screen = screen_of(review, review.held_on)
    people = list(review.presences.select_related("stakeholder", "user"))
    return {
        "lang": language,
        "title": _("Minutes of the review"),
        "subtitle": f"{review.plan.account} · {plain(review.held_on)}",
        "people": [
            [_("For %(client)s") % {"client": review.plan.account}, names(people, is_theirs=True)],
            [_("For us"), names(people, is_theirs=False)],
        ],
        "blocks": [asdict(each) for each in prose(review.minutes)],
        "heads": [_("Action"), _("Who does it"), _("By when")],
        "actions_title": _("Actions born in this review"),
        "actions": [
            [each.action.title, each.action.owner or _("nobody yet"), plain(each.action.due_on)]
            for each in screen.decisions
            if each.action
        ],
    }


def names(people: list[ReviewPresence], *, is_theirs: bool) -> str:
    return ", ".join(str(each) for each in people if bool(each.stakeholder_id) is is_theirs) or "–"


def file_name(review: PlanReview) -> str:
    return slugify(f"{_('minutes')}-{review.plan.account.name}-{review.held_on:%Y-%m-%d}")

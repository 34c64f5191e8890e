"""The minutes as a mail and as a document: what both sides keep, never what only we know."""

from dataclasses import asdict
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.stakeholders.posting import language_of
from accounts.values import plain
from kam import typesetting
from kam.users.models import User
from plans.exports.prose import prose
from plans.exports.words import in_words
from plans.models import PlanReview, ReviewPresence
from plans.reviews.screen import screen_of


def minutes_for(presence: ReviewPresence) -> EmailMessage:
    """The mail to somebody who was there, in his language where it is known, with the document."""
    review = presence.review
    with translation.override(language_of(presence)):
        text = render_to_string("plans/reviews/email/minutes.txt", told_to(presence))
        document = minutes_pdf(review, translation.get_language())
        name = file_name(review)
    return letter(text, document, name, to=presence.email, answer_to=review.plan.account.kam)


def letter(text: str, document: bytes, name: str, *, to: str, answer_to: User | None) -> EmailMessage:
    """A mail whose first line is its subject, with a PDF of that name."""
    subject, body = text.strip().split("\n", 1)
    reply_to = [answer_to.email] if answer_to else None
    mail = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], reply_to=reply_to)
    mail.attach(f"{name}.pdf", document, "application/pdf")
    return mail


def told_to(presence: ReviewPresence) -> dict[str, Any]:
    review = presence.review
    return {
        "name": str(presence),
        "account": review.plan.account.name,
        "day": plain(review.held_on),
        "minutes": in_words(review.minutes),
        "sender": str(review.plan.account.kam or ""),
    }


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

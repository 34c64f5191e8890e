"""Introductions as the list of an account shows them: how far, what is due, what one click may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.stakeholders.models import Introduction, Step

TONES = {Step.ASKED: "blue", Step.PROMISED: "blue", Step.MADE: "teal", Step.MET: "green", Step.REFUSED: "stone"}


@dataclass(frozen=True)
class Line:
    """`steps` pairs the value and the words of each button; `reminder` is "" when nothing is due."""

    introduction: Introduction
    status: str
    tone: str
    reminder: str
    steps: list[tuple[str, str]]


def introduction_lines(introductions: Iterable[Introduction], on: date) -> list[Line]:
    return [
        Line(
            introduction=each,
            status=_("%(step)s on %(day)s") % {"step": capfirst(each.status.label), "day": short(each.status_on)},
            tone=TONES[each.status],
            reminder=reminder(each, on),
            steps=[(step.value, button(each, step)) for step in each.next_steps],
        )
        for each in introductions
    ]


def reminder(introduction: Introduction, on: date) -> str:
    if introduction.is_unanswered(on):
        days = (on - introduction.asked_on).days
        return _("No answer for %(days)s days: ask again, or somebody else.") % {"days": days}
    if introduction.awaits_thanks:
        return _("Met, not thanked yet: thank %(name)s.") % {"name": introduction.asked_of}
    return ""


def button(introduction: Introduction, step: Step) -> str:
    """A meeting that is recorded already proposes its day."""
    if step is Step.MET and introduction.seen_on:
        return _("Met on %(day)s, as recorded") % {"day": short(introduction.seen_on)}
    return capfirst(step.label)


def short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")

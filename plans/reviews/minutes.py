"""The minutes: their draft from what was discussed and decided, and two people who write them at once."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.models import ReviewDecision, ReviewTopic


def drafted(noted: str, topics: Iterable[ReviewTopic], decisions: Iterable[ReviewDecision]) -> str:
    """What was noted, and below it the topics and decisions that it does not tell yet, as Markdown.

    A second draft of the same adds nothing.
    """
    parts = [noted.strip()] if noted.strip() else []
    untold = [words for topic in topics if (words := one_line(topic.title)) not in noted]
    if untold:
        parts.append(heading(_("What we discussed"), untold))
    taken = [told(each) for each in decisions if one_line(each.text) not in noted]
    if taken:
        parts.append(heading(_("What we decided"), taken))
    return "\n\n".join(parts)


def heading(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines)


def told(decision: ReviewDecision) -> str:
    """«Send the offer (Anne Roy, 30/06/2026)»."""
    action, words = decision.action, one_line(decision.text)
    if action is None:
        return words
    owner = action.owner or action.client_owner or _("nobody yet")
    return f"{words} ({owner}, {day_of(action.due_on)})"


def day_of(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def one_line(text: str) -> str:
    return " ".join(text.split())


def plain_lines(text: str) -> str:
    """A text as it is kept, whatever is made of the ends of its lines; the database holds no NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def write_over(row: Model, field: str, text: str, *, written_on: str) -> str | None:
    """Save a text of a locked row that was written on the state of that mark; else the text that somebody saved meanwhile.

    What is written on another state is not saved: the writer is shown both.
    """
    standing = getattr(row, field)
    if standing != text and mark_of(standing) != written_on:
        return standing
    setattr(row, field, text)
    row.save(update_fields=[field])
    return None


def mark_of(text: str) -> str:
    """By which a page says which state of a text it was written on."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]

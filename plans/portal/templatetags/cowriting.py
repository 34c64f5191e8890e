"""What the pages of a client show of his own words."""

from django import template
from django.urls import reverse

from plans.difference import words
from plans.portal.cowriting.guestdesk import GuestDesk
from plans.portal.cowriting.places import (
    TAKEN,
    Kind,
    head_of,
    label_of,
    line_of,
    places_of_line,
    shown,
    unwritten_passages,
)
from plans.portal.models import Suggestion

register = template.Library()


@register.simple_tag
def desk_before(guest, edition) -> GuestDesk:
    """The guest before an edition that he reads."""
    return GuestDesk(guest, edition)


@register.simple_tag
def suggestion_label(suggestion: Suggestion, content) -> str:
    """«Market · Size», «Priority · Shorter flows · title»."""
    line = line_of(content, suggestion.kind, suggestion.line) if suggestion.kind != Kind.PASSAGE else None
    return " · ".join(
        filter(None, (head_of(suggestion.kind, suggestion.section), line and line.title, label_of(suggestion)))
    )


@register.simple_tag
def suggestion_text(suggestion: Suggestion, which: str) -> str:
    """`which`: before, proposed or applied, as people read it."""
    return shown(suggestion.kind, suggestion.field, getattr(suggestion, which))


@register.simple_tag
def suggestion_runs(suggestion: Suggestion, since: str, until: str) -> list[tuple[str, str]]:
    """From one of its texts to another, word by word."""
    was, is_now = (shown(suggestion.kind, suggestion.field, getattr(suggestion, name)) for name in (since, until))
    return [run for run in words(was, is_now) if run[1]]


@register.filter
def of_key(counts, key) -> int:
    """How many there are of a key."""
    return counts[str(key)]


@register.simple_tag
def places_of(desk: GuestDesk, kind: str, line) -> list[tuple[str, str]]:
    """(what a field of the line is called, where he proposes another text of it)."""
    places = [place for place in places_of_line(desk.content, kind, line) if place.field != TAKEN]
    plan = desk.edition.plan_id
    return [
        (label_of(each), reverse(f"cowriting:suggest-{kind}", args=[plan, line.key, each.field])) for each in places
    ]


@register.simple_tag
def unwritten(desk: GuestDesk) -> list[tuple[str, str, str]]:
    """(section, field, «Market · Size») of the passages that nobody has written yet."""
    return list(unwritten_passages(desk.content))

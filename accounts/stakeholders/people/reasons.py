"""What stands behind a figure, row by row: who, when, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.stakeholders.models import Interaction
from accounts.stakeholders.people.cells import COVERED, STRENGTHS, short
from accounts.stakeholders.people.lines import Line


@dataclass(frozen=True)
class Reason:
    """`url` is "" when there is no page; `word` is the verdict and `tone` its colour."""

    name: str
    told: str
    url: str = ""
    word: Any = ""
    tone: str = "stone"


def of_people(lines: Iterable[Line], listed: set[int]) -> list[Reason]:
    """Why each person counts as covered or not; only those `listed` today have a page."""
    return [of_person(line, line.person.get_absolute_url() if line.person.pk in listed else "") for line in lines]


def of_person(line: Line, url: str) -> Reason:
    tone, _icon, word = COVERED[line.covered]
    if line.person.is_placeholder:
        told = _("Vacant role of influence %(influence)s: it counts, nobody covers it yet.")
        return Reason(line.person.name, told % {"influence": line.person.influence}, url, _("vacant role"), "unknown")
    parts = [
        _("influence %(influence)s") % {"influence": line.person.influence},
        _("strength %(strength)s") % {"strength": STRENGTHS[line.person.contact_strength]},
        waited(line),
        _("known by %(names)s") % {"names": ", ".join(line.known_by)}
        if line.known_by
        else _("known by nobody of ours"),
    ]
    return Reason(line.person.name, " · ".join(parts), url, word, tone)


def waited(line: Line) -> str:
    if line.days_ago is None:
        return _("never met")
    told = ngettext(
        "last exchange on %(day)s, %(days)s day ago, cadence %(cadence)s days",
        "last exchange on %(day)s, %(days)s days ago, cadence %(cadence)s days",
        line.days_ago,
    )
    return told % {"day": short(line.last_contact_on), "days": line.days_ago, "cadence": line.cadence}


def of_interactions(interactions: Iterable[Interaction]) -> list[Reason]:
    return [
        Reason(str(each), f"{short(each.occurred_on)} · {each.get_kind_display()}", each.get_absolute_url())
        for each in interactions
    ]

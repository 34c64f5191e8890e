"""What stands behind a figure, row by row: who, when, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.stakeholders.models import Interaction
from accounts.stakeholders.network import urgency, waiting
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


def of_priority(line: Line) -> Reason:
    """What makes somebody worth seeing, factor by factor (network.urgency)."""
    factors = {
        "influence": line.influence,
        "open": localize(1 - line.covered),
        "waited": localize(round(waiting(line), 1)),
        "value": localize(round(urgency(line), 1)),
    }
    told = _("influence %(influence)s × share not covered %(open)s × %(waited)s times the cadence = %(value)s")
    return Reason(_("A help to choose, never a quota"), f"{told % factors} · {waited(line)}")


def of_dependency(interactions: Iterable[Interaction], alone: dict[int, bool]) -> list[Reason]:
    """Exchanges, each with those of ours who took part; `alone` says which the KAM had alone."""
    rows = []
    for each in interactions:
        ours = ", ".join(str(user) for user in each.colleagues.all())
        told = f"{short(each.occurred_on)} · {each.get_kind_display()} · {ours}"
        word, tone = (_("the KAM alone"), "amber") if alone[each.pk] else (_("shared"), "green")
        rows.append(Reason(str(each), told, each.get_absolute_url(), word, tone))
    return rows


def of_interactions(interactions: Iterable[Interaction]) -> list[Reason]:
    return [
        Reason(str(each), f"{short(each.occurred_on)} · {each.get_kind_display()}", each.get_absolute_url())
        for each in interactions
    ]

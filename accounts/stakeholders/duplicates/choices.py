"""What a merge has to choose: the fields that go together, what each entry says of them, and which one to propose."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.reporting import loop_through
from accounts.values import Rows, shown
from kam.users.models import User

# Fields that are chosen together, under the label of the first: a judgement keeps its day, evidence and certainty.
UNITS = (
    ("name", "is_placeholder"), ("title",), ("function",), ("entity",), ("level",), ("reports_to",), ("dotted_to",),
    ("location",), ("preferred_channel",), ("informal_power",), ("influence", "is_influence_confirmed"),
    ("attitude", "attitude_on", "attitude_evidence", "is_attitude_confirmed"),
    ("contact_strength", "is_strength_confirmed"), ("relationship", "is_relationship_confirmed"),
    ("relationship_target",), ("owner",), ("backup",), ("stakes",), ("source",), ("email",), ("phone",), ("code",),
    ("departed_on",),
)  # fmt: skip
MANAGERS = {"reports_to", "dotted_to"}
ASSUMED_AT_FIRST = {"influence": "is_influence_confirmed", "contact_strength": "is_strength_confirmed"}
LANGUAGES = re.compile(r"\s*[,;/]\s*")


@dataclass(frozen=True)
class Choice:
    """One unit that both entries fill differently, in words; `proposed` is "kept" or "gone"."""

    name: str
    label: str
    kept: str
    gone: str
    proposed: str


@dataclass(frozen=True)
class Pair:
    """Two entries; `kept` stays, `gone` is made part of it."""

    kept: Stakeholder
    gone: Stakeholder

    def side(self, name: str) -> Stakeholder:
        return self.kept if name == "kept" else self.gone

    def values(self, side: str, unit: tuple[str, ...]) -> tuple:
        """What the entry says of a unit; that one of both reports to the other says nothing once they are one."""
        person, both = self.side(side), {self.kept.pk, self.gone.pk}
        said = [getattr(person, field_of(name).attname) for name in unit]
        return (None,) if unit[0] in MANAGERS and said[0] in both else tuple(said)

    def is_filled(self, side: str, unit: tuple[str, ...]) -> bool:
        """Whether somebody has said something: a value that every entry begins with counts once it is confirmed."""
        if unit[0] in ASSUMED_AT_FIRST:
            value, is_confirmed = self.values(side, unit)
            return is_confirmed or value != field_of(unit[0]).default
        return self.values(side, unit)[0] not in (None, "")

    @property
    def united(self) -> dict[str, Any]:
        """The lists of both, put together."""
        roles = [*self.kept.buying_roles, *self.gone.buying_roles]
        return {"buying_roles": list(dict.fromkeys(roles)), "languages": self.languages}

    @property
    def languages(self) -> str:
        found = {}
        for text in (self.kept.languages, self.gone.languages):
            for word in filter(None, LANGUAGES.split(text.strip())):
                found.setdefault(word.casefold(), word)
        longest = field_of("languages").max_length
        both = ", ".join(found.values())
        return both if len(both) <= longest else max(self.kept.languages, self.gone.languages, key=len)


def field_of(name: str):
    return Stakeholder._meta.get_field(name)


def open_units(pair: Pair) -> list[tuple[str, ...]]:
    """The units of which the entries differ."""
    return [unit for unit in UNITS if pair.values("kept", unit) != pair.values("gone", unit)]


def choices(pair: Pair, rows: Rows) -> list[Choice]:
    """What is to be chosen, with a proposal: what is filled, else the newer one. `rows` names keys, as `shown` does."""
    newer = {side: since(pair.side(side)) for side in ("kept", "gone")}
    return [
        Choice(
            name=unit[0],
            label=str(field_of(unit[0]).verbose_name),
            kept=in_words(pair, "kept", unit, rows),
            gone=in_words(pair, "gone", unit, rows),
            proposed=proposal(pair, unit, newer),
        )
        for unit in open_units(pair)
    ]


def proposal(pair: Pair, unit: tuple[str, ...], newer: dict[str, dict[str, int]]) -> str:
    filled = [side for side in ("kept", "gone") if pair.is_filled(side, unit)]
    if unit[0] == "name":  # whoever is known by name fills the vacant role
        filled = [side for side in filled if not pair.side(side).is_placeholder] or filled
    if len(filled) == 1:
        return filled[0]
    if unit[0] == "attitude" and pair.kept.attitude_on != pair.gone.attitude_on:
        return "kept" if pair.kept.attitude_on > pair.gone.attitude_on else "gone"
    ages = [max(filter(None, (newer[side].get(name) for name in unit)), default=None) for side in ("kept", "gone")]
    return "gone" if None not in ages and ages[1] > ages[0] else "kept"


def since(person: Stakeholder) -> dict[str, int]:
    """Field → the event that gave it the value that it has; events are numbered in the order of time."""
    events = list(person.pgh_event_model.objects.filter(pgh_obj=person.pk).order_by("pk"))
    found, before = {}, None
    for event in events:
        for name in {name for unit in UNITS for name in unit}:
            attname = field_of(name).attname
            if before is None or getattr(event, attname) != getattr(before, attname):
                found[name] = event.pk
        before = event
    return found


def in_words(pair: Pair, side: str, unit: tuple[str, ...], rows: Rows) -> str:
    """The value, and what it rests on."""
    values = dict(zip(unit, pair.values(side, unit), strict=True))
    words = [shown(field_of(name), values[name], rows) for name in unit if not name.startswith("is_")]
    if values.get("is_placeholder"):
        words.append(_("vacant role"))
    certain = [value for name, value in values.items() if name.endswith("_confirmed")]
    if words[0] and certain:
        words.append(_("confirmed") if certain[0] else _("assumed"))
    return " · ".join(word for word in words if word)


def named_rows(pair: Pair, reader: User) -> Rows:
    """The rows that the foreign keys of both entries point to, one query a model."""
    fields = [field_of(unit[0]) for unit in UNITS if field_of(unit[0]).is_relation]
    found: dict[type[Model], dict] = {}
    for field in fields:
        keys = {getattr(person, field.attname) for person in (pair.kept, pair.gone)} - {None}
        rows = field.related_model._default_manager.all()
        rows = rows.visible_to(reader) if hasattr(rows, "visible_to") else rows
        found.setdefault(field.related_model, {}).update(rows.in_bulk(keys) if keys else {})
    return found


def chosen_values(pair: Pair, taken: dict[str, str]) -> dict[str, Any]:
    """Column → value of the merged entry; `taken` says for each open unit whose value it takes."""
    found = dict(pair.united)
    for unit in UNITS:
        values = pair.values(taken.get(unit[0], "kept"), unit)
        found |= {field_of(name).attname: value for name, value in zip(unit, values, strict=True)}
    return found


def lines_after(pair: Pair, values: dict[str, Any], lines: dict[int, tuple[str, tuple[int, ...]]]) -> dict:
    """The reporting lines of the account once both entries are one."""
    kept, gone = pair.kept.pk, pair.gone.pk
    after = {
        pk: (name, tuple(kept if boss == gone else boss for boss in bosses))
        for pk, (name, bosses) in lines.items()
        if pk != gone
    }
    return after | {kept: (pair.kept.name, bosses_in(values))}


def bosses_in(values: dict[str, Any]) -> tuple[int, ...]:
    return tuple(filter(None, (values["reports_to_id"], values["dotted_to_id"])))


def loops(pair: Pair, values: dict[str, Any], lines: dict) -> Iterable[list[str]]:
    """The names around each circle that the merged entry would close."""
    after = lines_after(pair, values, lines)
    return filter(None, (loop_through(pair.kept.pk, boss, after) for boss in bosses_in(values)))

"""Where a client may have a word in his edition: a passage, one field of a line, or a line that is not there yet.

Places are found in the client edition only: whatever it does not hold does not exist here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from plans.catalogue import BY_KEY, SECTIONS, passage, passages
from plans.models import PlanAction, PlanObjective, StrategicPriority
from plans.portal.models import Suggestion
from plans.sharing import SHARED_PASSAGES, SharedContent

Kind = Suggestion.Kind
NEW = Suggestion.NEW
NUMBERS = ("baseline", "target")
TAKEN = "client_owner"  # «I take this one»: the owner of an action that nobody owns


@dataclass(frozen=True)
class Terms:
    """What of a kind of line may be put otherwise: `fields` of `model`, listed as `lines` in the content of a plan."""

    model: type[Model]
    section: str
    lines: str
    fields: tuple[str, ...]
    parent: str = ""  # the line that a new one belongs to
    parents: str = ""


TERMS = {
    Kind.PRIORITY: Terms(StrategicPriority, "priorities", "priorities", ("title", "sentence", "client_issue")),
    Kind.OBJECTIVE: Terms(
        PlanObjective, "objectives", "objectives", ("title", "metric", "unit", "baseline", "target", "due_on"),
        "priority", "priorities",
    ),
    Kind.ACTION: Terms(PlanAction, "actions", "actions", ("title", "starts_on", "due_on"), "objective", "objectives"),
}  # fmt: skip
KIND_OF = {terms.section: kind for kind, terms in TERMS.items()}


@dataclass(frozen=True)
class Place:
    """`text` is what stands there, as the client edition writes it; `name` the line it belongs to."""

    kind: str
    section: str
    field: str
    line: str | None = None
    name: str = ""
    text: str = ""

    def __str__(self):
        return self.label

    @property
    def is_new(self) -> bool:
        return self.field == NEW

    @property
    def label(self) -> str:
        """«Market · Size», «Priority · Shorter flows · title»."""
        return " · ".join(filter(None, (head_of(self.kind, self.section), self.name, label_of(self))))

    @property
    def shown(self) -> str:
        return shown(self.kind, self.field, self.text)


def head_of(kind: str, section: str) -> str:
    return str(BY_KEY[section].title if kind == Kind.PASSAGE else Kind(kind).label)


def label_of(place) -> str:
    """What the field of a place, or of a suggestion, is called."""
    if place.kind == Kind.PASSAGE:
        known = passage(place.section, place.field)
        return str(known.label) if known else place.field
    if place.field in (NEW, TAKEN):
        return str(_("a new one") if place.field == NEW else _("who takes it"))
    return str(TERMS[place.kind].model._meta.get_field(place.field).verbose_name)


def find_place(content: SharedContent, kind: str, section: str, field: str, line: str | None) -> Place | None:
    """The place of that name in a client edition, or None if the client has no word there."""
    if kind == Kind.PASSAGE:
        key = f"{section}.{field}"
        is_there = line is None and key in SHARED_PASSAGES
        return Place(kind, section, field, text=content.passages.get(key, "")) if is_there else None
    terms = TERMS.get(kind)
    if terms is None or section != terms.section:
        return None
    if line is None:
        return Place(kind, section, field) if field == NEW else None
    found = line_of(content, kind, line)
    if found is None or field not in open_fields(kind, found):
        return None
    return Place(kind, section, field, line, name=found.title, text=told(getattr(found, field, None)))


def line_of(content: SharedContent, kind: str, line: str) -> Any:
    return next((each for each in getattr(content, TERMS[kind].lines) if each.key == str(line)), None)


def open_fields(kind: str, line: Any) -> tuple[str, ...]:
    is_free = kind == Kind.ACTION and not line.owner and not line.done_on
    return (*TERMS[kind].fields, TAKEN) if is_free else TERMS[kind].fields


def is_topic(content: SharedContent, section: str, line: str | None) -> bool:
    """Whether the client and we may talk about that: a section that he reads, or a line of it."""
    if section not in READ_SECTIONS:
        return False
    return line is None or (section in KIND_OF and line_of(content, KIND_OF[section], line) is not None)


READ_SECTIONS = {section.key for section in SECTIONS if section.is_shared}


def told(value: Any) -> str:
    """A value as suggestions keep it: days as ISO, numbers with a point and two decimals, ends of lines as \\n."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else "\n".join(str(value).splitlines())


def shown(kind: str, field: str, text: str) -> str:
    """What `told` wrote, as people of the active language read it."""
    if not text:
        return ""
    if field in NUMBERS:
        number = Decimal(text)
        return number_format(
            number.normalize() if number % 1 else number.to_integral_value(), use_l10n=True, force_grouping=True
        )
    return date_format(parse_date(text), "SHORT_DATE_FORMAT") if field in ("due_on", "starts_on") else text


def places_of_line(content: SharedContent, kind: str, line: Any) -> Iterator[Place]:
    """Each field of a line of the client edition that he may put otherwise."""
    for field in open_fields(kind, line):
        yield find_place(content, kind, TERMS[kind].section, field, line.key)


def unwritten_passages(content: SharedContent) -> Iterator[tuple[str, str, str]]:
    for section, field in passages():
        if field.is_shared and f"{section.key}.{field.key}" not in content.passages:
            yield section.key, field.key, f"{section.title} · {field.label}"

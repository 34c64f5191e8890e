"""A plan as a document: a cover, then chapters made of pieces. Plain data, words in the language of the reader.

Both the whole plan and the client edition become this; a PDF and a presentation are set from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.catalogue import Section
from plans.exports.prose import Block, breakable, clean, prose

NARROW, FIXED = "\u202f", "\u00a0"  # blanks that no line ends at
RECURRENCES = {  # as plans.PlanAction calls them
    "monthly": gettext_lazy("Every month"),
    "quarterly": gettext_lazy("Every quarter"),
    "yearly": gettext_lazy("Every year"),
}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Prose:
    title: str
    blocks: tuple[Block, ...]
    kind: str = "prose"


@dataclass(frozen=True)
class Facts:
    """(label, words)."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Grid:
    """A table; `widths` are shares of the line, `right` the columns of figures."""

    title: str
    heads: Row
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()
    kind: str = "grid"


@dataclass(frozen=True)
class Figures:
    """(label, value, source or nothing)."""

    title: str
    rows: tuple[tuple[str, str, str], ...]
    kind: str = "figures"


@dataclass(frozen=True)
class Quadrant:
    key: str
    title: str
    items: tuple[tuple[str, str], ...]  # words, and what is known of them


@dataclass(frozen=True)
class Quadrants:
    cells: tuple[Quadrant, ...]
    kind: str = "quadrants"


@dataclass(frozen=True)
class Card:
    title: str
    sentence: str
    issue: str
    agreed: str = ""


@dataclass(frozen=True)
class Cards:
    """The priorities, in their order; `issue_label` heads the client's issue."""

    cards: tuple[Card, ...]
    issue_label: str
    kind: str = "cards"


@dataclass(frozen=True)
class Bar:
    """An objective: how far it is from its baseline to its target, 0 to 100, or None where nothing is measured."""

    title: str
    under: str
    baseline: str
    current: str
    target: str
    due: str
    owner: str
    percent: int | None


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    labels: dict[str, str]
    kind: str = "bars"


@dataclass(frozen=True)
class Span:
    """An action in the years: from and to as shares of the period; `tone`: ours, theirs, done or late."""

    title: str
    owner: str
    start: float
    end: float
    progress: int
    tone: str


@dataclass(frozen=True)
class Band:
    """`years`: (label, where it begins as a share of the period)."""

    title: str
    years: tuple[tuple[str, float], ...]
    spans: tuple[Span, ...]
    legend: tuple[tuple[str, str], ...]
    kind: str = "band"


@dataclass(frozen=True)
class Strand:
    """What leads to a priority and what follows from it."""

    items: tuple[str, ...]
    options: tuple[str, ...]
    priority: str
    objectives: tuple[tuple[str, tuple[str, ...]], ...]  # each with its actions


@dataclass(frozen=True)
class Chain:
    heads: Row
    strands: tuple[Strand, ...]
    kind: str = "chain"


@dataclass(frozen=True)
class SignOffs:
    """Who has signed, and lines for who will."""

    title: str
    heads: Row
    rows: tuple[Row, ...]
    blanks: int
    note: str = ""
    kind: str = "sign_offs"


Piece = Prose | Facts | Grid | Figures | Quadrants | Cards | Bars | Band | Chain | SignOffs


@dataclass(frozen=True)
class Chapter:
    """`notes` are for whoever presents it."""

    number: int
    title: str
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """`label` says for whom it is, on each page; `seal` is the digest of what it says."""

    account: str
    title: str
    label: str
    is_internal: bool
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    seal: str
    language: str


def line(text: str) -> str:
    """A short text that somebody typed, as one line that can be broken everywhere it must."""
    return breakable(" ".join(clean(text).split()))


def text(words: str) -> str:
    """A longer text that somebody typed, its lines kept."""
    return breakable(clean(words).strip())


def number(value: Decimal | None, unit: str = "") -> str:
    """«12 400 k€», without idle zeros, on one line."""
    if value is None:
        return ""
    told = format(value, "f")
    told = told.rstrip("0").rstrip(".") if "." in told else told
    grouped = number_format(Decimal(told), use_l10n=True, force_grouping=True).replace("\xa0", NARROW)
    return FIXED.join(filter(None, [grouped, line(unit)]))


def day(on: date | None) -> str:
    return date_format(on, "SHORT_DATE_FORMAT") if on else ""


def long_day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def period(starts_on: date, ends_on: date) -> str:
    return f"{long_day(starts_on)} – {long_day(ends_on)}"


def title_of(starts_on: date, ends_on: date) -> str:
    years = {"first": starts_on.year, "last": ends_on.year}
    return _("Account Business Plan %(first)s–%(last)s") % years


def recurring(recurrence: str) -> str:
    return str(RECURRENCES.get(recurrence, ""))


def owner_of(action) -> str:
    """Who does it, and whether that is one of theirs."""
    name = line(action.owner)
    return _("%(name)s (client)") % {"name": name} if action.is_clients and name else name


def passages_of(section: Section, passages: dict[str, str]) -> list[Prose]:
    """The written passages of a section, in their order."""
    named = [(field.label, passages.get(f"{section.key}.{field.key}", "")) for field in section.fields]
    return [Prose(str(label), prose(words)) for label, words in named if words.strip()]


def figures_of(section: Section, figures: Iterable) -> list[Figures]:
    """The figures of a section (lines with label, value, unit, source and as_of), if there are any."""
    rows = tuple(
        (line(each.label), number(each.value, each.unit), source_of(each))
        for each in figures
        if each.section == section.key
    )
    return [Figures(_("Figures"), rows)] if rows else []


def source_of(figure) -> str:
    source = _("Source: %(source)s") % {"source": line(figure.source)} if figure.source else ""
    as_of = _("As of %(day)s") % {"day": day(figure.as_of)} if figure.as_of else ""
    return " · ".join(filter(None, [source, as_of]))

"""The whole plan as files, for those who see the account: a `Content`, now or frozen, in; bytes out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from plans.catalogue import SECTIONS, Section
from plans.content import Content, Swot
from plans.exports import aims
from plans.exports.calendar import calendar
from plans.exports.deck import deck
from plans.exports.formats import ICS, PDF, PPTX, XLSX, Format, Report
from plans.exports.paper import (
    Chain,
    Chapter,
    Facts,
    Grid,
    Paper,
    Piece,
    Quadrant,
    Quadrants,
    Row,
    SignOffs,
    Strand,
    day,
    figures_of,
    line,
    number,
    passages_of,
    period,
    source_of,
    text,
    title_of,
)
from plans.exports.pdf import pdf
from plans.exports.prose import clean
from plans.exports.workbook import workbook
from plans.models import SwotItem


@dataclass(frozen=True)
class InsideSource:
    """A content with what stands beside it: its state, who agreed and who signed these very words.

    `agreed`: key of a priority → names; `signed`: (name, day, how).
    """

    content: Content
    status: str
    changed_at: datetime
    on: date
    language: str
    agreed: dict[str, str] = field(default_factory=dict)
    signed: tuple[Row, ...] = ()

    @property
    def size(self) -> int:
        """Actions that it holds."""
        return len(self.content.actions)


def inside_paper(source: InsideSource) -> Paper:
    content = source.content
    chapters = [
        Chapter(
            section.number,
            str(section.title),
            tuple(pieces_of(section, source)),
            tuple(map(clean, notes_of(section, content))),
        )
        for section in SECTIONS
    ]
    return Paper(
        account=line(content.account),
        title=title_of(content.starts_on, content.ends_on),
        label=_("Internal: not for the client"),
        is_internal=True,
        facts=cover_facts(source),
        chapters=tuple(chapters),
        seal=content.digest,
        language=source.language,
    )  # fmt: skip


def cover_facts(source: InsideSource) -> tuple[tuple[str, str], ...]:
    content = source.content
    facts = (
        (_("Period"), period(content.starts_on, content.ends_on)),
        (_("Version"), " · ".join(filter(None, [str(content.version), source.status]))),
        (_("Key account manager"), line(content.kam)),
        (_("Executive sponsor"), line(content.sponsor)),
    )
    return tuple(each for each in facts if each[1])


def pieces_of(section: Section, source: InsideSource) -> Iterator[Piece]:
    content = source.content
    if section.key == "governance":
        yield from governance(source)
    yield from passages_of(section, content.passages)
    yield from figures_of(section, content.figures)
    if section.key in DRAWN:
        yield from DRAWN[section.key](source)


def governance(source: InsideSource) -> Iterator[Piece]:
    content = source.content
    rows = [
        (_("Account"), line(content.account)),
        *cover_facts(source),
        (_("Team"), ", ".join(map(line, content.team))),
    ]
    rows.append((_("Investment"), number(content.investment, "€")))
    yield Facts(tuple(row for row in rows if row[1]))
    heads = (_("Name"), _("Date"), _("How"))
    yield SignOffs(_("Sign-off by the client"), heads, source.signed, 0 if source.signed else 2)


def swot(source: InsideSource) -> Iterator[Piece]:
    items = source.content.swot
    cells = [
        Quadrant(
            quadrant.value,
            quadrant.plural,
            tuple((line(each.text), known_of(each)) for each in items if each.quadrant == quadrant),
        )
        for quadrant in SwotItem.Quadrant
    ]
    if items:
        yield Quadrants(tuple(cells))


def known_of(item: Swot) -> str:
    """How much it weighs, whether it is confirmed, and where it comes from."""
    weight = _("weight %(weight)s of 5") % {"weight": item.weight}
    surety = _("confirmed") if item.is_confirmed else _("assumed")
    return " · ".join(filter(None, [weight, surety, line(item.source), day(item.seen_on)]))


def tows(source: InsideSource) -> Iterator[Piece]:
    names = {each.key: line(each.text) for each in source.content.swot}
    rows = tuple(
        (line(each.text), "\n".join(f"• {names[key]}" for key in each.items if key in names))
        for each in source.content.options
    )
    if rows:
        yield Grid(_("Options"), (_("Option"), _("What it crosses")), rows, (50, 50))


def priorities(source: InsideSource) -> Iterator[Piece]:
    content = source.content
    yield from aims.cards(content.priorities, source.agreed)
    if content.priorities:
        heads = (_("SWOT"), _("TOWS options"), _("Priority"), _("Objectives and actions"))
        yield Chain(heads, tuple(strands(content)))


def strands(content: Content) -> Iterator[Strand]:
    """Each priority with what it comes from and what it leads to."""
    items = {each.key: line(each.text) for each in content.swot}
    options = {each.key: each for each in content.options}
    for priority in content.priorities:
        followed = [options[key] for key in priority.options if key in options]
        crossed = dict.fromkeys(key for option in followed for key in option.items if key in items)
        yield Strand(
            tuple(items[key] for key in crossed),
            tuple(line(option.text) for option in followed),
            line(priority.title),
            tuple(
                (
                    line(objective.title),
                    tuple(line(action.title) for action in content.actions if action.objective == objective.key),
                )
                for objective in content.objectives
                if objective.priority == priority.key
            ),
        )


def objectives(source: InsideSource) -> Iterator[Piece]:
    yield from aims.bars(source.content.objectives, source.content.priorities)


def actions(source: InsideSource) -> Iterator[Piece]:
    content = source.content
    yield from aims.actions(content.actions, content.starts_on, content.ends_on, source.on)


def risks(source: InsideSource) -> Iterator[Piece]:
    heads = (_("Risk"), _("Probability × impact"), _("What would announce it"), _("What we do about it"), _("Owner"))
    rows = tuple(
        (line(each.text), f"{each.probability} × {each.impact}", line(each.trigger), text(each.mitigation), line(each.owner))
        for each in source.content.risks
    )  # fmt: skip
    if rows:
        yield Grid("", heads, rows, (26, 14, 20, 26, 14))


DRAWN = {
    "swot": swot,
    "tows": tows,
    "priorities": priorities,
    "objectives": objectives,
    "actions": actions,
    "risks": risks,
}


def notes_of(section: Section, content: Content) -> Iterator[str]:
    """The evidence behind a chapter, for whoever presents it."""
    if section.key == "swot":
        yield from (
            f"{each.text} · {evidence}"
            for each in content.swot
            if (evidence := " · ".join(filter(None, [each.evidence.strip(), known_of(each)])))
        )
    if section.key == "objectives":
        told = [(each.title, each.measure_source) for each in content.objectives if each.measure_source]
        yield from (_("%(objective)s: measured by %(source)s") % {"objective": a, "source": b} for a, b in told)
    for each in content.figures:
        if each.section == section.key and source_of(each):
            yield f"{each.label} · {number(each.value, each.unit)} · {source_of(each)}"


def write_pdf(source: InsideSource, report: Report) -> bytes:
    return pdf(inside_paper(source), report)


def write_deck(source: InsideSource, report: Report) -> bytes:
    return deck(inside_paper(source), report)


def write_workbook(source: InsideSource, report: Report) -> bytes:
    return workbook(source.content, report)


def write_calendar(source: InsideSource, report: Report) -> bytes:
    content = source.content
    return calendar(content.actions, title=content.account, ends_on=content.ends_on, changed_at=source.changed_at)


FORMATS = {
    "pdf": Format(PDF, write_pdf),
    "pptx": Format(PPTX, write_deck),
    "xlsx": Format(XLSX, write_workbook, at_once=True),
    "ics": Format(ICS, write_calendar, at_once=True),
}

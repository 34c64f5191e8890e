"""The client edition as files, from the client edition alone: `SharedContent` in, bytes out.

Nothing of the plan itself is read here: what a SharedContent does not hold cannot be told. FORMATS is the one list of
what a client, or one of ours for him, can take away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from plans.catalogue import SECTIONS, Section
from plans.exports import aims
from plans.exports.calendar import calendar
from plans.exports.deck import deck
from plans.exports.formats import ICS, PDF, PPTX, Format, Report
from plans.exports.paper import Chapter, Facts, Paper, Piece, SignOffs, figures_of, line, passages_of, period, title_of
from plans.exports.pdf import pdf
from plans.sharing import SharedContent

BLANKS = 3  # lines to sign on


@dataclass(frozen=True)
class SharedSource:
    """A client edition, when it was made, its digest, and for which day and language it is written."""

    content: SharedContent
    made_at: datetime
    seal: str
    on: date
    language: str

    @property
    def size(self) -> int:
        """Actions that it holds."""
        return len(self.content.actions)


def client_paper(source: SharedSource) -> Paper:
    """The sections that hold something, numbered as the client meets them: those of ours leave no gap."""
    content = source.content
    shared = [(section, tuple(pieces_of(section, source))) for section in SECTIONS if section.is_shared]
    held = [(str(section.title), pieces) for section, pieces in shared if pieces]
    chapters = [Chapter(number, title, pieces) for number, (title, pieces) in enumerate(held, 1)]
    return Paper(
        account=line(content.account),
        title=title_of(content.starts_on, content.ends_on),
        label=_("Client edition"),
        is_internal=False,
        facts=facts_of(content),
        chapters=tuple(chapters),
        seal=source.seal,
        language=source.language,
    )


def facts_of(content: SharedContent) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Period"), period(content.starts_on, content.ends_on)),
        (_("Version"), str(content.version)),
        (_("Key account manager"), line(content.kam)),
    )
    return tuple(each for each in facts if each[1])


def pieces_of(section: Section, source: SharedSource) -> Iterator[Piece]:
    content = source.content
    if section.key == "governance":
        yield Facts(((_("Account"), line(content.account)), *facts_of(content)))
        yield to_sign(source)
    yield from passages_of(section, content.passages)
    yield from figures_of(section, content.figures)
    if section.key == "priorities":
        yield from aims.cards(content.priorities)
    if section.key == "objectives":
        yield from aims.bars(content.objectives, content.priorities)
    if section.key == "actions":
        yield from aims.actions(content.actions, content.starts_on, content.ends_on, source.on)


def to_sign(source: SharedSource) -> SignOffs:
    heads = (_("Name"), _("Role"), _("Date"), _("Signature"))
    note = _("Digest of this text: %(digest)s") % {"digest": source.seal[:16]}
    return SignOffs(_("Sign-off"), heads, (), BLANKS, note)


def write_pdf(source: SharedSource, report: Report) -> bytes:
    return pdf(client_paper(source), report)


def write_deck(source: SharedSource, report: Report) -> bytes:
    return deck(client_paper(source), report)


def write_calendar(source: SharedSource, report: Report) -> bytes:
    content = source.content
    return calendar(content.actions, title=content.account, ends_on=content.ends_on, changed_at=source.made_at)


FORMATS = {
    "pdf": Format(PDF, write_pdf),
    "pptx": Format(PPTX, write_deck),
    "ics": Format(ICS, write_calendar, at_once=True),
}

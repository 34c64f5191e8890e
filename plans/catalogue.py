"""The 18 sections of an Account Business Plan: what each must hold, and who may ever see it (domain.md 3.1).

Data, no ORM: the pages, the completeness, the client edition and the exports all read this one list.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

FEWEST, MOST = 3, 5  # strategic priorities
A_QUADRANT = 7  # items of the SWOT at most


@dataclass(frozen=True)
class Field:
    """A passage to write; `is_shared` says whether it may enter the client edition."""

    key: str
    label: str
    is_shared: bool = False
    is_mandatory: bool = True


@dataclass(frozen=True)
class Section:
    """`fields` are written; what the section also needs is counted by `plans.completeness`.

    `is_sourced`: its figures have a source and a date. `is_gate`: it must be 80 % complete before validation.
    """

    number: int
    key: str
    title: str
    fields: tuple[Field, ...] = ()
    is_shared: bool = False
    is_sourced: bool = False
    is_gate: bool = False


def shared(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(key, label, is_shared=True) for key, label in pairs)


def internal(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(key, label) for key, label in pairs)


SECTIONS = (
    Section(1, "governance", _("Identity and governance"), is_shared=True),
    Section(
        2, "summary", _("Executive summary"),
        internal(("situation", _("Situation")), ("ambition", _("Ambition")), ("money", _("Money")), ("asks", _("What we ask for"))),
    ),
    Section(
        3, "charter", _("Shared ambition"),
        shared(
            ("scope", _("The scope we share")), ("value", _("The value we bring")),
            ("how", _("How the client gets it")), ("return", _("What we get")),
        ), is_shared=True,
    ),
    Section(
        4, "market", _("Market"),
        shared(
            ("size", _("Size")), ("growth", _("Growth")), ("segments", _("Segments")), ("trends", _("Trends")),
            ("regulation", _("Regulation")),
        ), is_shared=True, is_sourced=True, is_gate=True,
    ),
    Section(
        5, "competition", _("Competition"),
        internal(
            ("competitors", _("Competitors in the account")), ("share", _("Their share")), ("strengths", _("Their strengths")),
            ("moves", _("Moves we expect")), ("contracts", _("When their contracts end")),
        ), is_gate=True,
    ),
    Section(
        6, "customer", _("Client"),
        (
            *shared(("strategy", _("Strategy")), ("organisation", _("Organisation")), ("financials", _("Financials"))),
            *internal(("buying", _("Buying process and budget cycle"))),
            *shared(
                ("seasonality", _("Seasonality")), ("moments", _("Key moments")), ("customers", _("Their own customers")),
                ("responsibility", _("CSR requirements")),
            ),
        ), is_shared=True, is_sourced=True, is_gate=True,
    ),
    Section(
        7, "position", _("Our position"),
        internal(
            ("history", _("History")), ("revenue", _("Revenue and margin")), ("wallet", _("Share of wallet and white space")),
            ("contracts", _("Contracts")), ("satisfaction", _("Satisfaction and service record")),
        ), is_gate=True,
    ),
    Section(
        8, "relations", _("Stakeholders and relationship plan"),
        internal(
            ("coverage", _("Where we stand")), ("levels", _("Levels to reach, person by person")),
            ("introductions", _("Introductions to obtain")),
        ), is_gate=True,
    ),
    Section(9, "swot", _("SWOT"), is_gate=True),
    Section(10, "tows", _("TOWS crossing"), is_gate=True),
    Section(11, "priorities", _("Strategic priorities"), is_shared=True, is_gate=True),
    Section(12, "objectives", _("SMART objectives"), is_shared=True, is_gate=True),
    Section(
        13, "value", _("Value proposition"),
        shared(("benefit", _("The benefit, in figures")), ("proof", _("The proof"))), is_shared=True, is_sourced=True,
    ),
    Section(14, "actions", _("Multi-year action plan"), is_shared=True, is_gate=True),
    Section(
        15, "resources", _("Resources and investment"),
        internal(("days", _("Days of each person")), ("budget", _("Budget")), ("agenda", _("Days asked in the agenda"))),
    ),
    Section(16, "risks", _("Risks"), is_gate=True),
    Section(
        17, "financials", _("Financials"),
        internal(
            ("revenue", _("Revenue by offering, three years")), ("margin", _("Margin")), ("cost", _("Cost to serve")),
            ("scenarios", _("Low, base and high scenarios")),
        ), is_sourced=True, is_gate=True,
    ),
    Section(
        18, "steering", _("Steering"),
        shared(("scorecard", _("Scorecard")), ("committees", _("Committees")), ("communication", _("Communication plan"))),
        is_shared=True,
    ),
)  # fmt: skip
BY_KEY = {section.key: section for section in SECTIONS}
KEYS = [(section.key, section.title) for section in SECTIONS]


def passages() -> Iterator[tuple[Section, Field]]:
    for section in SECTIONS:
        for field in section.fields:
            yield section, field


def passage(section: str, field: str) -> Field | None:
    """The passage of that name, or None."""
    return next((each for each in BY_KEY[section].fields if each.key == field), None) if section in BY_KEY else None

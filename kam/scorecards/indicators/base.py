"""What an indicator is: measured for all accounts at once, judged by the grid, explained by its rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from kam.scorecards.models import Family, State

NUMBER = int | float | Decimal
Measure = Callable[[date, list[int] | None], Iterable[NamedTuple]]


class Theme(models.TextChoices):
    """Of the maturity index (domain.md 1.3)."""

    RELATIONS = "relations", _("Relations and mêlée")
    STRATEGY = "strategy", _("Strategy and plan")
    PROJECTS = "projects", _("Projects and results")
    OPENNESS = "openness", _("Openness and service")


class Perspective(models.TextChoices):
    """Of the scorecard (domain.md 2)."""

    FINANCIAL = "financial", _("Financial")
    RELATIONSHIP = "relationship", _("Relationship")
    STRATEGIC = "strategic", _("Strategy and plan")
    DELIVERY = "delivery", _("Delivery of projects")
    KNOWLEDGE = "knowledge", pgettext_lazy("perspective", "Knowledge")


class Figure(NamedTuple):
    """What was measured: `target` when the account has its own, `badge` the key of a reserve."""

    value: float | None
    state: State = State.MEASURED
    target: float | None = None
    badge: str = ""


UNKNOWN = Figure(None, State.INSUFFICIENT)
NEW_ACCOUNT = 90  # days of history below which a count over a longer time says nothing yet
MOST_STRETCH = 2  # times that the count of a young account may be taken


def counted(count: float, days: float, window: int) -> Figure:
    """The figure of a count over the last `window` days, at an account known for `days` days (domain.md 1.2).

    Unknown below 90 days; until the account is as old as the window, the count is multiplied by window / days, by 2 at
    most, and marked as estimated.
    """
    if days < NEW_ACCOUNT:
        return UNKNOWN._replace(badge="new_account")
    if days >= window:
        return Figure(count)
    return Figure(count * min(window / days, MOST_STRETCH), badge="estimated")


@dataclass(frozen=True)
class Evidence:
    """The rows a figure was computed from; `total` closes the table, `addresses` are one a row.

    `is_for_editors`: the addresses are of pages that only those who may change the account can open.
    `note` is a sentence on the rows as a whole.
    """

    headers: list[str]
    rows: list[list]
    addresses: list[str] = field(default_factory=list)
    total: list = field(default_factory=list)
    is_for_editors: bool = False
    note: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Of each column, whether it holds numbers."""
        if not self.rows:
            return [False] * len(self.headers)
        return [any(isinstance(value, NUMBER) for value in column) for column in zip(*self.rows, strict=True)]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return list(zip(self.headers, self.numeric, strict=True))

    @property
    def lines(self) -> list[tuple[str, list[tuple[Any, bool]]]]:
        """Each row: its address, "" for none, then its cells and whether they stand in a column of numbers."""
        numeric = self.numeric
        addresses = self.addresses or [""] * len(self.rows)
        return [
            (address, list(zip(row, numeric, strict=True))) for address, row in zip(addresses, self.rows, strict=True)
        ]


@dataclass(frozen=True)
class Indicator:
    """One figure of an account.

    `measure` is the grouped query, shared by the indicators that it serves, and `read` makes the figure of one of its
    rows. `facts` loads what explains the figure for one account and day, shared likewise: `evidence` makes the rows
    of it, `advise` a sentence for an account that could do better. `tells_opinions`: the rows say what we think of people,
    whoever opens them is noted (docs/privacy.md).
    """

    key: str
    label: str
    formula: str
    unit: Callable[[float], str]
    measure: Measure
    read: Callable[[NamedTuple], Figure]
    facts: Callable[[int, date], Any]
    evidence: Callable[[Any], Evidence]
    advise: Callable[[Any], str] | None = None
    theme: Theme | None = None
    perspective: Perspective | None = None
    tells_opinions: bool = False

    @property
    def family(self) -> Family:
        """The family whose grid scores its readings."""
        return Family.MATURITY if self.theme else Family.SCORECARD

    def figures(self, on: date, accounts: list[int] | None = None) -> dict[int, Figure]:
        """Account id → figure, in one query, for the accounts that have rows; the others are `UNKNOWN`."""
        return {row.account_id: self.read(row) for row in self.measure(on, accounts)}

    def figure(self, account_id: int, on: date) -> Figure:
        return self.figures(on, [account_id]).get(account_id, UNKNOWN)

    def rows(self, account_id: int, on: date) -> Evidence:
        """The rows that the figure of one account was computed from, as of any day."""
        return self.evidence(self.facts(account_id, on))


CAPS = {"map_incomplete": 50, "few_results": 60}  # badge → the most points a figure with this reserve may be worth
BADGES = {
    "map_incomplete": _("Incomplete map"),
    "no_function": _("No function entered"),
    "few_attitudes": _("Fewer than 3 attitudes"),
    "new_account": _("Known for less than 90 days"),
    "estimated": _("Estimated"),
    "alone_at_work": _("Nobody but the KAM at ours"),
    "nothing_noted": _("Nothing noted yet"),
    "no_target": _("No target"),
    "short_history": _("Less than 24 months"),
    "revenue_late": _("Revenue not up to date"),
    "no_plan": _("No plan in force"),
    "review_due": _("Review due"),
    "few_actions": _("Fewer than 3 actions due"),
    "few_meetings": _("Fewer than 4 meetings"),
    "no_objective": _("No objective to be measured"),
    "no_project": _("No joint project in progress"),
    "few_results": _("Fewer than 2 results"),
    "theme_floor": _("Held back by a weak theme"),
}


def percent(value: float) -> str:
    return _("%(figure)s%%") % {"figure": decimal(value)}


def functions(value: float) -> str:
    return ngettext("%(count)s function", "%(count)s functions", round(value)) % {"count": number_format(round(value))}


def persons(value: float) -> str:
    return ngettext("%(count)s person", "%(count)s people", ceil(value)) % {"count": decimal(value)}


def points(value: float) -> str:
    return ngettext("%(count)s point", "%(count)s points", ceil(value)) % {"count": decimal(value)}


def pairs(value: float) -> str:
    return ngettext("%(count)s pair", "%(count)s pairs", ceil(value)) % {"count": decimal(value)}


def projects(value: float) -> str:
    return ngettext("%(count)s project", "%(count)s projects", ceil(value)) % {"count": decimal(value)}


def signed(value: float) -> str:
    """With its sign, also when it is a plus."""
    return ("+" if value > 0 else "") + decimal(value)


def decimal(value: float) -> str:
    """One decimal, none when it is a nought; a true minus, as wide as the plus."""
    rounded = round(value, 1)
    figure = number_format(abs(rounded), decimal_pos=0 if rounded == int(rounded) else 1)
    return f"−{figure}" if rounded < 0 else figure

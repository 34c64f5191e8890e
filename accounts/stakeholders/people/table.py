"""The people of an account as rows: what each column shows, sorts by and exports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.stakeholders.people import cells
from accounts.stakeholders.people.lines import Line, People
from kam.users.paging import ROWS


@dataclass(frozen=True)
class Column:
    """`sort` gives None for what is unknown: it comes last in both directions. `cell` makes HTML."""

    key: str
    label: Any
    cell: Callable[[Line], str]
    sort: Callable[[Line], Any] | None = None
    css: str = ""


def word(path: str) -> Callable[[Line], str]:
    """The name of what the person has at `path`; "" without."""
    return lambda line: str(getattr(line.person, path) or "")


def number(path: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line.person, path)


def folded(path: str) -> Callable[[Line], str | None]:
    return lambda line: word(path)(line).casefold() or None


COLUMNS = (
    Column("function", _("Function"), word("function"), folded("function")),
    Column("entity", _("Entity"), word("entity"), folded("entity")),
    Column("level", _("Level"), cells.level, number("level"), "nowrap"),
    Column("influence", _("Influence"), cells.influence, number("influence"), "nowrap"),
    Column("attitude", _("Attitude"), cells.attitude, number("attitude"), "nowrap"),
    Column("strength", _("Strength"), cells.strength, number("contact_strength"), "nowrap"),
    Column("relation", _("Relation"), cells.relation, number("relationship"), "nowrap"),
    Column("coverage", _("Coverage"), cells.coverage, lambda line: line.covered if line.is_here else None, "nowrap"),
    Column("contact", _("Last contact / cadence"), cells.contact, lambda line: line.last_contact_on, "nowrap"),
    Column("known", _("Known by"), cells.known_by, lambda line: len(line.known_by)),
    Column("owner", _("Owner"), word("owner"), folded("owner")),
    Column("reports", _("Reports to"), word("reports_to"), folded("reports_to")),
    Column("roles", _("Buying roles"), cells.roles),
)
NAME = Column("name", _("Name"), cells.name, folded("name"))
SORTS = {column.key: column.sort for column in (NAME, *COLUMNS) if column.sort}
USUAL = "-influence"
USUAL_COLUMNS = {"function", "influence", "attitude", "strength", "coverage", "contact", "known"}  # fit a laptop


class PeopleTable:
    """The lines in the order that the address asks for, one page of them as HTML."""

    def __init__(self, people: People, lines: list[Line], params: QueryDict, *, may_edit: bool):
        self.people, self.params, self.may_edit = people, params, may_edit
        asked = params.get("sort", "")
        self.sort = asked if asked.removeprefix("-") in SORTS else USUAL
        self.all_lines = in_order(lines, self.sort)

    @property
    def columns(self) -> list[Column]:
        """Those chosen, the usual ones when none is."""
        chosen = set(self.params.getlist("columns")) & {column.key for column in COLUMNS}
        return [column for column in COLUMNS if column.key in (chosen or USUAL_COLUMNS)]

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        shown = self.columns
        return [(column, column in shown) for column in COLUMNS]

    @property
    def headings(self) -> list[dict]:
        """What a template needs for each heading: `next` sorts by it, or turns the order round; "" without an order."""
        return [
            {
                "key": column.key,
                "label": column.label,
                "next": "" if column.sort is None else f"-{column.key}" if self.sort == column.key else column.key,
                "order": {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, ""),
            }
            for column in (NAME, *self.columns)
        ]

    @cached_property
    def page(self) -> Page:
        return Paginator(self.all_lines, ROWS).get_page(self.params.get("page"))

    def rows(self) -> Iterator[str]:
        """The rows of the page; a loop of the template over the cells would cost several times as much."""
        columns, listed = self.columns, self.people.still_listed
        tools = '<td class="nowrap">{}</td>' if self.may_edit else "{}"
        others = (f'<td class="{column.css}">{{}}</td>' if column.css else "<td>{}</td>" for column in columns)
        pattern = f'<tr{{}}><th scope="row">{{}}</th>{tools}{"".join(others)}</tr>\n'
        for line in self.page.object_list:
            name = cells.name(line, has_page=line.person.pk in listed)
            tools = cells.actions(line) if self.may_edit else ""
            yield format_html(pattern, cells.row_class(line), name, tools, *(column.cell(line) for column in columns))


def in_order(lines: list[Line], sort: str) -> list[Line]:
    """By name first, so that equals stay in that order; the unknown last."""
    key = SORTS[sort.removeprefix("-")]
    by_name = sorted(lines, key=lambda line: (line.person.name.casefold(), line.person.pk))
    known = sorted((line for line in by_name if key(line) is not None), key=key, reverse=sort.startswith("-"))
    return known + [line for line in by_name if key(line) is None]


FACTS: tuple[
    tuple[Any, Callable[[Line], Any]], ...
] = (  # nothing that we think of the person, nor what follows from it
    (_("Code"), number("code")),
    (_("Name"), number("name")),
    (_("Vacant role"), lambda line: _t("yes") if line.person.is_placeholder else ""),
    (_("Job title"), number("title")),
    (_("Function"), word("function")),
    (_("Entity or site"), word("entity")),
    (_("Level"), cells.level),
    (_("Reports to"), word("reports_to")),
    (_("Dotted line"), word("dotted_to")),
    (_("Location"), number("location")),
    (_("Languages"), number("languages")),
    (_("E-mail address"), number("email")),
    (_("Phone"), number("phone")),
    (_("Preferred channel"), lambda line: line.person.get_preferred_channel_display()),
    (_("Relationship owner"), word("owner")),
    (_("Known by"), lambda line: ", ".join(line.known_by)),
    (_("Last two-way contact"), lambda line: line.last_contact_on),
    (_("Left on"), number("departed_on")),
)


def facts(lines: list[Line]) -> Iterator[list]:
    """Headings, then the people by name: an order by influence would tell it."""
    yield [heading for heading, _value in FACTS]
    for line in in_order(lines, "name"):
        yield [value(line) for _heading, value in FACTS]


def file_name(account: Any, on: date, kind: str) -> str:
    what = pgettext("file name", "people")
    return f"{what}-{account.code or account.pk}-{on.isoformat()}.{kind}"

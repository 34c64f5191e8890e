"""The portfolio as a table: which columns there are, what they sort by, show and export."""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import cache
from typing import Any

import django_tables2 as tables
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Choices, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableData
from django_tables2.utils import OrderBy

from accounts.models import Account, IndexMembership, Stage
from kam.cockpit import cells
from kam.scorecards.models import Rise, Standing, StandingQuerySet
from kam.users.models import User

PER_PAGE = (25, 50, 100)
ALWAYS = (
    "on",
    "account__name",
    "account__code",
    "account__city",
    "account__status",
)  # what the first column and the head show
ROW = (
    '<tr><td class="col-check"><input type="checkbox" name="ids" value="{}" aria-label="{}"></td>'
    '<th scope="row">{}</th>'
)


def attribute(path: str) -> Callable[[Any], Any]:
    """What stands at the end of a path of fields; None as soon as one of them is empty."""

    def value(row):
        for name in path.split("__"):
            row = getattr(row, name, None)
        return row

    return value


def tenth(path: str) -> Callable[[Any], float | None]:
    """The number to one decimal, as precise as an index of facts can claim to be."""
    value = attribute(path)
    return lambda row: None if value(row) is None else round(value(row), 1)


def words(path: str) -> Callable[[Any], str]:
    """The same as text for a cell, empty rather than «None»."""
    value = attribute(path)
    return lambda row: "" if value(row) is None else str(value(row))


def label(path: str, choices: type[Choices]) -> Callable[[Any], str | None]:
    """The words for a choice; Django's own `get_…_display` costs forty times as much."""
    value = attribute(path)
    return lambda row: words_for(choices, get_language()).get(value(row))


@cache
def words_for(choices: type[Choices], language: str) -> dict[Any, str]:
    return {choice.value: str(choice.label) for choice in choices}


def bilingual(path: str) -> Callable[[], Any]:
    """Sort by the label in the language of the reader."""

    def order():
        if get_language() != "en":
            return F(f"{path}__name_fr")
        return Coalesce(NullIf(f"{path}__name_en", Value("")), f"{path}__name_fr")

    return order


class Column(tables.Column):
    """A column of the portfolio.

    `cell` makes HTML and `values` the cells of an export (heading → value) out of a standing; `needs` are the fields
    they read, `extra(user, on)` what the query adds for them. `order` are fields to sort by, or makers of expressions.
    """

    def __init__(self, label, *, cell, values=None, needs=(), order=(), css="", is_default=False, extra=None):
        attrs = {"td": {"class": css}} if css else {}
        super().__init__(verbose_name=label, accessor="pk", orderable=bool(order), attrs=attrs)
        self.cell, self.needs, self.sorts_by, self.css = cell, needs, order, css
        self.values = values or {label: cell}
        self.is_default, self.extra = is_default, extra or (lambda user, on: {})

    def __deepcopy__(self, memo):
        """A table copies all its columns; nothing in ours changes."""
        return copy(self)

    def ordering(self, *, is_descending: bool) -> list:
        """Expressions to sort by; what is unknown comes last in both directions."""
        keys = [maker() if callable(maker) else F(maker) for maker in self.sorts_by]
        return [key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True) for key in keys]


def group_name(user: User, on: date) -> dict:
    """A group that the person may not see has no name."""
    seen = Account.objects.visible_to(user).filter(pk=OuterRef("account__parent"))
    return {"group_name": Subquery(seen.values("name"))}


def index_names(user: User, on: date) -> dict:
    held = IndexMembership.objects.on(on).filter(listing__account=OuterRef("account"))
    return {"index_names": ArraySubquery(held.order_by("index").values("index").distinct())}


class PortfolioTable(tables.Table):
    """`data` is a Rows; headings, sorting and paging are django-tables2's, cells are our own functions."""

    name = Column(
        _("Account"),
        cell=cells.name,
        values={_("Account"): attribute("account__name"), _("Code"): attribute("account__code"), _("City"): attribute("account__city")},
        order=["account__search_text"],
        is_default=True,
    )  # fmt: skip
    sector = Column(
        _("Sector"), cell=words("account__sector"), needs=["account__sector__name_fr", "account__sector__name_en"],
        order=[bilingual("account__sector")], is_default=True,
    )  # fmt: skip
    tier = Column(
        _("Tier"), cell=words("account__tier"), needs=["account__tier__name_fr", "account__tier__name_en"],
        order=["account__tier__position"], css="nowrap", is_default=True,
    )  # fmt: skip
    kam = Column(
        _("KAM"), cell=cells.kam, values={_("KAM"): attribute("account__kam")},
        needs=["account__kam__first_name", "account__kam__last_name", "account__kam__email"],
        order=["account__kam__last_name", "account__kam__first_name"], css="nowrap", is_default=True,
    )  # fmt: skip
    status = Column(
        _("Status"), cell=cells.status, values={_("Status"): label("account__status", Account.Status)}, needs=["account__status"],
        order=["account__status"],
    )  # fmt: skip
    stage = Column(
        _("Stage"), cell=cells.stage,
        values={_("Declared stage"): label("account__declared_stage", Stage), _("Target stage"): label("account__target_stage", Stage)},
        needs=["account__declared_stage", "account__target_stage"],
        order=["account__declared_stage", "account__target_stage"], is_default=True,
    )  # fmt: skip
    index = Column(
        _("Index"), cell=cells.index,
        values={_("Cooperative maturity index"): tenth("index"), _("Data"): label("confidence", Standing.Confidence)},
        needs=["index", "confidence"], order=["index"], css="num index", is_default=True,
    )  # fmt: skip
    trend = Column(
        _("12-month trend"), cell=cells.trend, values={_("Index at the last 12 month ends"): cells.trend_in_words},
        needs=["trend"], order=[lambda: Rise("trend")], css="trend", is_default=True,
    )  # fmt: skip
    revenue = Column(
        _("12-month revenue"), cell=cells.revenue, values={_("12-month revenue (€)"): attribute("revenue_12m")},
        needs=["revenue_12m"], order=["revenue_12m"], css="num", is_default=True,
    )  # fmt: skip
    potential = Column(
        _("Potential"), cell=cells.potential,
        values={_("Yearly potential (€)"): attribute("account__potential")},
        needs=["account__potential"], order=["account__potential"], css="num", is_default=True,
    )  # fmt: skip
    country = Column(
        _("Country"), cell=words("account__country"), needs=["account__country"], order=["account__country"]
    )
    region = Column(_("Region"), cell=words("account__region"), needs=["account__region"], order=["account__region"])
    group = Column(
        pgettext_lazy("of companies", "Group"), cell=lambda row: row.group_name or "", extra=group_name,
        order=["account__parent__search_text"],
    )  # fmt: skip
    turnover = Column(
        _("Client's turnover"), cell=cells.turnover, values={_("Client's turnover (M€)"): attribute("account__turnover")},
        needs=["account__turnover"], order=["account__turnover"], css="num",
    )  # fmt: skip
    employees = Column(
        _("Employees"), cell=cells.employees, values={_("Employees"): attribute("account__employees")},
        needs=["account__employees"], order=["account__employees"], css="num",
    )  # fmt: skip
    listing = Column(
        _("Listing"), cell=words("account__listing__ticker"),
        values={_("ISIN"): attribute("account__listing__isin"), _("Ticker"): attribute("account__listing__ticker")},
        needs=["account__listing__isin", "account__listing__ticker"], order=["account__listing__ticker"],
    )  # fmt: skip
    indices = Column(
        _("Indices"), cell=cells.indices, values={_("Indices"): lambda row: ", ".join(row.index_names)}, extra=index_names
    )  # fmt: skip
    coverage = Column(
        _("Data coverage"), cell=cells.coverage, values={_("Data coverage (0 to 1)"): attribute("data_coverage")},
        needs=["data_coverage"], order=["data_coverage"], css="num",
    )  # fmt: skip
    read_on = Column(
        _("Figures of"), cell=cells.read_on, values={_("Figures of"): attribute("on")}, needs=["on"], order=["on"]
    )
    created = Column(
        _("Created on"), cell=cells.created, values={_("Created on"): attribute("account__created_at")},
        needs=["account__created_at"], order=["account__created_at"],
    )  # fmt: skip

    class Meta:
        order_by = "name"
        order_by_field = "sort"
        template_name = "cockpit/_portfolio_table.html"

    def __init__(self, rows: "Rows", *, shown: list[str] = (), **options):
        names = ["name", *(name for name in shown if name != "name")]
        super().__init__(rows, sequence=names, exclude=set(self.base_columns) - set(names), **options)

    @classmethod
    def default_names(cls) -> list[str]:
        return [name for name, column in cls.base_columns.items() if column.is_default]

    @property
    def last_read_on(self) -> date | None:
        """The day of the latest figures on the page."""
        return max((row.on for row in self.page.object_list.data if row.on), default=None)

    @classmethod
    def sortable(cls) -> set[str]:
        return {name for name, column in cls.base_columns.items() if column.sorts_by}

    def lines(self):
        """The rows of the page as HTML; a loop of the template over the cells would cost four times as much."""
        columns = [bound.column for bound in self.columns]
        others = "".join(cell_of(bound) for bound in list(self.columns)[1:])
        line = ROW + others + "</tr>\n"
        for row in self.page.object_list.data:
            yield format_html(line, row.pk, row.account.name, *(column.cell(row) for column in columns))

    def values(self):
        """Headings, then all accounts in the order of the table, for an export."""
        columns = [value for bound in self.columns for value in bound.column.values.items()]
        yield [heading for heading, _value in columns]
        for row in self.data.all_rows():
            yield [exported(value(row)) for _heading, value in columns]


def cell_of(column) -> str:
    """The cell of a bound column, with room for its content; figures say what they are on a phone, without headings,
    but for the index, which stands beside the name."""
    css = column.column.css
    if css in ("", "nowrap", "num index"):
        return f'<td class="{css}">{{}}</td>' if css else "<td>{}</td>"
    return f'<td class="{css}" data-label="{escape(column.header)}">{{}}</td>'


def exported(value: Any) -> Any:
    """Figures, dates and texts as they are; rows (a sector, a colleague) by their name."""
    return str(value) if hasattr(value, "_meta") else value


class Rows(TableData):
    """Standings as django-tables2 wants them: keys are sorted and cut first, and only those of the page become rows."""

    def __init__(self, standings: StandingQuerySet, *, user: User, on: date):
        super().__init__(standings)
        self.user, self.on = user, on

    @cached_property
    def size(self) -> int:
        return self.data.count()

    def __len__(self):
        return self.size

    def order_by(self, aliases) -> None:
        keys = []
        for alias in aliases:
            column = self.table.base_columns[OrderBy(alias).bare]
            keys += column.ordering(is_descending=OrderBy(alias).is_descending)
        self.data = self.data.order_by(*keys, "account_id")

    def __getitem__(self, place):
        keys = list(self.data.values_list("pk", flat=True)[place])
        rows = self.rows().in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def all_rows(self):
        """Every row, in order, without holding them all."""
        return self.rows(self.data).iterator(chunk_size=2000)

    def rows(self, standings: StandingQuerySet | None = None) -> StandingQuerySet:
        """Standings with the fields that the columns read, and nothing else."""
        columns = [bound.column for bound in self.table.columns]
        fields = {*ALWAYS, *(field for column in columns for field in column.needs)}
        related = {field.rpartition("__")[0] for field in fields} - {""}
        standings = Standing.objects.all() if standings is None else standings
        extra = {name: value for column in columns for name, value in column.extra(self.user, self.on).items()}
        return standings.select_related(*related).only(*fields).annotate(**extra)

"""The portfolio of a person as the address describes it: filters, order, columns, page, saved view."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.bulk import BulkField, offered_to
from accounts.models import Account, Stage
from kam.cockpit.filters import PortfolioFilter
from kam.cockpit.tables import PER_PAGE, Column, PortfolioTable, Rows
from kam.scorecards.models import Standing, StandingQuerySet
from kam.users.models import SavedView, User

PAGE = "cockpit:portfolio"
ALL = "all"  # in place of a view's key: the list without any view, also when there is a default one
KEPT = (*PortfolioFilter.base_filters, "sort", "columns", "per_page")  # what a saved view keeps


def canonical(params: QueryDict) -> str:
    """The query string of filters, order and columns, always written the same way."""
    pairs = [(key, value) for key in KEPT for value in params.getlist(key) if value.strip()]
    return urlencode(pairs)


def pairs_without(query: str, *dropped: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in parse_qsl(query) if key not in dropped]


class Portfolio:
    """One reading of the list; nothing is asked of the database before somebody looks at it."""

    def __init__(self, user: User, params: QueryDict, *, on: date):
        self.user, self.params, self.on = user, params, on
        self.query = canonical(params)

    @cached_property
    def filterset(self) -> PortfolioFilter:
        return PortfolioFilter(self.params, user=self.user)

    @property
    def standings(self) -> StandingQuerySet:
        return self.filterset.qs if self.is_filtered else Standing.objects.visible_to(self.user)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter has to be looked at; making a form for nothing costs a millisecond."""
        return any(self.params.get(name) for name in PortfolioFilter.base_filters)

    @cached_property
    def columns(self) -> list[str]:
        chosen = [name for name in dict.fromkeys(self.params.getlist("columns")) if name in PortfolioTable.base_columns]
        return chosen or PortfolioTable.default_names()

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.standings, user=self.user, on=self.on)

    @cached_property
    def totals(self) -> dict:
        """The whole list in figures (see `summed_up`): the dearest query of all, asked by a fragment of its own."""
        return self.standings.summed_up()

    @property
    def share_with_data(self) -> float | None:
        """In per cents of the accounts of the list."""
        totals = self.totals
        return 100 * totals["enough_data"] / totals["accounts"] if totals["accounts"] else None

    @property
    def per_page(self) -> int:
        asked = self.params.get("per_page", "")
        return int(asked) if asked in map(str, PER_PAGE) else PER_PAGE[1]

    @property
    def page_sizes(self) -> tuple[int, ...]:
        return PER_PAGE

    @property
    def bulk_fields(self) -> list[BulkField]:
        return [field for field in offered_to(self.user).values() if field.key != "restore"]

    @property
    def column_choices(self) -> list[tuple[str, Column, bool]]:
        """Name, column and whether it is shown; the shown ones first, in their order."""
        others = [name for name in PortfolioTable.base_columns if name not in self.columns]
        names = [name for name in [*self.columns, *others] if name != "name"]
        return [(name, PortfolioTable.base_columns[name], name in self.columns) for name in names]

    @property
    def sort(self) -> list[str]:
        """Names of columns, shown or not; a minus sign in front for a descending order."""
        asked = [alias for alias in self.params.getlist("sort") if alias.removeprefix("-") in PortfolioTable.sortable()]
        return asked or [PortfolioTable.Meta.order_by]

    def table(self) -> PortfolioTable:
        """The table in the order asked for, not cut into pages."""
        table = PortfolioTable(self.rows, shown=self.columns, order_by=self.sort)
        table.data.order_by(self.sort)  # the table itself leaves out what it does not show
        return table

    def page(self) -> PortfolioTable:
        """The table cut to the page asked for; beyond the last one, the last one."""
        table = self.table()
        table.paginator = Paginator(table.rows, self.per_page)
        table.page = table.paginator.get_page(self.params.get("page"))
        return table

    @cached_property
    def views(self) -> list[SavedView]:
        return list(SavedView.objects.visible_to(self.user).on_page(PAGE))

    @property
    def tabs(self) -> list[SavedView]:
        return [view for view in self.views if view.is_pinned or view == self.view]

    @property
    def other_views(self) -> list[SavedView]:
        return [view for view in self.views if view not in self.tabs]

    @property
    def view(self) -> SavedView | None:
        """The saved view that the list was opened with."""
        asked = self.params.get("view", ALL)
        return None if asked == ALL else next((view for view in self.views if str(view.pk) == asked), None)

    @property
    def may_edit_view(self) -> bool:
        return self.view is not None and (self.user.is_administrator or self.view.owner_id == self.user.pk)

    @property
    def is_changed(self) -> bool:
        """Whether the list is no longer what its view kept."""
        return self.view is not None and canonical(QueryDict(self.view.query)) != self.query

    @property
    def default_view(self) -> SavedView | None:
        """One's own first choice, else the team's, else everybody's."""
        scopes = [SavedView.Scope.MINE, SavedView.Scope.TEAM, SavedView.Scope.EVERYBODY]
        defaults = [view for view in self.views if view.is_default]
        own = [view for view in defaults if view.owner_id == self.user.pk]
        return min(own or defaults, key=lambda view: scopes.index(view.scope), default=None)

    @cached_property
    def chips(self) -> list[dict]:
        """One for each value that is filtered on, with the query string of the list without it."""
        if not self.is_filtered:
            return []
        return [
            {"filter": self.filterset.form.fields[name].label, "label": label, "without": self.without(name, value)}
            for name, values in self.filterset.active().items()
            for value, label in values
        ]

    def without(self, name: str, value: str) -> str:
        params = self.params.copy()
        params.setlist(name, [other for other in params.getlist(name) if other != value])
        return self.link(canonical(params))

    def narrowed_to(self, name: str, *values) -> str:
        """The query string of the rows behind a figure of the summary."""
        params = self.params.copy()
        params.setlist(name, [str(value) for value in values])
        return self.link(canonical(params))

    @property
    def active(self) -> str:
        return self.narrowed_to("status", Account.Status.ACTIVE)

    @property
    def cooperative(self) -> str:
        return self.narrowed_to("stage", *(stage.value for stage in Stage if stage >= Stage.COOPERATIVE))

    @property
    def with_enough_data(self) -> str:
        return self.narrowed_to("data", Standing.Confidence.GOOD)

    def state(self, *dropped: str) -> list[tuple[str, str]]:
        """The address as hidden fields of a form that brings its own `dropped` ones; the page starts anew."""
        kept = pairs_without(self.query, *dropped)
        return [("view", str(self.view.pk)), *kept] if self.view else kept

    @property
    def state_without_search(self) -> list[tuple[str, str]]:
        return self.state("q")

    @property
    def state_without_filters(self) -> list[tuple[str, str]]:
        return self.state(*PortfolioFilter.base_filters)

    @property
    def state_without_columns(self) -> list[tuple[str, str]]:
        return self.state("columns")

    @property
    def without_filters(self) -> str:
        return self.link(urlencode(pairs_without(self.query, *PortfolioFilter.base_filters)))

    @property
    def without_columns(self) -> str:
        return self.link(urlencode(pairs_without(self.query, "columns")))

    @property
    def address(self) -> str:
        """The query string of the list as it is, from its first page on."""
        return self.link(self.query)

    def link(self, query: str) -> str:
        """A query string that stays within the view; without any, one that does not open the default view."""
        return "&".join(filter(None, (f"view={self.view.pk}", query))) if self.view else query or f"view={ALL}"

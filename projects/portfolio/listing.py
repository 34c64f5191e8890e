"""The list of all projects as the address describes it: filters, order, page. The keys of a page first, then its rows."""

from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kam.users.models import User
from projects.models import Project
from projects.portfolio.filters import ProjectFilter
from projects.portfolio.standing import Standing, standings_of

PER_PAGE = 50
ORDERS = {
    "name": _("Project"), "account__name": _("Account"), "reference_kam__last_name": _("KAM"),
    "promised_on": _("Promised"), "ends_on": _("Planned end"),
}  # fmt: skip
FIRST = "ends_on"


class Listing:
    """`on` is today; nothing is asked of the database before somebody looks at it."""

    orders = ORDERS

    def __init__(self, user: User, params: QueryDict, on: date):
        self.params, self.on = params, on
        self.filter = ProjectFilter(params, user=user, on=on)

    @property
    def sort(self) -> str:
        asked = self.params.get("sort", FIRST)
        return asked if asked.removeprefix("-") in ORDERS else FIRST

    @property
    def is_filtered(self) -> bool:
        return any(self.params.get(name) for name in ProjectFilter.base_filters)

    @cached_property
    def page(self):
        """Keys of the projects of a page; without an end, or a promise, they come last."""
        column = F(self.sort.removeprefix("-"))
        is_descending = self.sort.startswith("-")
        order = column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True)
        keys = self.filter.qs.order_by(order, "pk").values_list("pk", flat=True)
        return Paginator(keys, PER_PAGE).get_page(self.params.get("page"))

    @cached_property
    def standings(self) -> list[Standing]:
        keys = list(self.page.object_list)
        rows = Project.objects.with_people().in_bulk(keys)
        return standings_of([rows[key] for key in keys if key in rows], self.on)

    @property
    def headings(self) -> list[tuple[str, str, str]]:
        """Label, query string that sorts by it, and the order it is in (ascending, descending or none)."""
        found = []
        for key, label in ORDERS.items():
            order = {key: "ascending", f"-{key}": "descending"}.get(self.sort, "")
            found.append((label, self.address(sort=f"-{key}" if order == "ascending" else key), order))
        return found

    def address(self, **other) -> str:
        """The query string of the list with something else in it, from its first page on."""
        kept = {key: value for key, value in self.params.items() if value and key != "page"}
        return urlencode({**kept, **other})

    @property
    def query(self) -> str:
        return self.address()

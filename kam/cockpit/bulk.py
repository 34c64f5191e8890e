"""The accounts that a bulk edit is asked for (some rows of the list, or all of it), and what became of them."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.bulk import FIELDS, offered_to
from accounts.forms.fields import keys_in
from accounts.models import Account, BulkChange
from kam.cockpit.portfolio import Portfolio, canonical
from kam.jobs.models import Job
from kam.users.models import User

REPORT_LINES = 100


class Selection:
    """`params`: `ids` (repeated), or `all` with the list's own `query`; `field`: what is to be changed."""

    def __init__(self, user: User, params: QueryDict, *, on: date):
        self.user, self.params, self.on = user, params, on
        self.field = offered_to(user).get(params.get("field", ""))
        self.is_all = bool(params.get("all"))
        self.query = canonical(QueryDict(params.get("query", "")))

    @cached_property
    def ids(self) -> list[int]:
        """Keys of what was chosen and can be seen (in the list, or in the trash when it is to be restored)."""
        if self.is_all:
            return list(Portfolio(self.user, QueryDict(self.query), on=self.on).standings.values_list("pk", flat=True))
        asked = keys_in(self.params.getlist("ids"))
        return list(self.seen.filter(pk__in=asked).values_list("pk", flat=True))

    @property
    def seen(self):
        if self.field and self.field.key == "restore":
            return Account.objects.in_trash_of(self.user)
        return Account.objects.visible_to(self.user)

    @cached_property
    def editable(self) -> int:
        """How many of them the person may change."""
        return self.field.reach(Account.objects.filter(pk__in=self.ids), self.user).count()

    @property
    def out_of_reach(self) -> int:
        return len(self.ids) - self.editable


class Report:
    """What a bulk edit did, account by account."""

    def __init__(self, job: Job, reader: User, number: str | None):
        self.job, self.field = job, FIELDS[job.payload["field"]]
        seen = Account.objects.visible_to(reader).filter(pk=OuterRef("account"))
        changes = BulkChange.objects.of(job).select_related("account").annotate(is_seen=Exists(seen))
        self.page = Paginator(changes, REPORT_LINES).get_page(number)

    @property
    def new(self) -> str:
        return self.field.labels([self.job.payload["value"]])[self.job.payload["value"]]

    def lines(self) -> list[tuple[BulkChange, str]]:
        """The changes of the page, each with its old value in words."""
        labels = self.field.labels(change.old for change in self.page)
        return [(change, labels[change.old]) for change in self.page]

    @cached_property
    def outcomes(self) -> list[tuple[str, int]]:
        counts = BulkChange.objects.of(self.job).outcomes()
        return [(outcome.label, counts[outcome]) for outcome in BulkChange.Outcome if outcome in counts]

    @property
    def can_be_undone(self) -> bool:
        return not self.job.is_over or BulkChange.objects.of(self.job).standing().exists()

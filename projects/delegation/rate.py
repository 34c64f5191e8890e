"""How many of the projects under way are delegated, by KAM and by account, at the end of each quarter.

Read from what the history recorded: a project counts on a day as it was on the evening of that day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.core.paginator import Paginator
from django.db.models import Window
from django.db.models.functions import Lead
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.forms.fields import keys_in
from accounts.models import Account
from kam.users.models import User
from projects.models import Project
from projects.models.project import UNDER_WAY

QUARTERS = 8
PER_PAGE = 25
MOST = 200  # projects shown behind a figure


@dataclass
class Share:
    """Keys of projects: those under way, and those of them that are delegated."""

    active: list[int] = field(default_factory=list)
    delegated: list[int] = field(default_factory=list)

    @property
    def rate(self) -> int | None:
        """%; None without any project under way."""
        return round(100 * len(self.delegated) / len(self.active)) if self.active else None


def quarter_ends(on: date, count: int = QUARTERS) -> list[date]:
    """The last days of the quarters before, and today."""
    first = date(on.year, on.month - (on.month - 1) % 3, 1)
    return [first - relativedelta(months=3 * back) - timedelta(days=1) for back in reversed(range(count - 1))] + [on]


def states(projects) -> Iterable[tuple]:
    """Each state under way of these projects: key, KAM, account, how it was led, since when, until when (None: still)."""
    following = Window(Lead("pgh_created_at"), partition_by="pgh_obj_id", order_by=["pgh_created_at", "pgh_id"])
    events = Project.pgh_event_model.objects.filter(pgh_obj__in=projects).annotate(until=following)
    under_way = events.filter(status__in=UNDER_WAY).exclude(pgh_label="delete")
    return under_way.values_list("pgh_obj_id", "reference_kam_id", "account_id", "led_by", "pgh_created_at", "until")


class Rates:
    """`params`: `kam`, `account` and `day` ask for the projects behind one figure; `on` is today. Six queries."""

    def __init__(self, user: User, params: QueryDict, on: date):
        self.user, self.params, self.on = user, params, on
        self.days = quarter_ends(on)

    @cached_property
    def shares(self) -> dict[tuple[str, int | None], dict[date, Share]]:
        """("kam", key), ("account", key) or ("all", None) → day → share."""
        found = defaultdict(lambda: defaultdict(Share))
        evenings = [(day, timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))) for day in self.days]
        for project, kam, account, led_by, since, until in states(Project.objects.visible_to(self.user).values("pk")):
            for day, evening in evenings:
                if since < evening and (until is None or until >= evening):
                    for whose in (("all", None), ("kam", kam), ("account", account)):
                        count(found[whose][day], project, led_by)
        return found

    @property
    def overall(self) -> list[tuple[date, Share]]:
        return self.line("all", None)

    def line(self, kind: str, key: int | None) -> list[tuple[date, Share]]:
        shares = self.shares.get((kind, key), {})
        return [(day, shares.get(day, Share())) for day in self.days]

    @cached_property
    def kams(self):
        return self.page("kam", User.objects.order_by("last_name", "first_name", "pk"))

    @cached_property
    def accounts(self):
        return self.page("account", Account.objects.visible_to(self.user).order_by("name", "pk"))

    def page(self, kind: str, rows):
        """Those who have had a project under way, each with his line."""
        keys = [key for each, key in self.shares if each == kind]
        page = Paginator(rows.filter(pk__in=keys), PER_PAGE).get_page(self.params.get(f"{kind}s"))
        page.object_list = [(row, self.line(kind, row.pk)) for row in page.object_list]
        return page

    @cached_property
    def asked(self) -> tuple[str, int | None, date] | None:
        """Whose projects of which day the address asks for."""
        day = next((day for day in self.days if day.isoformat() == self.params.get("day")), None)
        for kind in ("kam", "account"):
            if day and (keys := keys_in([self.params.get(kind, "")])):
                return kind, keys[0], day
        return ("all", None, day) if day else None

    @cached_property
    def behind(self) -> list[tuple[Project, bool]]:
        """The projects behind the figure asked for, and whether each was delegated then."""
        if self.asked is None:
            return []
        kind, key, day = self.asked
        share = dict(self.line(kind, key))[day]
        rows = Project.objects.visible_to(self.user).filter(pk__in=share.active).with_people()[:MOST]
        return [(row, row.pk in set(share.delegated)) for row in rows]


def count(share: Share, project: int, led_by: str) -> None:
    share.active.append(project)
    if led_by == Project.LedBy.DELEGATED:
        share.delegated.append(project)

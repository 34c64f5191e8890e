"""What narrows the portfolio; every choice stands in the address and can be kept in a saved view."""

from collections.abc import Callable
from functools import reduce
from operator import or_

import django_filters as filters
from django import forms
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Sector, Stage, Tier
from kam.cockpit.navigation import plain
from kam.scorecards.models import Rise, Standing
from kam.users.models import Team, User

NONE = "none"  # «no sector», «nobody»
ME = "me"  # the person who reads: a shared view shows each his own accounts
UNKNOWN = "unknown"
BANDS = {  # domain.md 1.4, rule 4
    "0": ((0, 40), _("Below 40")),
    "40": ((40, 60), _("40 to 59: in transition")),
    "60": ((60, 80), _("60 to 79: cooperative")),
    "80": ((80, 101), _("80 and more: ready for interdependence")),
}


TRENDS = {  # points over the 12 month ends; a movement smaller than five is none
    "down": (Q(rise__lte=-5), _("Falling")),
    "steady": (Q(rise__gt=-5, rise__lt=5), _("Steady")),
    "up": (Q(rise__gte=5), _("Rising")),
}


class Choices:
    """What the lists offer, read in one query and only when a form or a label asks for it."""

    def __init__(self, user: User, data: QueryDict):
        self.accounts, self.group = Account.objects.visible_to(user), data.get("group", "")

    @cached_property
    def rows(self) -> dict[str, list[tuple[str, str]]]:
        queries = [
            self.query("sector", Sector.objects.all(), "name_fr", "name_en"),
            self.query("tier", Tier.objects.all(), "name_fr", "name_en"),
            self.query("kam", User.objects.key_account_managers(), Concat("first_name", Value(" "), "last_name"), "email"),
            self.query("team", Team.objects.all(), "name", "name"),
            self.query("country", self.accounts.exclude(country="").distinct(), "country", "country", key="country"),
        ]  # fmt: skip
        if self.group.isdecimal():
            queries.append(self.query("group", self.accounts.filter(pk=self.group[:18]), "name", "name"))
        rows = {kind: [] for kind in ("sector", "tier", "kam", "team", "country", "group")}
        for kind, key, name, other_name in queries[0].union(*queries[1:]):
            is_english = kind in {"sector", "tier"} and get_language() == "en"
            rows[kind].append((key, (other_name if is_english else "") or name.strip() or other_name))
        return {kind: sorted(found, key=lambda row: plain(row[1])) for kind, found in rows.items()}

    def query(self, kind: str, rows, name, other_name, key="pk"):
        text = TextField()
        columns = (Cast(column, text) for column in (key, name, other_name))
        return rows.order_by().values_list(Value(kind, text), *columns)

    def of(self, kind: str, *first: tuple[str, str]) -> Callable:
        return lambda: [*first, *self.rows[kind]]


class AnyOf(filters.MultipleChoiceFilter):
    """Rows that have one of the values; NONE stands for an empty field, which holds `empty`."""

    def __init__(self, *args, empty=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty = empty

    def filter(self, queryset, values):
        if not values:
            return queryset
        wanted = Q(**{f"{self.field_name}__in": [value for value in values if value != NONE]})
        if NONE in values:
            wanted |= Q(**{self.field_name: self.empty})
        return queryset.filter(wanted)


class PortfolioFilter(filters.FilterSet):
    """Filters of standings; `user` is the person who reads."""

    q = filters.CharFilter(method="search", label=_("Name, code or city"), max_length=200)
    sector = AnyOf("account__sector", label=_("Sector"))
    tier = AnyOf("account__tier", label=_("Tier"))
    kam = filters.MultipleChoiceFilter(method="of_kam", label=_("KAM"))
    team = AnyOf("account__kam__team", label=_("Team"))
    status = AnyOf("account__status", label=_("Status"), choices=Account.Status.choices)
    stage = AnyOf(
        "account__declared_stage", label=_("Declared stage"),
        choices=[*Stage.choices, (NONE, pgettext_lazy("stage", "Not declared"))],
    )  # fmt: skip
    index = filters.MultipleChoiceFilter(
        method="in_band", label=_("Index"),
        choices=[*((key, label) for key, (_band, label) in BANDS.items()), (UNKNOWN, pgettext_lazy("figure", "Unknown"))],
    )  # fmt: skip
    trend = filters.MultipleChoiceFilter(
        method="of_trend", label=_("12-month trend"), choices=[(key, label) for key, (_rise, label) in TRENDS.items()]
    )
    data = AnyOf("confidence", label=_("Data"), choices=Standing.Confidence.choices, empty=NONE)
    country = AnyOf("account__country", label=_("Country"), empty="")
    group = filters.ChoiceFilter(method="of_group", label=pgettext_lazy("of companies", "Group"), empty_label="")

    class Meta:
        model = Standing
        fields = []

    def __init__(self, data: QueryDict, *, user: User):
        super().__init__(data, Standing.objects.visible_to(user))
        self.user, choices = user, Choices(user, data)
        offered = {
            "sector": choices.of("sector", (NONE, pgettext_lazy("sector", "None"))),
            "tier": choices.of("tier", (NONE, pgettext_lazy("tier", "None"))),
            "kam": choices.of("kam", (ME, pgettext_lazy("KAM", "Myself")), (NONE, pgettext_lazy("KAM", "Nobody"))),
            "team": choices.of("team"),
            "country": choices.of("country", (NONE, pgettext_lazy("country", "None"))),
            "group": choices.of("group"),
        }
        for name, offer in offered.items():
            self.filters[name].extra["choices"] = offer
        remote = forms.Select(attrs={"data-search-url": reverse_lazy("accounts:search")})
        self.filters["group"].extra["widget"] = remote

    def search(self, queryset, name, text):
        return queryset.filter(account__in=Account.objects.visible_to(self.user).matching(text))

    def of_kam(self, queryset, name, values):
        people = {self.user.pk if value == ME else value for value in values} - {NONE}
        wanted = Q(account__kam__in=people)
        return queryset.filter(wanted | Q(account__kam=None) if NONE in values else wanted)

    def in_band(self, queryset, name, values):
        wanted = Q(index=None) if UNKNOWN in values else Q()
        for low, high in (BANDS[value][0] for value in values if value in BANDS):
            wanted |= Q(index__gte=low, index__lt=high)
        return queryset.filter(wanted)

    def of_trend(self, queryset, name, values):
        wanted = (TRENDS[value][0] for value in values)
        return queryset.alias(rise=Rise("trend")).filter(reduce(or_, wanted)) if values else queryset

    def of_group(self, queryset, name, group):
        return queryset.filter(Q(account=group) | Q(account__parent=group))

    def active(self) -> dict[str, list[tuple[str, str]]]:
        """What is filtered on: name of the filter → the values and their labels."""
        found = {}
        self.form.is_valid()  # what is not understood is left out
        for name, chosen in self.form.cleaned_data.items():
            if not chosen:
                continue
            values = chosen if isinstance(chosen, list) else [chosen]
            offered = getattr(self.form.fields[name], "choices", ())
            words = {str(key): str(label) for key, label in offered}
            found[name] = [(value, words.get(value, value)) for value in values]
        return found

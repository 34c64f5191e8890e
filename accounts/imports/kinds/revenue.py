"""Importing revenue: one line a month and offering, or invoices and deals that are added up to such lines."""

import contextlib
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.fields import Listed, Month, Number, Whole
from accounts.imports.kinds.base import MatchKey, Planned, refuse
from accounts.imports.kinds.rows import AccountRowsKind
from accounts.imports.lookups import Scope
from accounts.imports.values import Refusal, day
from accounts.imports.words import of
from accounts.models import RevenueLine


class RevenueKind(AccountRowsKind):
    key = "revenue"
    label = gettext_lazy("Revenue lines")
    model = RevenueLine
    related = ("account", "offering")
    fields = (
        *AccountRowsKind.account_fields,
        of(RevenueLine, "month", "mois | month | période | period | date | close date | date de facture | invoice date"
           " | date facture", Month, is_required=True),
        Whole("year", gettext_lazy("year"), "année | year | exercice | an"),
        of(RevenueLine, "offering", "offre | offering | produit | product | gamme | famille | product name"
           " | famille de produits | ligne de produits", Listed, lookup="offerings"),
        of(RevenueLine, "actual", "réalisé | actual | ca | chiffre d'affaires | ca réalisé | revenue | montant | amount"
           " | ca ht | montant ht | sales | close value | value | valeur | total", Number, unit=1),
        of(RevenueLine, "target", "objectif | target | budget | ca objectif | ca budget | quota", Number, unit=1),
        of(RevenueLine, "margin", "marge | margin | marge brute | gross margin", Number, unit=1),
    )  # fmt: skip
    keys = (MatchKey("month", gettext_lazy("Account, month and offering"), ("account", "month")),)
    sums = ("actual", "target", "margin")

    def complete(self, row: Planned, scope: Scope) -> None:
        """A month that is only a number is one of the year in the other column."""
        super().complete(row, scope)
        year, month = row.values.pop("year", 0), row.values.pop("month", None)
        if isinstance(month, int) and not 1900 <= year <= 2100:
            raise refuse("month", _("The year of this month is missing."))
        if month is not None:
            row.values["month"] = date(year, month, 1) if isinstance(month, int) else month

    def identity(self, values: dict[str, Any], key: MatchKey, is_folded: bool) -> tuple:
        """The offering by its code, which one that is not saved yet has too."""
        offering = values.get("offering")
        return (*super().identity(values, key, is_folded), offering.code if offering else "")

    def values_of(self, obj: RevenueLine) -> dict[str, Any]:
        return super().values_of(obj) | {"offering": obj.offering}

    def candidates(self, rows: list[Planned], key: MatchKey, scope: Scope) -> QuerySet:
        return super().candidates(rows, key, scope).filter(month__in={row.values["month"] for row in rows})

    def survey(self, number: int, texts: dict[str, str], scope: Scope) -> None:
        """Days within a month are those of invoices or deals, not of monthly lines."""
        if is_day_within_month(texts.get("month", "")):
            scope.caches["days within months"] = True

    def adds_up(self, scope: Scope) -> bool:
        return "days within months" in scope.caches

    def merge(self, first: Planned, row: Planned) -> None:
        for name in self.sums:
            if name in row.values:
                first.values[name] = first.values.get(name, 0) + row.values[name]

    def label_of(self, row: Planned) -> str:
        account, month = row.values.get("account"), row.values.get("month")
        return f"{account.label} · {month:%m/%Y}" if account and month else ""


def is_day_within_month(text: str) -> bool:
    """Whether the text is a day other than the first of a month, in whichever order it is read."""
    days = []
    for day_first in (True, False):
        with contextlib.suppress(Refusal):
            days.append(day(text, day_first).day)
    return bool(days) and 1 not in days


REVENUE = RevenueKind()

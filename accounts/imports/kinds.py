"""What can be imported about accounts: the accounts themselves, their entities and sites, their revenue."""

import contextlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.account_kind import AccountKind
from accounts.imports.fields import Choice, Compact, Field, Listed, Month, Number, Trimmed, Whole
from accounts.imports.kind import ImportKind, MatchKey, Planned, refuse
from accounts.imports.lookups import Entry, Register, Scope
from accounts.imports.values import Refusal, day, shortened
from accounts.imports.words import ACCOUNT_WORDS, CODE_WORDS, PLACE_WORDS, of
from accounts.models import ClientEntity, RevenueLine


class AccountRowsKind(ImportKind):
    """Rows that belong to an account, which each names by code or name."""

    account_fields = (
        Field("account", gettext_lazy("account"), ACCOUNT_WORDS, is_required=True),
        Field("account_code", gettext_lazy("account code"), CODE_WORDS),
    )

    def mapped_keys(self, mapped: Iterable[str]) -> list[MatchKey]:
        return super().mapped_keys(with_account(mapped))

    def lacking(self, mapped: Iterable[str]) -> list[Field]:
        return super().lacking(with_account(mapped))

    def complete(self, row: Planned, scope: Scope) -> None:
        """The account: the one of the code where it is known, else the one of the name."""
        texts = [row.values.pop(name) for name in ("account_code", "account") if name in row.values]
        known = next((text for text in texts if scope.accounts.find(text)), texts[-1] if texts else None)
        if known is not None:
            row.values["account"] = account_called(known, scope)

    def values_of(self, obj) -> dict[str, Any]:
        return super().values_of(obj) | {"account": obj.account_id}

    def accounts_of(self, rows: Iterable[Planned]) -> set[int]:
        return {row.values["account"].pk for row in rows if "account" in row.values}

    def candidates(self, rows: list[Planned], key: MatchKey, scope: Scope) -> QuerySet:
        found = scope.editable(self.model.objects.all())
        if "account" in key.fields:
            return found.filter(account__in=self.accounts_of(rows))
        (name,) = key.fields
        return found.filter(**{f"{name}__in": {row.values[name].strip() for row in rows}})

    def assign(self, obj, row: Planned, scope: Scope) -> None:
        super().assign(obj, row, scope)
        if "account" in row.changes:
            obj.account_id = row.values["account"].pk

    def columns_of(self, names: Iterable[str]) -> list[str]:
        return [*super().columns_of(names), *(["account"] if "account" in names else [])]

    def current(self, obj, each: Field) -> Any:
        return entry_of(obj.account) if each.key == "account" else super().current(obj, each)


def with_account(mapped: Iterable[str]) -> set[str]:
    """A column of account codes names the account as well as one of names does."""
    mapped = set(mapped)
    return mapped | {"account"} if "account_code" in mapped else mapped


def account_called(text: str, scope: Scope) -> Entry:
    """The account, which the importer may change. Raises Refusal."""
    unknown, ambiguous = (
        _("No account is called “%(value)s”."),
        _("Several accounts are called “%(value)s”: use the code."),
    )
    try:
        entry = scope.accounts.one(text, unknown, ambiguous)
    except Refusal as refusal:
        raise refuse("account", str(refusal)) from None
    if not entry.is_editable:
        raise refuse("account", _("You may read this account, not change it."))
    return entry


def entry_of(row) -> Entry:
    return Entry(row.pk, row.name)


class EntityKind(AccountRowsKind):
    key = "entities"
    label = gettext_lazy("Entities and sites")
    model = ClientEntity
    related = ("account", "parent")
    fields = (
        *AccountRowsKind.account_fields,
        of(ClientEntity, "name", "entité | entity | nom de l'entité | entity name | site | nom du site | site name"
           " | établissement | filiale | nom | name", is_required=True),
        of(ClientEntity, "kind", "type | nature | kind | type d'entité | entity type", Choice,
           aliases="entite=entity|societe=entity|filiale=entity|company=entity|etablissement=site|usine=site|agence=site"
           "|magasin=site|plant=site|entrepot=site"),
        Field("parent", ClientEntity._meta.get_field("parent").verbose_name, "rattachement | parent | entité mère"
              " | appartient à | belongs to | parent entity | entité parente | maison mère",
              ClientEntity._meta.get_field("parent")),
        of(ClientEntity, "code", "code | code entité | code site | référence | reference | reference id | id", Trimmed),
        of(ClientEntity, "siren", "siren | numéro siren | n° siren", Compact),
        of(ClientEntity, "siret", "siret | numéro siret | n° siret", Compact),
        *(of(ClientEntity, key, words) for key, words in PLACE_WORDS.items() if key != "region"),
    )  # fmt: skip
    keys = (
        MatchKey("code", gettext_lazy("Account and code"), ("account", "code")),
        MatchKey("siret", gettext_lazy("SIRET"), ("siret",)),
        MatchKey("name", gettext_lazy("Account and name"), ("account", "name")),
    )

    def survey(self, number: int, texts: dict[str, str], scope: Scope) -> None:
        if "parent" not in scope.mapped:
            return
        accounts = scope.accounts.find(texts.get("account_code", "")) or scope.accounts.find(texts.get("account", ""))
        entry = scope.row_entries[number] = Entry(row=number, label=texts.get("name", ""), is_pending=True)
        for account in accounts[:1]:
            register = scope.caches.setdefault(("entities of the file", account.pk), Register())
            register.add(entry, [texts.get("code", "")], [entry.label])

    def prepare(self, rows: list[Planned], scope: Scope) -> None:
        """The entities of the accounts that the rows name, when they name parents."""
        if not any("parent" in row.values for row in rows):
            return
        new = {pk for pk in self.accounts_of(rows) if ("entities", pk) not in scope.caches}
        scope.caches.update({("entities", pk): Register() for pk in new})
        for entity in ClientEntity.objects.filter(account__in=new):
            scope.caches["entities", entity.account_id].add(entry_of(entity), [entity.code], [entity.name])

    def link(self, row: Planned, scope: Scope) -> None:
        if "parent" not in row.values or "account" not in row.values:
            return
        text, account = row.values["parent"], row.values["account"].pk
        places = (scope.caches.get((name, account), Register()) for name in ("entities", "entities of the file"))
        found = next((entries for place in places if (entries := place.find(text))), [])
        if len(found) != 1:
            reason = _("Several entities are called “%(value)s”.") if found else _("No entity is called “%(value)s”.")
            raise refuse("parent", reason % {"value": shortened(text)})
        row.values["parent"] = found[0]

    def check(self, row: Planned, scope: Scope) -> None:
        parent = row.values.get("parent")
        if parent is None:
            return
        own = scope.row_entries[row.number]
        if row.obj:
            own.pk = row.obj.pk
        if own.is_above(parent):
            raise refuse("parent", _("An entity cannot belong to itself or to what is below it."))
        own.parent = parent

    def current(self, obj: ClientEntity, each: Field) -> Any:
        if each.key == "parent":
            return entry_of(obj.parent) if obj.parent else None
        return super().current(obj, each)


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


ACCOUNTS, ENTITIES, REVENUE = AccountKind(), EntityKind(), RevenueKind()

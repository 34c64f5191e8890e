"""Rows that belong to an account: what entities, revenue lines, people and interactions share."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.fields import Field
from accounts.imports.kinds.base import ImportKind, MatchKey, Planned, refuse
from accounts.imports.lookups import Entry, Scope
from accounts.imports.values import Refusal
from accounts.imports.words import ACCOUNT_WORDS, CODE_WORDS


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

"""Importing entities and sites: found within their account, each below another of the base or of the file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.fields import Choice, Compact, Field, Trimmed
from accounts.imports.kinds.base import MatchKey, Planned, refuse
from accounts.imports.kinds.rows import AccountRowsKind, entry_of
from accounts.imports.lookups import Entry, Register, Scope
from accounts.imports.values import shortened
from accounts.imports.words import PLACE_WORDS, of
from accounts.models import ClientEntity


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


ENTITIES = EntityKind()

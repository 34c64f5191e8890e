"""Importing accounts: their group, their list values, their KAM, their listing, their stages."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.database import update_together
from accounts.imports.fields import (
    AccountName,
    Choice,
    Compact,
    Field,
    Listed,
    Number,
    Person,
    Several,
    Trimmed,
    Whole,
    Year,
)
from accounts.imports.kinds.base import ImportKind, MatchKey, Planned, refuse
from accounts.imports.lookups import Entry, Scope
from accounts.imports.values import fold, shortened
from accounts.imports.words import ACCOUNT_WORDS, CODE_WORDS, PLACE_WORDS, STAGES, of
from accounts.models import Account, IndexMembership, Listing, StageDeclaration
from kam.users.models import User


class AccountKind(ImportKind):
    key = "accounts"
    label = gettext_lazy("Accounts")
    model = Account
    related = ("sector", "tier", "kam", "parent", "listing")
    fields = (
        of(Account, "name", f"{ACCOUNT_WORDS} | nom | name | dénomination | libellé | intitulé", is_required=True),
        of(Account, "code", f"{CODE_WORDS} | code | référence | reference | reference id | id | supplierid | shipperid | ref | siren", Trimmed),
        of(Account, "status", "statut | status | account status | statut du compte", Choice,
           aliases="actif=active|active client=active|client=active|customer=active|en cours=active|prospection=prospect"
           "|lead=prospect|ancien=former|ancien client=former|inactif=former|inactive=former|perdu=former"),
        of(Account, "parent", "maison mère | groupe | group | parent | parent account | société mère | subsidiary of"
           " | filiale de | parent id | appartient à | holding | tête de groupe", AccountName),
        of(Account, "sector", "secteur | sector | secteur d'activité | industry | activité | branche | domaine", Listed,
           lookup="sectors"),
        of(Account, "tier", "rang | rang du compte | tier | account tier | catégorie | segment | classe | niveau", Listed,
           lookup="tiers"),
        of(Account, "kam", "kam | responsable | responsable de compte | responsable du compte | account manager"
           " | key account manager | owner | account owner | propriétaire | commercial | sales agent | sales rep", Person),
        of(Account, "potential", "potentiel | potentiel annuel | potential | yearly potential", Number, unit=1),
        of(Account, "turnover", "ca | chiffre d'affaires | turnover | revenue | annual revenue | chiffre d'affaires annuel"
           " | ca annuel | ca du client | revenues | sales", Number, unit=1_000_000),
        of(Account, "employees", "effectif | effectifs | employees | number of employees | salariés | nombre de salariés"
           " | employés | headcount | staff", Whole),
        of(Account, "founded_in", "année de création | year established | founded | founded in | créée en | créé en"
           " | date de création | year founded | fondée en", Year),
        *(of(Account, key, words) for key, words in PLACE_WORDS.items()),
        of(Account, "phone", "téléphone | phone | tel | tél | telephone | phone number | standard | numéro de téléphone"),
        of(Account, "website", "site web | website | site | site internet | url | web | homepage | home page"),
        of(Account, "description", "description | commentaire | commentaires | notes | note | remarques | comment | comments"),
        of(Account, "declared_stage", "stade déclaré | stade | stage | declared stage | stade de la relation"
           " | relationship stage", Choice, aliases=STAGES),
        of(Account, "target_stage", "stade visé | target stage | stade cible | objectif de stade", Choice, aliases=STAGES),
        of(Listing, "isin", "isin | code isin | isin code", Compact),
        of(Listing, "ticker", "ticker | mnémonique | mnemo | symbol | symbole | code mnémonique"),
        of(Listing, "market", "marché | market | place de cotation | bourse | exchange | mic"),
        Several("index", IndexMembership._meta.get_field("index").verbose_name, "indice | index | indices | indice boursier"),
    )  # fmt: skip
    keys = (
        MatchKey("code", gettext_lazy("Code"), ("code",)),
        MatchKey("isin", gettext_lazy("ISIN"), ("isin",)),
        MatchKey("name", gettext_lazy("Name"), ("name",)),
    )
    on_listing = ("isin", "ticker", "market")

    def survey(self, number: int, texts: dict[str, str], scope: Scope) -> None:
        scope.names_in_file.add(texts.get("name", "").strip())
        if "parent" in scope.mapped:
            entry = scope.row_entries[number] = Entry(row=number, label=texts.get("name", ""), is_pending=True)
            scope.accounts.file.add(entry, [texts.get("code", "")], [entry.label])

    def candidates(self, rows: list[Planned], key: MatchKey, scope: Scope) -> QuerySet:
        found = Account.objects.all()
        if key.key == "isin":
            visible = found.visible_to(scope.user) if scope.user else found.living()
            found = visible.filter(listing__isin__in={row.values["isin"] for row in rows})
        else:
            found = found.filter(pk__in={entry.pk for row in rows for entry in self.entries(row, key, scope)})
        memberships = Prefetch("listing__memberships", to_attr="kept")
        return found.prefetch_related(memberships) if any("index" in row.values for row in rows) else found

    def entries(self, row: Planned, key: MatchKey, scope: Scope) -> list[Entry]:
        """The accounts of that code or name; another spelling only when the file has no row of its own for it."""
        codes, names, _any = scope.accounts.tiers
        if key.key == "code":
            return codes.get(row.values["code"].strip(), [])
        name = row.values["name"].strip()
        if name in names:
            return names[name]
        near = scope.accounts.by_folded_name.get(fold(name), [])
        return [entry for entry in near if entry.label.strip() not in scope.names_in_file]

    def values_of(self, obj: Account) -> dict[str, Any]:
        listing = getattr(obj, "listing", None)
        return {"code": obj.code, "name": obj.name, "isin": listing.isin if listing else ""}

    def current(self, obj: Account, each: Field) -> Any:
        listing = getattr(obj, "listing", None)
        if each.key in self.on_listing:
            return getattr(listing, each.key, "")
        if each.key == "index":
            return [membership.index for membership in listing.kept] if listing else []
        return super().current(obj, each)

    def check(self, row: Planned, scope: Scope) -> None:
        entry = scope.accounts.entries.get(row.obj.pk) if row.obj else None
        if entry and not entry.is_editable:
            raise refuse(row.key.fields[0], _("You may read this account, not change it."))
        self.check_code(row, scope)
        if "parent" in row.values:
            self.check_group(row.values["parent"], entry or scope.row_entries[row.number])
        self.check_kam(row, scope)
        if not row.obj and row.values.get("name", "").strip() in scope.accounts.tiers[1]:
            row.notes.append(_("Another account already has this name."))
        if row.obj and "index" in row.values:
            row.values["index"] = list(dict.fromkeys(self.current(row.obj, self.by_key["index"]) + row.values["index"]))

    def check_code(self, row: Planned, scope: Scope) -> None:
        """A code stands once among all accounts; the message does not tell whose it is."""
        code = row.values.get("code")
        if code is None or (row.obj and row.obj.code == code):
            return
        if code in scope.taken_codes:
            raise refuse("code", _("The code “%(value)s” cannot be used.") % {"value": shortened(code)})
        scope.taken_codes.add(code)

    def check_group(self, group: Entry, own: Entry) -> None:
        if group is own or (group.pk is not None and group.pk == own.pk):
            raise refuse("parent", _("An account cannot be its own group."))
        if own.is_above(group):
            raise refuse("parent", _("“%(value)s” already stands below this account.") % {"value": group.label})
        own.parent = group

    def check_kam(self, row: Planned, scope: Scope) -> None:
        is_kam = scope.user is not None and scope.user.role == User.Role.KAM and not scope.user.is_administrator
        if not is_kam:
            return
        if row.obj is None:
            row.values.setdefault("kam", scope.user)  # else he would not see what he brought in
        elif "kam" in row.values and row.values["kam"].pk != row.obj.kam_id:
            raise refuse("kam", _("Only a director or an administrator gives an account to somebody else."))

    def new(self, row: Planned, scope: Scope) -> Account:
        return Account(created_at=scope.moment)

    def write_extras(self, rows: list[Planned], ledger, scope: Scope) -> None:
        self.write_listings(rows, ledger)
        self.write_indices(rows, ledger)
        self.write_stages(rows, ledger, scope)

    def write_listings(self, rows: list[Planned], ledger) -> None:
        touched = [row for row in rows if any(name in row.changes for name in (*self.on_listing, "index"))]
        new, old = [], []
        for row in touched:
            listing = getattr(row.obj, "listing", None) or Listing(account=row.obj)
            (old if listing.pk else new).append((row, listing))
            if listing.pk:
                ledger.remember(listing, self.on_listing)
            for name in self.on_listing:
                setattr(listing, name, row.values.get(name, getattr(listing, name)))
        Listing.objects.bulk_create(listing for _row, listing in new)
        update_together([listing for _row, listing in old], self.on_listing)
        for row, listing in new:
            row.obj.listing = listing
            ledger.created(row.number, listing)
        for row, listing in old:
            ledger.updated(row.number, listing, self.on_listing)

    def write_indices(self, rows: list[Planned], ledger) -> None:
        made = [
            (row, IndexMembership(listing=row.obj.listing, index=index))
            for row in rows
            if "index" in row.changes
            for index in row.values["index"]
            if index not in (row.changes["index"][0] or [])
        ]
        IndexMembership.objects.bulk_create(membership for _row, membership in made)
        for row, membership in made:
            ledger.created(row.number, membership)

    def write_stages(self, rows: list[Planned], ledger, scope: Scope) -> None:
        """Every change of stage is declared: by whom, when and why."""
        reason = _("Import of the file %(name)s") % {"name": scope.file_name}
        made = [
            (row, StageDeclaration(account=row.obj, aspect=aspect, stage=row.values[aspect], reason=reason,
                                   declared_by=scope.user, declared_at=scope.moment))
            for row in rows
            for aspect in StageDeclaration.Aspect.values
            if aspect in row.changes
        ]  # fmt: skip
        StageDeclaration.objects.bulk_create(declaration for _row, declaration in made)
        for row, declaration in made:
            ledger.created(row.number, declaration)


ACCOUNTS = AccountKind()

"""Importing the client's people: who they are, how they stand to us, and to whom they report."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.fields import Choice, Choices, Day, Field, Flag, Listed, Person, Trimmed
from accounts.imports.kinds.base import MatchKey, Planned, refuse
from accounts.imports.kinds.rows import AccountRowsKind, entry_of
from accounts.imports.lookups import Scope
from accounts.imports.mapping import squashed, values_in
from accounts.imports.words import of
from accounts.stakeholders.imports.reporting import LINES, ReportingBook
from accounts.stakeholders.models import Stakeholder

WHO = "name", "first_name", "last_name"


class StakeholderKind(AccountRowsKind):
    key = "stakeholders"
    label = gettext_lazy("Stakeholders")
    model = Stakeholder
    related = "account", "function", "owner", "backup", *LINES
    links = LINES
    fields = (
        *AccountRowsKind.account_fields,
        of(Stakeholder, "name", "nom du contact | contact name | contact | interlocuteur | nom complet | full name"
           " | nom et prénom | prénom nom | nom | name | stakeholder", is_required=True),
        Field("first_name", gettext_lazy("first name"), "prénom | first name | prénom du contact | given name"),
        Field("last_name", gettext_lazy("last name"), "nom de famille | last name | surname | family name"),
        of(Stakeholder, "title", "titre | poste | contact title | job title | intitulé du poste | title | fonction exacte"),
        of(Stakeholder, "function", "fonction | function | service | département | department | direction"
           " | fonction du contact", Listed, lookup="client_functions"),
        of(Stakeholder, "level", "niveau | level | niveau hiérarchique | rang hiérarchique", Choice,
           aliases="n=0|n 1=1|n 2=2|n 3=3|n 4=4|direction generale=0"),
        of(Stakeholder, "influence", "influence | pouvoir | poids | influence level", Choice,
           aliases="faible=2|moyenne=3|forte=4|decisive=5|low=2|medium=3|high=4"),
        of(Stakeholder, "attitude", "attitude | position | posture | support", Choice,
           aliases="opposant=-2|reserve=-1|neutre=0|favorable=1|allie=2|adversaire=-2|sponsor=2|supporter=1"
           "|detracteur=-2"),
        of(Stakeholder, "attitude_on", "attitude au | date attitude | date de l'attitude | attitude date"
           " | attitude évaluée le | assessed on", Day),
        of(Stakeholder, "contact_strength", "force du lien | lien | contact strength | relation | force de la relation",
           Choice, aliases="aucun=0|occasionnel=1|regulier=2|profond=3|confiance=4|none=0"),
        of(Stakeholder, "email", "e-mail | email | mail | courriel | adresse e-mail | email address | adresse mail", Trimmed),
        of(Stakeholder, "phone", "téléphone | phone | tel | tél | mobile | portable | mobile phone | téléphone mobile"
           " | phone number"),
        of(Stakeholder, "code", "code contact | contact id | contactid | référence | reference id | reference | id contact"
           " | matricule | id", Trimmed),
        of(Stakeholder, "departed_on", "parti le | date de départ | left on | departed on | departure date", Day),
        of(Stakeholder, "reports_to", "responsable | supérieur hiérarchique | supérieur | manager | n+1 | reports to"
           " | rattaché à | responsable id | id responsable | manager id | reports to id | line manager | chef | boss"),
        of(Stakeholder, "dotted_to", "responsable fonctionnel | rattachement fonctionnel | dotted line | dotted line to"
           " | dotted manager | lien fonctionnel"),
        of(Stakeholder, "buying_roles", "rôles dans l'achat | rôle dans le centre d'achat | rôles | rôle | buying role"
           " | role | roles", Choices,
           aliases="approbateur economique=economic_approver|economic buyer=economic_approver|coach=champion"
           "|sponsor=champion|evaluateur=technical_evaluator|prescripteur=influencer|filtre=gatekeeper"),
        of(Stakeholder, "informal_power", "pouvoir informel | informal power | cercle", Choice),
        of(Stakeholder, "relationship", "niveau de relation | relationship level | relation actuelle", Choice),
        of(Stakeholder, "relationship_target", "niveau de relation visé | relationship target | relation visée", Choice),
        of(Stakeholder, "owner", "référent | référent chez nous | relationship owner | owner | propriétaire", Person,
           lookup="colleagues"),
        of(Stakeholder, "backup", "suppléant | référent suppléant | backup | backup owner", Person, lookup="colleagues"),
        of(Stakeholder, "location", "ville | lieu | localisation | bureau | city | office | location"),
        of(Stakeholder, "languages", "langues | langue | language | languages"),
        of(Stakeholder, "preferred_channel", "canal préféré | preferred channel | canal", Choice,
           aliases="telephone=call|appel=call|phone=call|mail=email|courriel=email|rendez-vous=meeting|sms=message"),
        of(Stakeholder, "stakes", "enjeux | enjeux professionnels | stakes"),
        of(Stakeholder, "source", "source | origine | provenance"),
        of(Stakeholder, "attitude_evidence", "preuve de l'attitude | justification de l'attitude | attitude evidence"),
        of(Stakeholder, "is_influence_confirmed", "influence confirmée | influence confirmed", Flag),
        of(Stakeholder, "is_attitude_confirmed", "attitude confirmée | attitude confirmed", Flag),
        of(Stakeholder, "is_strength_confirmed", "force du lien confirmée | contact strength confirmed", Flag),
        of(Stakeholder, "is_relationship_confirmed", "niveau de relation confirmé | relationship level confirmed", Flag),
        Flag("has_left", gettext_lazy("has left"), "parti | a quitté | departed | has left | inactif"),
    )  # fmt: skip
    keys = (
        MatchKey("code", gettext_lazy("Code"), ("code",)),
        MatchKey("email", gettext_lazy("E-mail address"), ("email",)),
        MatchKey("name", gettext_lazy("Account and name"), ("account", "name")),
    )

    def with_name(self, mapped) -> set[str]:
        mapped = set(mapped)
        return mapped | {"name"} if mapped & {"last_name", "first_name"} else mapped

    def mapped_keys(self, mapped):
        return super().mapped_keys(self.with_name(mapped))

    def lacking(self, mapped):
        return super().lacking(self.with_name(mapped))

    def refine(self, mapping: dict[int, str], headers: list[str], samples: list[list[Any]], scope: Scope) -> None:
        """In a French file, «Fonction» is often the job title: it is, unless its values are those of our list."""
        places = {key: place for place, key in mapping.items()}
        place = places.get("function")
        if place is None or "title" in places or squashed(headers[place]) != "fonction":
            return
        if not any(scope.client_functions.register.find(value) for value in values_in(samples, place)):
            mapping[place] = "title"

    def complete(self, row: Planned, scope: Scope) -> None:
        super().complete(row, scope)
        name, first, last = (row.values.pop(key, "") for key in WHO)
        if whole := full_name(name.strip(), first.strip(), last.strip()) if first or last else name:
            self.by_key["name"].validate(whole)  # put together, it may be too long
            row.values["name"] = whole
        if row.values.pop("has_left", False):
            row.values.setdefault("departed_on", scope.on)

    def survey(self, number: int, texts: dict[str, str], scope: Scope) -> None:
        if self.links_mapped(scope):
            name = full_name(*(texts.get(key, "").strip() for key in WHO))
            self.book(scope).announce(number, texts | {"name": name}, scope)

    def prepare(self, rows: list[Planned], scope: Scope) -> None:
        if self.links_mapped(scope):
            self.book(scope).open()

    def link(self, row: Planned, scope: Scope) -> None:
        if self.links_mapped(scope) and "account" in row.values:
            row.values.update(self.book(scope).managers(row.number))

    def links_mapped(self, scope: Scope) -> bool:
        return not scope.mapped.isdisjoint(LINES)

    def book(self, scope: Scope) -> ReportingBook:
        return scope.caches.setdefault("reporting lines", ReportingBook())

    def current(self, obj: Stakeholder, each: Field) -> Any:
        if each.key in LINES:
            boss = getattr(obj, each.key)
            return entry_of(boss) if boss else None
        return super().current(obj, each)

    def identity(self, values: dict[str, Any], key: MatchKey, is_folded: bool) -> tuple:
        if key.key == "email":
            return (str(values.get("email") or "").strip().lower(),)
        return super().identity(values, key, is_folded)

    def candidates(self, rows: list[Planned], key: MatchKey, scope: Scope) -> QuerySet:
        if key.key == "email":
            addresses = {row.values["email"].strip().lower() for row in rows}
            return scope.editable(Stakeholder.objects.all()).alias(address=Lower("email")).filter(address__in=addresses)
        return super().candidates(rows, key, scope)

    def check(self, row: Planned, scope: Scope) -> None:
        """A departure already dated stays; an attitude has the date on which it was first seen so."""
        obj, values = row.obj, row.values
        if obj and obj.departed_on and values.get("departed_on") == scope.on:
            del values["departed_on"]
        is_new_attitude = "attitude" in values and (obj is None or obj.attitude != values["attitude"])
        if is_new_attitude:
            values.setdefault("attitude_on", scope.on)
        elif "attitude" in values and obj.attitude_on is None:
            raise refuse("attitude_on", _("Date the attitude: since when do you see it so?"))


def full_name(name: str, first: str, last: str) -> str:
    """«Prénom Nom»: a column «Nom» beside one of first names is the last name, unless it holds both."""
    if not (first or last):
        return name
    if name and set(first.casefold().split()) <= set(name.casefold().split()):
        return name
    return f"{first} {last or name}".strip()

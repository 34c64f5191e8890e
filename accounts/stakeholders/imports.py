"""What can be imported about the client's people: who they are, and what we exchange with them."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.fields import Choice, Day, Field, Flag, Listed, Several, Trimmed, one_person
from accounts.imports.kinds.base import MatchKey, Outcome, Planned, comparable, refuse
from accounts.imports.kinds.rows import AccountRowsKind
from accounts.imports.lookups import Register, Scope
from accounts.imports.mapping import squashed, values_in
from accounts.imports.values import Refusal
from accounts.imports.words import of
from accounts.stakeholders.models import Interaction, Stakeholder

WHO = "name", "first_name", "last_name"


class StakeholderKind(AccountRowsKind):
    key = "stakeholders"
    label = gettext_lazy("Stakeholders")
    model = Stakeholder
    related = ("account", "function")
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
    if name and set(first.casefold().split()) <= set(name.casefold().split()):
        return name
    return f"{first} {last or name}".strip()


def stakeholder_called(text: str, scope: Scope, account: int):
    return scope.caches["people", account].one(
        text,
        _("No stakeholder of this account is called “%(value)s”."),
        _("Several stakeholders of this account are called “%(value)s”: use the e-mail address."),
    )


def colleague_called(text: str, scope: Scope):
    return one_person(text, scope.colleagues)


class InteractionKind(AccountRowsKind):
    key = "interactions"
    label = gettext_lazy("Interactions")
    model = Interaction
    related = ("account",)
    fields = (
        *AccountRowsKind.account_fields,
        of(Interaction, "occurred_on", "date | date de l'échange | date du rendez-vous | occurred on | date du contact"
           " | activity date | jour | day | meeting date", Day, is_required=True),
        of(Interaction, "kind", "type | nature | kind | type d'échange | canal | channel | activity type", Choice,
           aliases="reunion=meeting|rendez-vous=meeting|rdv=meeting|visite=meeting|visit=meeting|appel=call"
           "|telephone=call|phone=call|phone call=call|visioconference=visio|video=visio|teams=visio|mail=email"
           "|courriel=email|e-mail=email|autre=other"),
        of(Interaction, "is_two_way", "réciproque | two way | à double sens | réponse | answered", Flag),
        of(Interaction, "subject", "objet | subject | sujet | titre | title | intitulé"),
        of(Interaction, "notes", "notes | note | compte rendu | commentaire | commentaires | comments | description"
           " | minutes | résumé"),
        of(Interaction, "code", "code | référence | reference | id | reference id | activity id", Trimmed),
        of(Interaction, "stakeholders", "interlocuteurs | interlocuteur | contacts | contact | stakeholders | stakeholder"
           " | participants client | participants | nom du contact | contact name", Several),
        of(Interaction, "colleagues", "collègues | colleagues | nos participants | participants internes | commercial"
           " | owner | responsable | kam | sales agent", Several, one=colleague_called),
    )  # fmt: skip
    keys = (
        MatchKey("code", gettext_lazy("Code"), ("code",)),
        MatchKey("when", gettext_lazy("Account, date, kind and subject"), ("account", "occurred_on")),
    )
    sides = ("stakeholders", "colleagues")

    def identity(self, values: dict[str, Any], key: MatchKey, is_folded: bool) -> tuple:
        if key.key == "code":
            return super().identity(values, key, is_folded)
        kind, subject = values.get("kind") or Interaction.Kind.MEETING, values.get("subject") or ""
        return (*super().identity(values, key, is_folded), str(kind), comparable(subject, is_folded))

    def candidates(self, rows: list[Planned], key: MatchKey, scope: Scope) -> QuerySet:
        found = super().candidates(rows, key, scope).with_participants()
        return found if key.key == "code" else found.filter(occurred_on__in={row.values["occurred_on"] for row in rows})

    def prepare(self, rows: list[Planned], scope: Scope) -> None:
        """The stakeholders of the accounts that the rows name."""
        new = {pk for pk in self.accounts_of(rows) if ("people", pk) not in scope.caches}
        scope.caches.update({("people", pk): Register() for pk in new})
        if any("stakeholders" in row.values for row in rows):
            for person in Stakeholder.objects.filter(account__in=new):
                scope.caches["people", person.account_id].add(person, [person.email, person.code], [person.name])

    def link(self, row: Planned, scope: Scope) -> None:
        if "stakeholders" not in row.values or "account" not in row.values:
            return
        account = row.values["account"].pk
        try:
            people = [stakeholder_called(name, scope, account) for name in row.values["stakeholders"]]
        except Refusal as refusal:
            raise refuse("stakeholders", str(refusal)) from None
        row.values["stakeholders"] = list(dict.fromkeys(people))

    def current(self, obj: Interaction, each: Field) -> Any:
        if each.key in self.sides:
            return sorted(getattr(obj, each.key).all(), key=lambda person: person.pk)
        return super().current(obj, each)

    def check(self, row: Planned, scope: Scope) -> None:
        for side in self.sides:
            if side in row.values:
                row.values[side].sort(key=lambda person: person.pk)

    def write_extras(self, rows: list[Planned], ledger, scope: Scope) -> None:
        for side in self.sides:
            through = getattr(Interaction, side).through
            touched = [row for row in rows if side in row.changes]
            updated = [row for row in touched if row.outcome == Outcome.UPDATE]
            for row in updated:
                ledger.remember(row.obj, [side])
            through.objects.filter(interaction__in=[row.obj.pk for row in updated]).delete()
            field = through._meta.get_field(Interaction._meta.get_field(side).m2m_reverse_field_name())
            through.objects.bulk_create(
                through(interaction=row.obj, **{field.attname: person.pk})
                for row in touched
                for person in row.values[side]
            )

    def close(self, rows: list[Planned], ledger) -> None:
        """With who took part, as it stands in the database now."""
        pks = [row.obj.pk for row in rows]
        fresh = Interaction.objects.with_participants().in_bulk(pks)
        for row in rows:
            if row.outcome == Outcome.CREATE:
                ledger.created(row.number, fresh[row.obj.pk], self.sides)
            else:
                sides = [side for side in self.sides if side in row.changes]
                ledger.updated(row.number, fresh[row.obj.pk], [*self.columns_of(row.changes), *sides])

    def label_of(self, row: Planned) -> str:
        account, day = row.values.get("account"), row.values.get("occurred_on")
        return " · ".join(
            filter(None, [account and account.label, row.values.get("subject"), day and f"{day:%d/%m/%Y}"])
        )


STAKEHOLDERS, INTERACTIONS = StakeholderKind(), InteractionKind()

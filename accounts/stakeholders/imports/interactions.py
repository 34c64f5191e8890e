"""Importing what is exchanged with the client's people."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.imports.fields import Choice, Day, Field, Flag, Several, Trimmed, one_person
from accounts.imports.kinds.base import MatchKey, Outcome, Planned, comparable, refuse
from accounts.imports.kinds.rows import AccountRowsKind
from accounts.imports.lookups import Register, Scope
from accounts.imports.values import Refusal
from accounts.imports.words import of
from accounts.stakeholders.imports.reporting import stakeholder_called
from accounts.stakeholders.models import Interaction, Stakeholder


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
            people = [stakeholder_called(name, scope.caches["people", account]) for name in row.values["stakeholders"]]
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

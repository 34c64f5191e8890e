"""In an exchange, priorities were repeated: to whom of those present, and how each received them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts.stakeholders.models import Interaction, Stakeholder
from plans.models import Repetition, StrategicPriority


def present_at(interaction: Interaction) -> list[Stakeholder]:
    """Those of the account of the exchange: others, of its group say, have a plan of their own."""
    return list(interaction.stakeholders.filter(account=interaction.account_id, is_placeholder=False))


def repeatable_in(interaction: Interaction, on) -> list[StrategicPriority]:
    """The priorities of the plan in force on the day of the exchange, else of the one in force now."""
    for day in (interaction.occurred_on, on):
        if found := list(StrategicPriority.objects.in_force(interaction.account_id, day)):
            return found
    return []


def told_in(interaction: Interaction) -> dict[tuple[UUID, int], Repetition]:
    """(lineage of the priority, person) → what was noted, on whichever version of the plan."""
    rows = Repetition.objects.of_exchange(interaction)
    return {(row.priority.lineage, row.stakeholder_id): row for row in rows}


@transaction.atomic
def note(interaction: Interaction, given: Iterable[tuple[StrategicPriority, Stakeholder, str | None]]) -> None:
    """(priority, person, reception): write what is new or otherwise; None takes it back. Twice the same changes nothing.

    What was noted on another version of the priority stays there, with its new reception.
    """
    Interaction.objects.select_for_update().get(pk=interaction.pk)  # two who note at once: one after the other
    told = told_in(interaction)
    for priority, person, reception in given:
        row = told.get((priority.lineage, person.pk))
        if row is None and reception is not None:
            Repetition.objects.create(
                priority=priority, interaction=interaction, stakeholder=person, reception=reception
            )
        elif row is not None and reception is None:
            row.delete()
        elif row is not None and row.reception != reception:
            row.reception = reception
            row.save(update_fields=["reception"])

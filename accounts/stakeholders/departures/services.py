"""What a settled departure moves: several people at once."""

from django.db import transaction

from accounts.stakeholders.departures.succession import left_behind, vacancy_after
from accounts.stakeholders.models import Departure, Stakeholder


@transaction.atomic
def hand_reports_over(departure: Departure) -> int:
    """Let those who report to the leaver report to the successor, who takes the leaver's own manager; how many."""
    leaver, moved = departure.stakeholder, left_behind(departure)
    for person in moved:
        person.reports_to_id = departure.successor_id
        person.save(update_fields=["reports_to"])
    successor = Stakeholder.objects.get(pk=departure.successor_id)
    if successor.reports_to_id == leaver.pk:
        successor.reports_to_id = leaver.reports_to_id
        successor.save(update_fields=["reports_to"])
    return len(moved)


@transaction.atomic
def open_vacancy(departure: Departure) -> Stakeholder:
    """Enter the place of the leaver as a vacant role, and let it be the successor; of two clicks the first opens it."""
    held = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    departure.successor = held.successor
    if departure.successor is None:
        departure.successor = vacancy_after(departure.stakeholder)
        departure.successor.save()
        departure.save(update_fields=["successor"])
    return departure.successor

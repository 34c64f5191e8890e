"""Who may succeed somebody who leaves, and what goes over to the successor."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.stakeholders.models import Departure, Stakeholder
from accounts.stakeholders.network import Loss, Side
from accounts.stakeholders.relations.answers import Answers
from accounts.stakeholders.reporting import loop_through


@dataclass(frozen=True)
class Candidates:
    """Those still there, by what speaks for them; nobody stands twice."""

    reports: list[Stakeholder]
    same_function: list[Stakeholder]
    others: list[Stakeholder]


def candidates(departure: Departure) -> Candidates:
    leaver = departure.stakeholder
    here = Stakeholder.objects.of(departure.account).present().exclude(pk=leaver.pk).order_by("name", "pk")
    found = Candidates([], [], [])
    for person in here:
        if person.reports_to_id == leaver.pk:
            found.reports.append(person)
        elif person.function_id and person.function_id == leaver.function_id:
            found.same_function.append(person)
        else:
            found.others.append(person)
    return found


def vacancy_after(leaver: Stakeholder) -> Stakeholder:
    """The place that somebody leaves, as a role whose holder is not known yet; not saved."""
    name = leaver.title or (leaver.function and leaver.function.name)
    return Stakeholder(
        account_id=leaver.account_id,
        name=str(name or _("Successor of %(name)s") % {"name": leaver})[:255],
        is_placeholder=True,
        title=leaver.title,
        function_id=leaver.function_id,
        entity_id=leaver.entity_id,
        level=leaver.level,
        influence=leaver.influence,
        reports_to_id=leaver.reports_to_id,
        owner_id=leaver.owner_id,
        backup_id=leaver.backup_id,
    )


def loss_by(departure: Departure, account: Account, on) -> Loss:
    """What breaks with the departure, as of `on` or, once the person has left, of his last day."""
    left = departure.stakeholder.departed_on
    day = min(on, left - timedelta(days=1)) if left else on
    return Answers(account, day).loss(Side.THEIRS, departure.stakeholder_id)


def left_behind(departure: Departure) -> list[Stakeholder]:
    """Those who still report to whoever leaves and could go over to the successor."""
    if departure.successor_id is None:
        return []
    return list(departure.stakeholder.reports.present().exclude(pk=departure.successor_id).order_by("name", "pk"))


def circle_with(departure: Departure) -> list[str]:
    """The names around the loop that handing the reports over would close; [] when it closes none."""
    lines = Stakeholder.objects.of(departure.account).reporting_lines()
    above = departure.stakeholder
    for pk, (name, bosses) in lines.items():
        if pk == departure.successor_id:  # who reported to the leaver takes his place below his manager
            lines[pk] = name, tuple(above.reports_to_id if boss == above.pk else boss for boss in bosses)
    for person in left_behind(departure):
        if loop := loop_through(person.pk, departure.successor_id, lines):
            return loop
    return []

"""Departures, duplicates and opinions: who sees the account reads them, who may change it settles and merges."""

from datetime import date

from accounts.stakeholders.duplicates.choices import Pair, chosen_values
from accounts.stakeholders.duplicates.merging import merge
from accounts.stakeholders.models import Departure, Opinion
from tests.factories import StakeholderFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)

ACCESS = {
    "stakeholders:departure-list": READ,
    "stakeholders:departure-edit": ("get", 200, 200, 302, 404, 200),  # a reader is led to the list
    "stakeholders:departure-reopen": CHANGE,
    "stakeholders:departure-hand-over": CHANGE,
    "stakeholders:departure-delete": CHANGE,
    "stakeholders:duplicate-list": READ,
    "stakeholders:merge": EDIT,
    "stakeholders:merge-undo": CHANGE,
    "stakeholders:opinion-edit": EDIT,
    "stakeholders:opinion-delete": ("post", 302, 404, 404, 404, 404),  # his own, by its author alone
    "stakeholders:opinion-retain": CHANGE,
}


def arguments(name, account, request):
    action = name.split(":")[1]
    if action in ("departure-list", "duplicate-list"):
        return [account.pk]
    person = StakeholderFactory(account=account, departed_on=date(2026, 6, 1))
    if action.startswith("departure"):
        return [Departure.objects.create(account=account, stakeholder=person, due_on=date(2026, 6, 6)).pk]
    other, manager = StakeholderFactory(account=account), request.getfixturevalue("manager")
    if action == "merge":
        return [person.pk, other.pk]
    if action == "merge-undo":
        values = chosen_values(Pair(person, other), {})
        return [merge(person, other, values=values, by=manager, at=account.created_at).pk]
    if action == "opinion-edit":
        return [person.pk]
    return [Opinion.objects.create(stakeholder=person, author=manager, influence=4, seen_on=date(2026, 6, 1)).pk]

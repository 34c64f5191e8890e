"""Likely duplicates among the people of one account."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.stakeholders.duplicates.likeness import Card, Likeness, Reason, likely, pairs
from accounts.stakeholders.models import Stakeholder

COMPARED = 5_000  # people of an account who are compared, the latest entered first
NAMED = 5  # likely duplicates named in a warning
WORDS = {
    Reason.EMAIL: _("same e-mail address"),
    Reason.NAME: _("same name"),
    Reason.PHONE: _("same phone"),
    Reason.SPELLING: _("almost the same name"),
}


@dataclass(frozen=True)
class Twin:
    """Two people who may be one; `one` is None when it is not saved yet. `why` is in words."""

    one: Stakeholder | None
    other: Stakeholder
    why: list[str]


def cards_of(account: Account) -> list[Card]:
    """In one query; who was anonymised resembles nobody."""
    people = Stakeholder.objects.of(account).known().order_by("-pk")
    return [Card(*line) for line in people.values_list("pk", "name", "email", "phone")[:COMPARED]]


def likely_twins(account: Account, card: Card) -> list[Twin]:
    """Who of the account the card may be, the likeliest first, at most five; in two queries."""
    return twins(likely(card, cards_of(account))[:NAMED])


def twins_of(account: Account) -> list[Likeness]:
    """All pairs of the account; `twins` turns those of a page into people."""
    return pairs(cards_of(account))


def twins(found: Iterable[Likeness]) -> list[Twin]:
    found = list(found)
    keys = {card.pk for each in found for card in (each.one, each.other)} - {None}
    people = Stakeholder.objects.select_related("function").in_bulk(keys)
    return [
        Twin(people.get(each.one.pk), people[each.other.pk], [str(WORDS[reason]) for reason in each.reasons])
        for each in found
        if each.other.pk in people
    ]

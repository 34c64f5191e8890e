"""What can be done with one card of a board, as buttons: what a mouse drags, without a mouse."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from plans.board.acts import GROUPS, JOINED
from plans.board.cards import TITLES, Card, Cards
from plans.board.order import follower
from plans.chain import KINDS
from plans.models import SwotItem


@dataclass(frozen=True)
class Way:
    """A button: to `group`, before the card of key `before` or last."""

    label: str
    icon: str
    group: str
    before: int | None


def group_of(card: Card) -> str:
    """As `acts.place` takes it."""
    if card.kind == "swot":
        return card.line.quadrant
    return str(card.up[0].pk) if card.kind in GROUPS and card.up else ""


def like(cards: Cards, card: Card) -> list[Card]:
    """The cards that it stands among, itself one of them."""
    return [each for each in cards.of(card.kind) if group_of(each) == group_of(card)]


def ways(cards: Cards, card: Card) -> list[Way]:
    """Where the card may go: up, down, first, last, or to another quadrant."""
    order, group = [each.pk for each in like(cards, card)], group_of(card)
    place, found = order.index(card.pk), []
    if place:
        found += [
            Way(_("First"), "chevron-double-up", group, order[0]),
            Way(_("Up"), "chevron-up", group, order[place - 1]),
        ]
    if place < len(order) - 1:
        after = follower(order, order[place + 1])
        found += [Way(_("Down"), "chevron-down", group, after), Way(_("Last"), "chevron-double-down", group, None)]
    if card.kind == "swot":
        others = [quadrant for quadrant in SwotItem.Quadrant if quadrant != group]
        found += [Way(quadrant.plural, "arrow-left-right", quadrant.value, None) for quadrant in others]
    return found


@dataclass(frozen=True)
class Links:
    """The cards of a neighbouring kind: those it is linked to, and those it could be."""

    title: str
    kind: str
    linked: list[Card]
    free: list[Card]


def links(cards: Cards, card: Card) -> list[Links]:
    """Up and down the chain from a card."""
    place = KINDS.index(card.kind)
    found = []
    for there, linked in ((place - 1, card.up), (place + 1, card.down)):
        if 0 <= there < len(KINDS):
            free = [each for each in cards.of(KINDS[there]) if each not in linked]
            found.append(Links(TITLES[KINDS[there]], KINDS[there], linked, free))
    return found


def crossable(cards: Cards, card: Card) -> list[Card]:
    """Of an item of the SWOT, those of the other side, with which it may open an option."""
    if card.kind != "swot":
        return []
    return [each for each in cards.of("swot") if each.line.is_internal != card.line.is_internal]


def needs_one_above(kind: str) -> bool:
    """Whether a card of that kind serves one thing at a time: another link replaces the former."""
    return kind in GROUPS and kind not in JOINED

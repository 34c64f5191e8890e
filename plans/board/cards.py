"""The items of a plan as its boards show them: each with what it follows from and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from plans.chain import KINDS, Chain, Node, by_kind
from plans.content import Content
from plans.models import PlanAction

TITLES = {
    "swot": _("SWOT items"), "option": _("TOWS options"), "priority": _("Priorities"),
    "objective": _("Objectives"), "action": _("Actions"),
}  # fmt: skip
ADVICE = {  # what is lacking → what to do about it
    ("option", True): _("Cross it with a strength or weakness, and an opportunity or threat."),
    ("priority", True): _("Say which option it follows, or drop it."),
    ("priority", False): _("Give it an objective that can be measured."),
    ("objective", True): _("Attach it to the priority that it serves."),
    ("objective", False): _("Give it a first action."),
    ("action", True): _("Attach it to the objective that it serves."),
}
SECTIONS = dict(zip(KINDS, ("swot", "tows", "priorities", "objectives", "actions"), strict=True))
LISTS = dict(zip(KINDS, ("swot", "options", "priorities", "objectives", "actions"), strict=True))


@dataclass(eq=False)
class Card:
    """`line` is what the content holds of it; `lacks`: whether it misses what it follows from, and what follows."""

    kind: str
    pk: int
    position: int
    line: Any
    lacks: tuple[bool, bool]
    up: list["Card"] = field(default_factory=list)
    down: list["Card"] = field(default_factory=list)

    def __str__(self):
        return getattr(self.line, "title", "") or self.line.text

    @property
    def node(self) -> str:
        """What the server takes it by."""
        return f"{self.kind}:{self.pk}"

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.line.key}"

    @property
    def section(self) -> str:
        """Where it is written."""
        return SECTIONS[self.kind]

    @property
    def takes(self) -> str:
        """The kinds that may be dropped on it: its neighbours along the chain."""
        place = KINDS.index(self.kind)
        return " ".join([*KINDS[max(0, place - 1) : place], *KINDS[place + 1 : place + 2]])

    @property
    def advice(self) -> list[str]:
        lacking = zip((True, False), self.lacks, strict=True)
        return [ADVICE[self.kind, above] for above, is_missing in lacking if is_missing]

    @property
    def recurrence(self) -> str:
        """Of an action, how often it comes round."""
        return PlanAction.Recurrence(self.line.recurrence).label

    def is_late(self, on: date) -> bool:
        return self.line.is_late(on)


class Cards:
    """All cards of a plan. `told`: the rows that the content was made of, in the same order."""

    def __init__(self, content: Content, told: dict[str, list[dict]], chain: Chain):
        orphans = chain.orphans()
        self.by_node: dict[Node, Card] = {}
        for kind, lines in by_kind(content).items():
            for line, row in zip(lines, told[LISTS[kind]], strict=True):
                lacks = orphans.get((kind, line.key), (False, False))
                self.by_node[kind, line.key] = Card(kind, row["pk"], row["position"], line, lacks)
        for node, card in self.by_node.items():
            card.up = [self.by_node[each] for each in chain.up.get(node, ())]
            card.down = [self.by_node[each] for each in chain.down.get(node, ())]

    def of(self, kind: str) -> list[Card]:
        """In the order of the board: as somebody put them, before that actions by day."""
        found = [card for card in self.by_node.values() if card.kind == kind]
        return sorted(found, key=lambda card: card.position)

    def find(self, kind: str, pk: int) -> Card | None:
        return next((card for card in self.of(kind) if card.pk == pk), None)

    def at(self, anchor: str) -> Card | None:
        """The card of «kind-lineage», as addresses name it."""
        kind, _dash, key = anchor.partition("-")
        return self.by_node.get((kind, key))

    def under(self, kind: str, above: Card | None) -> list[Card]:
        """Those that follow from a card, or from nothing."""
        return [card for card in self.of(kind) if (above in card.up if above else not card.up)]

    def columns(self) -> list[tuple[str, str, list[Card]]]:
        """(kind, title, cards) from evidence to action."""
        return [(kind, TITLES[kind], self.of(kind)) for kind in KINDS]

    def orphans(self) -> list[Card]:
        return [card for kind in KINDS for card in self.of(kind) if any(card.lacks)]


def upstream(card: Card) -> list[Card]:
    """All that a card follows from, nearest first, each once."""
    return list(walk(card, "up"))


def downstream(card: Card) -> list[Card]:
    return list(walk(card, "down"))


def walk(card: Card, way: str) -> Iterator[Card]:
    seen, level = set(), getattr(card, way)
    while level:
        level = [each for each in dict.fromkeys(level) if each not in seen]
        seen.update(level)
        yield from level
        level = [further for each in level for further in getattr(each, way)]


def told_by_kind(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    """(title, cards) in the order of the chain, for a list in words."""
    found = [(TITLES[kind], [card for card in cards if card.kind == kind]) for kind in KINDS]
    return [(title, those) for title, those in found if those]

"""SWOT item → TOWS option → priority → objective → action: what hangs together, and what hangs in the air.

Content in, keys out; a node is («swot» | «option» | «priority» | «objective» | «action», key).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from plans.content import Content

Node = tuple[str, str]
KINDS = ("swot", "option", "priority", "objective", "action")


@dataclass(frozen=True)
class Chain:
    """`up`: node → what it follows from; `down`: node → what follows from it."""

    up: dict[Node, tuple[Node, ...]]
    down: dict[Node, tuple[Node, ...]]
    nodes: tuple[Node, ...]

    def orphans(self) -> dict[Node, tuple[bool, bool]]:
        """Of each node that misses something: whether it lacks what it follows from, and what follows from it.

        An item of the SWOT follows from nothing, an action leads to nothing more; an item that no option cites is no
        orphan, only unused.
        """
        lacking = {}
        for node in self.nodes:
            above = node[0] != "swot" and not self.up.get(node)
            below = node[0] not in ("swot", "option", "action") and not self.down.get(node)
            if above or below:
                lacking[node] = (above, below)
        return lacking


def chain_of(content: Content) -> Chain:
    up, down = defaultdict(list), defaultdict(list)
    nodes = [(kind, line.key) for kind, lines in by_kind(content).items() for line in lines]
    known = set(nodes)
    for above, below in links(content):
        if above in known and below in known:
            down[above].append(below)
            up[below].append(above)
    return Chain(
        up={node: tuple(found) for node, found in up.items()},
        down={node: tuple(found) for node, found in down.items()},
        nodes=tuple(nodes),
    )


def by_kind(content: Content) -> dict[str, tuple]:
    lines = (content.swot, content.options, content.priorities, content.objectives, content.actions)
    return dict(zip(KINDS, lines, strict=True))


def links(content: Content) -> Iterator[tuple[Node, Node]]:
    """Pairs (what comes first, what follows from it)."""
    for option in content.options:
        yield from ((("swot", item), ("option", option.key)) for item in option.items)
    for priority in content.priorities:
        yield from ((("option", option), ("priority", priority.key)) for option in priority.options)
    for objective in content.objectives:
        if objective.priority:
            yield ("priority", objective.priority), ("objective", objective.key)
    for action in content.actions:
        if action.objective:
            yield ("objective", action.objective), ("action", action.key)

"""The network of relations around one account: who opens which door, where it hangs by a thread (domain.md 4.1-4.3).

Dataclasses in, dataclasses out; no ORM. Nodes of the graph are (side, key): ours are users, theirs are stakeholders.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import Enum

import networkx as nx

FAVOURABLE, STRONG = 1, 2  # attitude and contact strength from which somebody can be asked to open a door
WEIGHTY = 4  # influence from which it matters that only one of ours knows a person
WINDOW = timedelta(days=180)  # of the KAM dependency
BOW_TIE, DIAMOND = 60, 40  # % of exchanges that hang on the KAM alone: from, up to
NUANCE = 0.001  # of two paths as short as each other, the one through the warmer people


class Side(Enum):
    OURS = "ours"
    THEIRS = "theirs"


Node = tuple[Side, int]


class Link(Enum):
    """What an edge says; `KNOWS` and `PEER` join both sides, the others lead from one of theirs to another."""

    KNOWS = "knows"
    PEER = "peer"
    INFLUENCES = "influences"
    INTRODUCED = "introduced"
    REPORTS_TO = "reports_to"
    MANAGES = "manages"


@dataclass(frozen=True)
class Person:
    """One of theirs who is still there; `days_ago` is since the last two-way exchange, `covered` c of domain.md 1.2."""

    pk: int
    name: str
    influence: int
    attitude: int | None = None
    strength: int = 0
    function: str = ""
    is_placeholder: bool = False
    days_ago: int | None = None
    cadence: int = 60
    covered: float = 0

    @property
    def opens_doors(self) -> bool:
        return (self.attitude or 0) >= FAVOURABLE and self.strength >= STRONG

    @property
    def is_overdue(self) -> bool:
        return self.days_ago is None or self.days_ago > self.cadence


@dataclass(frozen=True)
class Edge:
    """For `KNOWS` and `PEER`, `source` is one of ours; `target` is always one of theirs."""

    link: Link
    source: int
    target: int

    @property
    def start(self) -> Node:
        return (Side.OURS if self.link in {Link.KNOWS, Link.PEER} else Side.THEIRS), self.source

    @property
    def end(self) -> Node:
        return Side.THEIRS, self.target


@dataclass(frozen=True)
class Network:
    """The people of one account who are still there, ours by name, and what joins them."""

    people: dict[int, Person]
    ours: dict[int, str]
    edges: tuple[Edge, ...] = ()

    def knowers(self) -> dict[int, set[int]]:
        """Person → those of ours who know him or her."""
        found = defaultdict(set)
        for edge in self.edges:
            if edge.start[0] is Side.OURS and edge.target in self.people:
                found[edge.target].add(edge.source)
        return found


@dataclass(frozen=True)
class Step:
    edge: Edge
    source: str
    target: str


@dataclass(frozen=True)
class Thread:
    """What hangs by one person: a stakeholder that one of ours knows, or a function known through one of theirs."""

    name: str
    through: str
    pk: int  # of the stakeholder at whose place one looks
    influence: int


@dataclass(frozen=True)
class Loss:
    """What goes with somebody: people no longer reached, functions nobody known remains in, new single threads.

    `introduced`, `influenced` and `reports`: whom he has introduced to us, has influence on, manages; nobody else takes
    that over by himself. `thin`: functions then known through one person alone.
    """

    people: list[Person] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    introduced: list[Person] = field(default_factory=list)
    influenced: list[Person] = field(default_factory=list)
    reports: list[Person] = field(default_factory=list)
    thin: list[Thread] = field(default_factory=list)

    @property
    def is_felt(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True)
class Exchange:
    """Who of ours took part, and when."""

    on: date
    ours: frozenset[int]
    pk: int = 0


@dataclass(frozen=True)
class Dependency:
    """`alone` of `total` exchanges had the KAM as our only participant; `share` in %, None without exchanges."""

    alone: int
    total: int

    @property
    def share(self) -> float | None:
        return 100 * self.alone / self.total if self.total else None

    @property
    def is_bow_tie(self) -> bool:
        return self.share is not None and self.share >= BOW_TIE

    @property
    def is_diamond(self) -> bool:
        return self.share is not None and self.share <= DIAMOND


def centralities(links: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float, float]]:
    """Node → (degree, betweenness, closeness) of an undirected network, each from 0 to 1 (Freeman 1978)."""
    graph = nx.Graph(links)
    degree, between, close = (
        nx.degree_centrality(graph),
        nx.betweenness_centrality(graph),
        nx.closeness_centrality(graph),
    )
    return {node: (degree[node], between[node], close[node]) for node in graph}


def favourable(network: Network, to: int | None = None) -> nx.DiGraph:
    """The edges that may be walked; an edge is as good as the client person it starts from, or reaches from ours.

    What leads to `to` from one of theirs takes a favourable introducer only: the aim himself need not be won yet.
    """
    graph = nx.DiGraph()
    graph.add_nodes_from((Side.OURS, pk) for pk in network.ours)
    for edge in network.edges:
        asked = network.people.get(edge.target if edge.start[0] is Side.OURS else edge.source)
        if asked is None or edge.target not in network.people or not asked.opens_doors:
            continue
        weight = 1 + NUANCE * (6 - asked.strength - (asked.attitude or 0))
        if not graph.has_edge(edge.start, edge.end) or graph[edge.start][edge.end]["edge"].link is Link.KNOWS:
            graph.add_edge(edge.start, edge.end, weight=weight, edge=edge)
    return graph


def door_to(network: Network, target: int) -> list[Step]:
    """The shortest way from any of ours to a person, through people of attitude ≥ +1 and strength ≥ 2; [] for none.

    Formula: domain.md 4.1. Of equally short ways, the one through the warmest people.
    """
    graph, end = favourable(network), (Side.THEIRS, target)
    sources = {(Side.OURS, pk) for pk in network.ours}
    if end not in graph or not sources:
        return []
    try:
        _length, path = nx.multi_source_dijkstra(graph, sources, end)
    except nx.NetworkXNoPath:
        return []
    names = {(Side.OURS, pk): name for pk, name in network.ours.items()}
    names |= {(Side.THEIRS, pk): person.name for pk, person in network.people.items()}
    return [Step(graph[a][b]["edge"], names[a], names[b]) for a, b in zip(path, path[1:], strict=False)]


def reached(network: Network) -> set[int]:
    """The people whom we know or to whom a favourable way leads."""
    graph = favourable(network)
    found = set(network.knowers())
    for pk in network.ours:
        found |= {key for side, key in nx.descendants(graph, (Side.OURS, pk)) if side is Side.THEIRS}
    return found


def single_threads(network: Network) -> list[Thread]:
    """People of influence ≥ 4 whom one of ours alone knows, the most influential first (domain.md 4.2)."""
    threads = [
        Thread(network.people[pk].name, network.ours[next(iter(ours))], pk, network.people[pk].influence)
        for pk, ours in network.knowers().items()
        if len(ours) == 1 and network.people[pk].influence >= WEIGHTY
    ]
    return sorted(threads, key=lambda thread: (-thread.influence, thread.name))


def thin_functions(network: Network) -> list[Thread]:
    """Functions known through one of theirs only, by name (domain.md 4.2)."""
    inside = known_functions(network)
    return [
        Thread(name, people[0].name, people[0].pk, people[0].influence)
        for name, people in sorted(inside.items())
        if len(people) == 1
    ]


def known_functions(network: Network) -> dict[str, list[Person]]:
    """Function → those of theirs whom somebody of ours knows in it."""
    inside = defaultdict(list)
    for pk in network.knowers():
        if network.people[pk].function:
            inside[network.people[pk].function].append(network.people[pk])
    return inside


def without(network: Network, gone: Node) -> Network:
    """The network once one person of either side has left."""
    side, key = gone
    return Network(
        people={pk: each for pk, each in network.people.items() if (side, pk) != (Side.THEIRS, key)},
        ours={pk: name for pk, name in network.ours.items() if (side, pk) != (Side.OURS, key)},
        edges=tuple(edge for edge in network.edges if gone not in (edge.start, edge.end)),
    )


def loss(network: Network, gone: Node) -> Loss:
    """What breaks if somebody of either side leaves; he himself is not counted among the people lost."""
    after = without(network, gone)
    lost = reached(network) - reached(after) - ({gone[1]} if gone[0] is Side.THEIRS else set())
    before, thin = set(single_threads(network)), set(thin_functions(network))
    return Loss(
        people=sorted((network.people[pk] for pk in lost), key=lambda person: (-person.influence, person.name)),
        functions=sorted(known_functions(network).keys() - known_functions(after).keys()),
        threads=[thread for thread in single_threads(after) if thread not in before],
        introduced=led_to(network, gone, Link.INTRODUCED),
        influenced=led_to(network, gone, Link.INFLUENCES),
        reports=led_to(network, gone, Link.MANAGES),
        thin=[thread for thread in thin_functions(after) if thread not in thin],
    )


def led_to(network: Network, start: Node, link: Link) -> list[Person]:
    """Those whom such edges lead to from somebody, each once, the most influential first."""
    keys = {edge.target for edge in network.edges if edge.link is link and edge.start == start}
    return sorted((network.people[key] for key in keys), key=lambda person: (-person.influence, person.name))


def silent_sponsors(people: Iterable[Person]) -> list[Person]:
    """Favourable people of influence ≥ 4 who have waited longer than their cadence, the longest wait first."""
    silent = [p for p in people if p.influence >= WEIGHTY and (p.attitude or 0) >= FAVOURABLE and p.is_overdue]
    return sorted(silent, key=lambda p: (p.days_ago is not None, -(p.days_ago or 0), -p.influence, p.name))


def whom_to_see(people: Iterable[Person]) -> list[tuple[Person, float]]:
    """People with a priority above 0, the highest first: influence × (1 − c) × waited / cadence, at most twice.

    Somebody never met has waited twice his cadence. Roles that nobody is known to hold cannot be seen.
    """
    known = [(person, urgency(person)) for person in people if not person.is_placeholder and person.influence >= 2]
    return sorted((pair for pair in known if pair[1]), key=lambda pair: (-pair[1], pair[0].name))


def urgency(person: Person) -> float:
    """From 0, for somebody covered, to twice the influence."""
    return person.influence * (1 - person.covered) * waiting(person)


def waiting(person: Person) -> float:
    """How many times the cadence has passed since the last exchange: at most twice, which is also said of never."""
    return 2 if person.days_ago is None else min(2, person.days_ago / person.cadence)


def depends_on(exchanges: Iterable[Exchange], kam: int | None, on: date) -> Dependency:
    """Exchanges of the 180 days that end on `on` where the KAM was our only participant, over all of them.

    Those without any of ours written down say nothing and are left out. Source: domain.md 4.2.
    """
    inside = [each for each in exchanges if each.ours and on - WINDOW < each.on <= on]
    return Dependency(alone=len(alone(inside, kam)), total=len(inside))


def alone(exchanges: Iterable[Exchange], kam: int | None) -> list[Exchange]:
    return [each for each in exchanges if each.ours == {kam}]


def trend(exchanges: Collection[Exchange], kam: int | None, days: Iterable[date]) -> list[float | None]:
    """The share on each of these days, in %."""
    return [depends_on(exchanges, kam, day).share for day in days]

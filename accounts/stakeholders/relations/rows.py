"""The network of one account, read from its rows: as many queries for five people as for five hundred."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Account, ListValue
from accounts.stakeholders.coverage import coverage
from accounts.stakeholders.models import Interaction, Introduction, OurSide, TheirSide, Tie
from accounts.stakeholders.network import Edge, Exchange, Link, Network, Person
from kam.users.models import User

MEMORY = timedelta(days=365)  # those who met within it know each other; the trend needs 180 days and five months
KINDS = {Tie.Kind.PEER_OF: Link.PEER, Tie.Kind.INFLUENCES: Link.INFLUENCES}  # nobody goes through a tension


@dataclass(frozen=True)
class Relations:
    """The network as of a day, and the exchanges of the year before it."""

    network: Network
    exchanges: list[Exchange]


def relations_on(account: Account, on: date) -> Relations:
    """Everything that the answers about an account are computed from, in 8 queries."""
    people = persons(account, on)
    interactions = Interaction.objects.of(account).filter(occurred_on__gt=on - MEMORY, occurred_on__lte=on)
    ours = grouped(OurSide.objects.filter(interaction__in=interactions).values_list("interaction_id", "user_id"))
    met = acquaintances(interactions.filter(is_two_way=True), ours)
    edges = [*met, *tie_edges(account), *introduction_edges(account, on)]
    used = {user for group in ours.values() for user in group} | {e.source for e in edges if e.link is Link.PEER}
    names = {user.pk: str(user) for user in User.objects.active().filter(pk__in=used)}
    inside = tuple(edge for edge in edges if is_inside(edge, people, names))
    days = interactions.values_list("pk", "occurred_on")
    return Relations(
        Network(people, names, inside), [Exchange(day, frozenset(ours.get(pk, ())), pk) for pk, day in days]
    )


def grouped(pairs) -> dict[int, set[int]]:
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def acquaintances(interactions, ours: dict[int, set[int]]) -> list[Edge]:
    """Who of ours took part in an exchange with whom of theirs, each pair once."""
    theirs = TheirSide.objects.filter(interaction__in=interactions).values_list("interaction_id", "stakeholder_id")
    pairs = {(user, person) for interaction, person in theirs for user in ours.get(interaction, ())}
    return [Edge(Link.KNOWS, user, person) for user, person in sorted(pairs)]


def tie_edges(account: Account) -> list[Edge]:
    ties = Tie.objects.of(account).filter(kind__in=KINDS).order_by("pk")
    return [Edge(KINDS[tie.kind], tie.source_id or tie.colleague_id, tie.target_id) for tie in ties]


def introduction_edges(account: Account, on: date) -> list[Edge]:
    """Whoever has introduced somebody can do it again."""
    made = Introduction.objects.of(account).filter(made_on__lte=on, introducer__isnull=False).order_by("pk")
    return [Edge(Link.INTRODUCED, *pair) for pair in made.values_list("introducer_id", "introduced_id")]


def is_inside(edge: Edge, people: dict[int, Person], names: dict[int, str]) -> bool:
    """Whether both its ends are still there."""
    starts = names if edge.link in {Link.KNOWS, Link.PEER} else people
    return edge.source in starts and edge.target in people


def persons(account: Account, on: date) -> dict[int, Person]:
    """Those still there, as coverage sees them that day."""
    rows = [row for row in coverage(on, [account.pk]) if row.departed_on is None or row.departed_on > on]
    functions = {value.pk: value.name for value in ListValue.objects.filter(pk__in={row.function_id for row in rows})}
    return {
        row.pk: Person(
            pk=row.pk, name=row.name, influence=row.influence, attitude=row.attitude, strength=row.contact_strength,
            function=functions.get(row.function_id, ""), is_placeholder=row.is_placeholder, cadence=row.cadence,
            days_ago=(on - row.last_contact_on).days if row.last_contact_on else None, covered=row.covered,
        )
        for row in rows
    }  # fmt: skip

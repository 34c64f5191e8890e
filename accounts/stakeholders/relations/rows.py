"""The network of one account, read from its rows: as many queries for five people as for five hundred."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Account, ListValue
from accounts.stakeholders.coverage import Person as Covered
from accounts.stakeholders.coverage import coverage
from accounts.stakeholders.models import Interaction, Introduction, OurSide, TheirSide, Tie
from accounts.stakeholders.network import Edge, Exchange, Link, Network, Person
from accounts.stakeholders.past import introductions_on, ties_on
from kam.users.models import User

MEMORY = timedelta(days=365)  # those who met within it know each other; the trend needs 180 days and five months
KINDS = {Tie.Kind.PEER_OF: Link.PEER, Tie.Kind.INFLUENCES: Link.INFLUENCES}  # nobody goes through a tension


@dataclass(frozen=True)
class Relations:
    """The network as of a day, and the exchanges of the year before it."""

    network: Network
    exchanges: list[Exchange]


def relations_on(account: Account, on: date, *, past: bool = False) -> Relations:
    """Everything that the answers about an account are computed from, in 8 queries.

    With `past`, people, ties and introductions as they stood at the end of the day (accounts.stakeholders.past).
    """
    rows = people_there(account, on, past)
    people = persons(rows, on)
    interactions = Interaction.objects.of(account).filter(occurred_on__gt=on - MEMORY, occurred_on__lte=on)
    ours = grouped(OurSide.objects.filter(interaction__in=interactions).values_list("interaction_id", "user_id"))
    met = acquaintances(interactions.filter(is_two_way=True), ours)
    edges = [*met, *tie_edges(ties(account, on, past)), *introduction_edges(introductions(account, on, past), on)]
    edges += reporting_edges(rows)
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


def ties(account: Account, on: date, past: bool) -> list[Tie]:
    return ties_on(account, on) if past else Tie.objects.of(account).order_by("pk")


def introductions(account: Account, on: date, past: bool) -> list[Introduction]:
    return introductions_on(account, on) if past else Introduction.objects.of(account).order_by("pk")


def tie_edges(rows: Iterable[Tie]) -> list[Edge]:
    return [
        Edge(KINDS[row.kind], row.source_id or row.colleague_id, row.target_id) for row in rows if row.kind in KINDS
    ]


def introduction_edges(rows: Iterable[Introduction], on: date) -> list[Edge]:
    """Whoever has introduced somebody can do it again."""
    made = [row for row in rows if row.introducer_id and row.made_on and row.made_on <= on]
    return [Edge(Link.INTRODUCED, row.introducer_id, row.introduced_id) for row in made]


def reporting_edges(rows: Iterable[Covered]) -> list[Edge]:
    """Whoever reports to somebody, by either line, leads to him, and he to whoever reports to him."""
    pairs = [(row.pk, boss) for row in rows for boss in (row.reports_to_id, row.dotted_to_id) if boss]
    upwards = [Edge(Link.REPORTS_TO, *pair) for pair in pairs]
    return upwards + [Edge(Link.MANAGES, boss, pk) for pk, boss in pairs]


def is_inside(edge: Edge, people: dict[int, Person], names: dict[int, str]) -> bool:
    """Whether both its ends are still there."""
    starts = names if edge.link in {Link.KNOWS, Link.PEER} else people
    return edge.source in starts and edge.target in people


def people_there(account: Account, on: date, past: bool) -> list[Covered]:
    """Those still there, as coverage sees them that day."""
    rows = coverage(on, [account.pk], past=past)
    return [row for row in rows if row.departed_on is None or row.departed_on > on]


def persons(rows: list[Covered], on: date) -> dict[int, Person]:
    functions = {value.pk: value.name for value in ListValue.objects.filter(pk__in={row.function_id for row in rows})}
    return {
        row.pk: Person(
            pk=row.pk, name=row.name, influence=row.influence, attitude=row.attitude, strength=row.contact_strength,
            function=functions.get(row.function_id, ""), is_placeholder=row.is_placeholder, cadence=row.cadence,
            days_ago=(on - row.last_contact_on).days if row.last_contact_on else None, covered=row.covered,
        )
        for row in rows
    }  # fmt: skip

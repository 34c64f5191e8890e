"""What the map of an account is drawn from, read from its rows: 8 queries, for five people as for five hundred."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Q, Subquery

from accounts.models import Account, ListValue, Membership
from accounts.stakeholders.coverage import CADENCE, coverage
from accounts.stakeholders.models import Interaction, Introduction, Place, Stakeholder, Tie
from accounts.stakeholders.network import Edge, Link, Network, Person
from accounts.stakeholders.opinions.comparing import with_disagreement
from accounts.stakeholders.past import introductions_on, people_on, ties_on
from accounts.stakeholders.relations.rows import MEMORY
from kam.users.models import User


@dataclass(frozen=True)
class Facts:
    """The people of both sides that day and what joins them; `met` says when each pair last exchanged something."""

    people: dict[int, Stakeholder]
    standings: dict[int, Person]
    ours: dict[int, User]
    met: dict[tuple[int, int], date]
    ties: list[Tie]
    introductions: list[Introduction]
    functions: dict[int, str]
    places: dict[str, tuple[int, int]]

    @property
    def network(self) -> Network:
        """Who of ours knows whom, for what hangs by one person."""
        known = [Edge(Link.KNOWS, *pair) for pair in sorted(self.met)]
        peers = [Edge(Link.PEER, tie.colleague_id, tie.target_id) for tie in self.ties if tie.colleague_id]
        return Network(self.standings, {pk: str(user) for pk, user in self.ours.items()}, (*known, *peers))


def facts_on(account: Account, on: date, *, past: bool = False) -> Facts:
    """Those still there that day, and everything between them; with `past`, as the history recorded it."""
    people = {person.pk: person for person in people_here(account, on, past)}
    ties = ties_on(account, on) if past else Tie.objects.of(account)
    ties = [tie for tie in ties if joins(tie.source_id, people) and tie.target_id in people]
    introductions = [each for each in begun(account, on, past) if between(each, people)]
    functions = {value.pk: value.name for value in ListValue.objects.all()}
    met = {pair: day for pair, day in meetings(account, on).items() if pair[1] in people}
    ours = {user.pk: user for user in our_people(account, named(met, ties, introductions))}
    return Facts(
        people=people,
        standings=standings(people, coverage(on, [account.pk], past=past), functions, on),
        ours=ours,
        met={pair: day for pair, day in met.items() if pair[0] in ours},
        ties=[tie for tie in ties if joins(tie.colleague_id, ours)],
        introductions=[each for each in introductions if joins(each.introducing_colleague_id, ours)],
        functions=functions,
        places={key_of(place): (place.x, place.y) for place in Place.objects.filter(account=account)},
    )


def people_here(account: Account, on: date, past: bool) -> list[Stakeholder]:
    everybody = people_on(account, on) if past else with_disagreement(Stakeholder.objects.of(account))
    return [person for person in everybody if person.departed_on is None or person.departed_on > on]


def begun(account: Account, on: date, past: bool) -> list[Introduction]:
    """Introductions asked for, promised or made by then and not refused."""
    everything = introductions_on(account, on) if past else Introduction.objects.of(account)
    return [each for each in everything if each.refused_on is None or each.refused_on > on]


def between(introduction: Introduction, people: dict) -> bool:
    return introduction.introduced_id in people and joins(introduction.introducer_id, people)


def joins(end: int | None, people: dict) -> bool:
    """Whether this end of a line is nobody on that side, or somebody who is still there."""
    return end is None or end in people


def meetings(account: Account, on: date) -> dict[tuple[int, int], date]:
    """(ours, theirs) → the day of their last two-way exchange, within a year."""
    shared = Interaction.objects.of(account).filter(
        is_two_way=True, occurred_on__gt=on - MEMORY, occurred_on__lte=on,
        colleagues__isnull=False, stakeholders__isnull=False,
    )  # fmt: skip
    rows = shared.order_by().values_list("colleagues", "stakeholders").annotate(Max("occurred_on"))
    return {(user, person): day for user, person, day in rows}


def named(met: Iterable[tuple[int, int]], ties: list[Tie], introductions: list[Introduction]) -> set[int]:
    found = {user for user, _person in met} | {tie.colleague_id for tie in ties}
    return (found | {each.introducing_colleague_id for each in introductions}) - {None}


def our_people(account: Account, used: set[int]):
    """The KAM, his director, the account team and whoever else is joined to one of theirs, with `function_id`."""
    team = Membership.objects.filter(account=account)
    function = team.filter(user=OuterRef("pk")).values("function")[:1]
    here = Q(pk__in=used) | Q(pk=account.kam_id) | Q(pk__in=team.values("user")) | Q(led__members=account.kam_id)
    return User.objects.active().filter(here).annotate(function_id=Subquery(function)).distinct()


def standings(people: dict[int, Stakeholder], covered: list, functions: dict, on: date) -> dict[int, Person]:
    """As coverage counts exchanges, and as the people were seen that day."""
    rows = {row.pk: row for row in covered}
    return {pk: standing(person, rows.get(pk), functions, on) for pk, person in people.items()}


def standing(person: Stakeholder, row, functions: dict, on: date) -> Person:
    last = row.last_contact_on if row else None
    return Person(
        pk=person.pk, name=person.name, influence=person.influence, attitude=person.attitude,
        strength=person.contact_strength, function=functions.get(person.function_id, ""),
        is_placeholder=person.is_placeholder, days_ago=(on - last).days if last else None,
        cadence=CADENCE[person.influence], covered=row.covered if row else 0,
    )  # fmt: skip


def key_of(place: Place) -> str:
    return theirs(place.stakeholder_id) if place.stakeholder_id else ours(place.colleague_id)


def theirs(pk: int) -> str:
    return f"t{pk}"


def ours(pk: int) -> str:
    return f"o{pk}"

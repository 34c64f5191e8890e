"""Everybody of an account as of a day, with what is computed about each: what the table and the matrix show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Max, Q

from accounts.models import Account, ClientEntity, ListValue
from accounts.stakeholders.coverage import CADENCE, coverage
from accounts.stakeholders.models import Stakeholder, TheirSide, Tie
from accounts.stakeholders.network import WEIGHTY, WINDOW
from accounts.stakeholders.opinions.comparing import with_disagreement
from accounts.stakeholders.past import join, people_on, point, ties_on
from accounts.stakeholders.relations.rows import MEMORY
from kam.users.models import User


@dataclass(frozen=True)
class Contact:
    """What one of ours and one of theirs exchanged up to a day: `recent` counts the two-way ones of 180 days."""

    colleague: int
    person: int
    last_on: date
    recent: int


@dataclass(frozen=True)
class Line:
    """One person; `covered` is c of domain.md 1.2, `counts` whether coverage counts him, `known_by` names of ours.

    `is_disputed` says that colleagues see him differently, today.
    """

    person: Stakeholder
    covered: float
    counts: bool
    last_contact_on: date | None
    days_ago: int | None
    known_by: tuple[str, ...] = ()
    is_disputed: bool = False

    @property
    def influence(self) -> int:
        return self.person.influence

    @property
    def cadence(self) -> int:
        return CADENCE[self.person.influence]

    @property
    def is_here(self) -> bool:
        return self.person.departed_on is None

    @property
    def is_known(self) -> bool:
        """Whether somebody is there, rather than a role whose holder is to be found."""
        return self.is_here and not self.person.is_placeholder

    @property
    def is_late(self) -> bool:
        return self.is_known and (self.days_ago is None or self.days_ago > self.cadence)

    @property
    def is_single_thread(self) -> bool:
        return self.is_here and self.person.influence >= WEIGHTY and len(self.known_by) == 1


class People:
    """The people of an account as of a day, of the past if so said, in 7 queries (8 for the past) however many."""

    def __init__(self, account: Account, on: date, *, past: bool = False):
        self.account, self.on, self.past = account, on, past
        self.people = people_on(account, on) if past else people_now(account, on)
        self.contacts = contacts_on(account, on)
        self.peers = peers_on(account, on, past)
        self.ours = User.objects.in_bulk(named(self.people) | {user for user, _person in [*self.pairs, *self.peers]})
        self.functions = functions_of(self.people)
        self.entities = {entity.pk: entity for entity in ClientEntity.objects.of(account)}
        for name, rows in (("function", self.functions), ("entity", self.entities), ("owner", self.ours)):
            point(self.people, name, rows)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return [(contact.colleague, contact.person) for contact in self.contacts]

    @cached_property
    def knowers(self) -> dict[int, set[int]]:
        """Person → those of ours, still here, who met him within a year or mirror him."""
        met = {(each.colleague, each.person) for each in self.contacts if each.last_on > self.on - MEMORY}
        found = defaultdict(set)
        for user, person in met | self.peers:
            if user in self.ours and self.ours[user].is_active:
                found[person].add(user)
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """The most influential first."""
        rows = {row.pk: row for row in coverage(self.on, [self.account.pk], past=self.past)}
        return [self.line(person, rows[person.pk]) for person in self.people if person.pk in rows]

    def line(self, person: Stakeholder, row) -> Line:
        last = row.last_contact_on
        known_by = sorted(str(self.ours[user]) for user in self.knowers.get(person.pk, ()))
        return Line(
            person, row.covered, row.counts, last, (self.on - last).days if last else None, tuple(known_by),
            person.is_disputed,
        )  # fmt: skip

    @cached_property
    def still_listed(self) -> set[int]:
        """Of a past day, those who have a page today; the others were deleted since."""
        if not self.past:
            return {person.pk for person in self.people}
        return set(Stakeholder.objects.of(self.account).values_list("pk", flat=True))


def people_now(account: Account, on: date) -> list[Stakeholder]:
    people = list(with_disagreement(Stakeholder.objects.of(account)))
    for person in people:
        person.is_estimated = False
        if person.departed_on and person.departed_on > on:
            person.departed_on = None
    join(people)
    return people


def contacts_on(account: Account, on: date) -> list[Contact]:
    shared = TheirSide.objects.filter(
        stakeholder__account=account, interaction__is_two_way=True, interaction__occurred_on__lte=on,
        interaction__colleagues__isnull=False,
    )  # fmt: skip
    recent = Count("pk", Q(interaction__occurred_on__gt=on - WINDOW))
    rows = shared.order_by().values_list("interaction__colleagues", "stakeholder")
    return [Contact(*row) for row in rows.annotate(last_on=Max("interaction__occurred_on"), recent=recent)]


def peers_on(account: Account, on: date, past: bool) -> set[tuple[int, int]]:
    ties = ties_on(account, on) if past else Tie.objects.of(account).filter(kind=Tie.Kind.PEER_OF)
    return {(tie.colleague_id, tie.target_id) for tie in ties if tie.kind == Tie.Kind.PEER_OF}


def functions_of(people: Iterable[Stakeholder]) -> dict[int, ListValue]:
    """Those that the house offers and those that somebody has, in the order of the list."""
    used = {person.function_id for person in people} - {None}
    offered = Q(kind=ListValue.Kind.CLIENT_FUNCTION, is_active=True)
    return {value.pk: value for value in ListValue.objects.filter(offered | Q(pk__in=used))}


def named(people: Iterable[Stakeholder]) -> set[int]:
    return {person.owner_id for person in people} - {None}

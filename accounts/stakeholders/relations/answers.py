"""What the network of an account answers, in words: doors, risks, dependency, whom to see."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.stakeholders.measures.links import dependency
from accounts.stakeholders.models import Interaction
from accounts.stakeholders.network import (
    WINDOW,
    Dependency,
    Link,
    Loss,
    Network,
    Person,
    Side,
    Step,
    Thread,
    alone,
    depends_on,
    door_to,
    loss,
    silent_sponsors,
    single_threads,
    thin_functions,
    trend,
    whom_to_see,
)
from accounts.stakeholders.relations.rows import Relations, relations_on

MONTHS = 6  # points of the trend
SEEN = 10  # whom to see next
WORDS = {
    Link.KNOWS: _("%(source)s knows %(target)s."),
    Link.PEER: _("%(source)s is the peer of %(target)s."),
    Link.INFLUENCES: _("%(source)s has influence on %(target)s."),
    Link.INTRODUCED: _("%(source)s has already introduced %(target)s to us."),
    Link.REPORTS_TO: _("%(source)s reports to %(target)s."),
    Link.MANAGES: _("%(source)s is the manager of %(target)s."),
}


@dataclass(frozen=True)
class Door:
    """The way to a person: a sentence a step, none when no favourable way leads there; `knowers` know him anyway."""

    person: Person
    sentences: list[str]
    knowers: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


class Answers:
    """Of one account as of a day, of the past if so said; the network is read once."""

    def __init__(self, account: Account, on: date, *, past: bool = False):
        self.account, self.on = account, on
        self.relations: Relations = relations_on(account, on, past=past)
        self.network: Network = self.relations.network

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """(key, name) of everybody of theirs who is still there."""
        return by_name(self.network.people.items(), lambda person: person.name)

    @property
    def ours(self) -> list[tuple[str, str]]:
        return by_name(self.network.ours.items(), str)

    def door(self, pk: int) -> Door:
        knowers = sorted(self.network.ours[user] for user in self.network.knowers().get(pk, ()))
        steps = door_to(self.network, pk)
        return Door(self.network.people[pk], [sentence(step) for step in steps], knowers, steps)

    def loss(self, side: Side, pk: int) -> Loss:
        return loss(self.network, (side, pk))

    @cached_property
    def threads(self) -> list[Thread]:
        return single_threads(self.network)

    @cached_property
    def functions(self) -> list[Thread]:
        return thin_functions(self.network)

    @property
    def dependency(self) -> Dependency:
        return dependency(self.on, self.account.pk)

    @property
    def days(self) -> list[date]:
        """Those of the trend: every 30 days up to today."""
        return [self.on - timedelta(days=30 * back) for back in reversed(range(MONTHS))]

    @property
    def trend(self) -> list[float | None]:
        """The share in %, on each of these days."""
        return trend(self.relations.exchanges, self.account.kam_id, self.days)

    @property
    def points(self) -> list[tuple[date, Dependency]]:
        """What the trend is drawn from."""
        return [(day, depends_on(self.relations.exchanges, self.account.kam_id, day)) for day in self.days]

    def exchanges_until(self, day: date) -> dict[int, bool]:
        """The exchanges behind the share of a day: key → whether the KAM had it alone."""
        inside = [each for each in self.relations.exchanges if each.ours and day - WINDOW < each.on <= day]
        mine = {each.pk for each in alone(inside, self.account.kam_id)}
        return {each.pk: each.pk in mine for each in inside}

    @property
    def alone(self):
        """The exchanges behind the share of today that the KAM had alone."""
        return Interaction.objects.filter(pk__in=[pk for pk, mine in self.exchanges_until(self.on).items() if mine])

    @cached_property
    def silent(self) -> list[Person]:
        return silent_sponsors(self.network.people.values())

    @cached_property
    def next_to_see(self) -> list[tuple[Person, float]]:
        return whom_to_see(self.network.people.values())[:SEEN]


def by_name(pairs, name) -> list[tuple[str, str]]:
    return sorted(((str(key), name(value)) for key, value in pairs), key=lambda pair: pair[1])


def sentence(step: Step) -> str:
    return WORDS[step.edge.link] % {"source": step.source, "target": step.target}

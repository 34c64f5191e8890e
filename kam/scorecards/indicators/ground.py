"""What explains the figures of the relations of one account on a day; each part is read when something asks for it."""

from datetime import date, timedelta
from functools import cached_property

from accounts.models import Account, ListValue, Membership
from accounts.stakeholders.coverage import Person, coverage
from accounts.stakeholders.measures.introductions import HALF, Door, doors, persons
from accounts.stakeholders.measures.links import Pair, pairs
from accounts.stakeholders.models import Introduction, Stakeholder, Tie
from kam.users.models import User


class Map:
    """Everybody on the map of one account as of a day, the most influential first."""

    def __init__(self, account_id: int, on: date):
        self.account_id, self.on = account_id, on

    @cached_property
    def people(self) -> list[Person]:
        return [person for person in coverage(self.on, [self.account_id]) if person.counts]

    @cached_property
    def functions(self) -> dict[int, str]:
        """Id → name of the functions that exist at this client, by name."""
        known = ListValue.objects.filter(pk__in={person.function_id for person in self.people})
        return dict(sorted(((value.pk, value.name) for value in known), key=lambda item: item[1]))

    @property
    def assessed(self) -> list[Person]:
        return [person for person in self.people if person.is_weighed]


class Doors(Map):
    """The introductions of one account up to a day, and whom one could ask for the next."""

    @cached_property
    def made(self) -> list[Door]:
        return doors(self.on, self.account_id)

    @cached_property
    def rows(self) -> dict[int, Introduction]:
        return Introduction.objects.with_people().in_bulk([door.pk for door in self.made])

    @cached_property
    def asked(self) -> list[Introduction]:
        """All that were ever asked for or offered, the latest first."""
        return list(Introduction.objects.of(self.account_id))

    @property
    def trend(self) -> tuple[int, int]:
        """People met through the introductions of the last six months, and of the six before."""
        middle = self.on - timedelta(days=HALF)
        halves = ([d for d in self.made if d.made_on > middle], [d for d in self.made if d.made_on <= middle])
        return persons(halves[0]), persons(halves[1])


class Melee(Map):
    """Those of ours and of theirs who meet at one account, the KAM left out."""

    @cached_property
    def pairs(self) -> list[Pair]:
        return pairs(self.on, self.account_id)

    @cached_property
    def theirs(self) -> dict[int, Stakeholder]:
        return Stakeholder.objects.in_bulk({pair.stakeholder_id for pair in self.pairs})

    @cached_property
    def ours(self) -> dict[int, User]:
        return User.objects.in_bulk({pair.user_id for pair in self.pairs})

    @property
    def guests(self) -> list[Person]:
        """Those who can be invited to a meeting, the most influential first."""
        return [person for person in self.people if not person.is_placeholder]

    @cached_property
    def peers(self) -> list[tuple[User, int]]:
        """One of ours and the person he mirrors, as the map has it."""
        ties = Tie.objects.of(self.account_id).with_people()
        return [(tie.colleague, tie.target_id) for tie in ties if tie.kind == Tie.Kind.PEER_OF]

    @cached_property
    def team(self) -> list[User]:
        return [member.user for member in Membership.objects.of(self.account_id).select_related("user")]

    @cached_property
    def kam_id(self) -> int | None:
        return Account.objects.get(pk=self.account_id).kam_id


class Ground(Doors, Melee):
    """All of it, so that the advices of an account read its people once."""

"""Who has heard which priority, when, and how it was received: two queries for everybody of an account."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from accounts.models import Account
from accounts.stakeholders.models import OurSide, Stakeholder
from plans.models import Repetition, StrategicPriority

TONES = {"taken_up": "green", "heard": "teal", "questioned": "amber", "rejected": "red", "": "stone"}
Key = tuple[UUID, int]  # lineage of a priority, person


@dataclass(frozen=True)
class Heard:
    """The last time that a priority was repeated to somebody; `times` in all, `by` names of ours who were there."""

    last_on: date
    days_ago: int
    reception: str
    times: int
    by: tuple[str, ...]

    @property
    def word(self) -> str:
        """How it was received the last time; "" when nobody noted it."""
        return str(dict(Repetition.Reception.choices).get(self.reception, ""))

    @property
    def tone(self) -> str:
        return TONES[self.reception]


def heard_by(account: Account, on: date, people: Iterable[int] | None = None) -> dict[Key, Heard]:
    """(lineage, person) → the last time, up to that day, of everybody or of some.

    Versions of a plan share lineages: what was said of one counts for the next.
    """
    rows = list(last_repetitions(account, on, people))
    names = names_of_ours({row["interaction"] for row in rows})
    return {
        (row["priority__lineage"], row["stakeholder"]): Heard(
            last_on=row["interaction__occurred_on"],
            days_ago=(on - row["interaction__occurred_on"]).days,
            reception=row["reception"],
            times=row["times"],
            by=tuple(names[row["interaction"]]),
        )
        for row in rows
    }


def last_repetitions(account: Account, on: date, people: Iterable[int] | None):
    kept = Repetition.objects.of(account).filter(interaction__occurred_on__lte=on)
    kept = kept if people is None else kept.filter(stakeholder__in=list(people))
    of_one = {"partition_by": [F("priority__lineage"), F("stakeholder")]}
    latest = [F("interaction__occurred_on").desc(), F("pk").desc()]
    return (
        kept.annotate(rank=Window(RowNumber(), order_by=latest, **of_one), times=Window(Count("pk"), **of_one))
        .filter(rank=1)
        .order_by()
        .values("priority__lineage", "stakeholder", "interaction", "interaction__occurred_on", "reception", "times")
    )


def names_of_ours(interactions: set[int]) -> dict[int, list[str]]:
    """Exchange → those of ours who took part."""
    found = defaultdict(list)
    sides = OurSide.objects.filter(interaction__in=interactions).select_related("user").order_by("user__last_name")
    for side in sides:
        found[side.interaction_id].append(str(side.user))
    return found


@dataclass(frozen=True)
class Cell:
    """`heard` is None when this person has never heard this priority."""

    priority: StrategicPriority
    heard: Heard | None


@dataclass(frozen=True)
class Line:
    person: Stakeholder
    cells: list[Cell]

    @property
    def unheard(self) -> list[StrategicPriority]:
        return [cell.priority for cell in self.cells if cell.heard is None]


def lines_of(people: Iterable[Stakeholder], priorities: list[StrategicPriority], heard: dict[Key, Heard]) -> list[Line]:
    """One a person, in the order given; one cell a priority."""
    return [
        Line(person, [Cell(each, heard.get((each.lineage, person.pk))) for each in priorities]) for person in people
    ]


def sentence_to_say(line: Line) -> Cell | None:
    """What to say first: a priority never heard, in their order, else the one not heard for the longest time."""
    return min(
        line.cells, key=lambda cell: (cell.heard is not None, -cell.heard.days_ago if cell.heard else 0), default=None
    )

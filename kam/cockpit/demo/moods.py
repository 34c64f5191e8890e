"""How a person of the client was seen, month after month."""

from dataclasses import dataclass
from datetime import date

from kam.cockpit.demo.dates import months_ago
from kam.cockpit.demo.dossiers import Dossier, Person

BETWEEN = 4  # months between two assessments


@dataclass(frozen=True)
class Mood:
    on: date
    attitude: int | None
    strength: int


def moods(dossier: Dossier, person: Person, on: date) -> list[Mood]:
    """The assessments of one person, oldest first: when he becomes known, then each in a month of his own."""
    if person.vacant:
        return []
    until, place = max(person.left or 0, dossier.unassessed), dossier.people.index(person)
    later = person.known - 1 - place % BETWEEN - (7 * place % 29 + 1) / 31  # everybody on another day
    months = [person.known]
    while later >= until:
        months.append(later)
        later -= BETWEEN
    return [
        Mood(months_ago(on, ago), at(person.attitude, rank, len(months)), at(person.strength, rank, len(months)))
        for rank, ago in enumerate(months)
    ]


def mood_on(moods: list[Mood], day: date) -> Mood | None:
    """The latest assessment on or before that day."""
    return next((mood for mood in reversed(moods) if mood.on <= day), None)


def at(path: tuple[int, ...], rank: int, count: int) -> int | None:
    """The value of a path at one of `count` steps, the last value at the last step."""
    return path[min(len(path) - 1, rank * len(path) // count)] if path else None

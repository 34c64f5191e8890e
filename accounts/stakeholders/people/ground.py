"""The ground still to cover: where nobody is known, who was met, whom to see on a day at a place. Lines in, no database."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.imports.values import fold
from accounts.models import ClientEntity
from accounts.stakeholders.network import urgency
from accounts.stakeholders.people.lines import Line, People
from accounts.stakeholders.people.matrix import NONE, Grid, Head, State


@dataclass(frozen=True)
class White:
    """A function nobody is known in, in these entities; in none at all when `is_everywhere`."""

    function: Head
    entities: list[Head]
    is_everywhere: bool


def white_spaces(grid: Grid) -> list[White]:
    """Function by function, those known nowhere first. People without an entity keep a function from being unknown."""
    found = []
    for row in grid.rows:
        empty = [head for head, cell in row.cells if cell.state is State.WHITE and head.key != NONE]
        is_everywhere = row.total.state is State.WHITE
        if row.head.key != NONE and (is_everywhere or empty):
            found.append(White(row.head, empty, is_everywhere))
    return sorted(found, key=lambda white: not white.is_everywhere)


@dataclass(frozen=True)
class Progress:
    """Of those known in a function, how many were ever met in a two-way exchange, and how many this year."""

    key: str
    label: str
    known: int
    ever: int
    this_year: int


def progress_of(people: People, nothing: str) -> list[Progress]:
    """Function by function, in their order; `nothing` names those without one. Information, never a score."""
    groups = defaultdict(list)
    for line in people.lines:
        if line.is_known:
            groups[line.person.function_id].append(line)
    rows = [(str(key), str(value), groups[key]) for key, value in people.functions.items() if key in groups]
    rows += [(NONE, nothing, groups[None])] if None in groups else []
    return [Progress(key, label, len(lines), *met(lines, people.on)) for key, label, lines in rows]


def met(lines: Iterable[Line], on: date) -> tuple[int, int]:
    days = [line.last_contact_on for line in lines if line.last_contact_on]
    return len(days), sum(day.year == on.year for day in days)


@dataclass(frozen=True)
class Visit:
    """Whom to see at a place on a day: by priority, those above 0; and who is covered there anyway."""

    waiting: list[tuple[Line, float]]
    covered: list[Line]


def visit_of(people: People, is_there: Callable[[Line], bool]) -> Visit:
    """Influence × (1 − c) × waited / cadence, at most twice, of those known and at the place (network.urgency)."""
    there = [line for line in people.lines if line.is_known and line.counts and is_there(line)]
    ranked = sorted(((line, urgency(line)) for line in there), key=lambda pair: (-pair[1], pair[0].person.name))
    return Visit([pair for pair in ranked if pair[1]], [line for line, value in ranked if not value])


def within(entity: ClientEntity, entities: dict[int, ClientEntity]) -> set[int]:
    """The entity and everything below it."""
    found, waiting = set(), [entity.pk]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [each.pk for each in entities.values() if each.parent_id == key]
    return found


def cities_of(people: People) -> list[str]:
    """Where their entities and they themselves are, each town once."""
    towns = [entity.city for entity in people.entities.values()]
    towns += [line.person.location for line in people.lines]
    return sorted({fold(town): town for town in reversed(towns) if town.strip()}.values(), key=fold)


def is_in(city: str) -> Callable[[Line], bool]:
    """Whether somebody is found in a town: his own, or that of his entity."""
    wanted = fold(city)

    def is_there(line: Line) -> bool:
        entity = line.person.entity
        return wanted in {fold(line.person.location), fold(entity.city) if entity else ""}

    return is_there

"""Who covers what: functions × entities of the client, our people × theirs. Lines in, cells out; no database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.network import WEIGHTY
from accounts.stakeholders.people.lines import Contact, Line, People

NONE = "none"
MANY = 12  # entities from which those where nobody is known are left out, unless asked for
AIMS = {  # influence → what to become to the person, when nobody has said (ours)
    5: Stakeholder.Relationship.TRUSTED_ADVISOR,
    4: Stakeholder.Relationship.PROBLEM_SOLVER,
    3: Stakeholder.Relationship.CREDIBLE_SOURCE,
}


class State(Enum):
    """What a cell says, by its best c: nobody known there (white space), known but nobody covered, half, covered."""

    WHITE = "white"
    RED = "red"
    HALF = "half"
    COVERED = "covered"


@dataclass(frozen=True)
class Cell:
    """Those still there in one function of one entity, or in a whole row or column: the best covered first."""

    lines: tuple[Line, ...] = ()

    @property
    def known(self) -> list[Line]:
        return [line for line in self.lines if line.is_known]

    @property
    def vacant(self) -> int:
        """Roles whose holder is to be found."""
        return sum(line.person.is_placeholder for line in self.lines)

    @property
    def best(self) -> Line | None:
        return max(self.known, key=lambda line: (line.covered, line.person.influence), default=None)

    @property
    def state(self) -> State:
        if self.best is None:
            return State.WHITE
        return {0: State.RED, 0.5: State.HALF, 1: State.COVERED}[self.best.covered]

    @property
    def influence(self) -> float | None:
        """The mean influence of those known."""
        return sum(line.person.influence for line in self.known) / len(self.known) if self.known else None

    @property
    def share(self) -> float | None:
        """Coverage in %, vacant roles included: indicator 1 of domain.md 1.3 on these people alone; None without any."""
        counted = [line for line in self.lines if line.counts]
        total = sum(line.person.influence for line in counted)
        return 100 * sum(line.person.influence * line.covered for line in counted) / total if total else None


@dataclass(frozen=True)
class Head:
    """A function or an entity; `key` is that of the address, `None` the lines without one."""

    key: str
    label: str


@dataclass(frozen=True)
class Row:
    head: Head
    cells: list[tuple[Head, Cell]]
    total: Cell


@dataclass(frozen=True)
class Grid:
    """`left_out` are the entities where nobody is known that are not shown."""

    entities: list[Head]
    rows: list[Row]
    totals: list[tuple[Head, Cell]]
    whole: Cell
    left_out: list[Head] = field(default_factory=list)

    @property
    def white(self) -> list[tuple[Head, Head, Cell]]:
        """Where nobody is known: (function, entity, cell)."""
        return [(row.head, head, cell) for row in self.rows for head, cell in row.cells if cell.state is State.WHITE]

    @property
    def inhabited(self) -> "Grid":
        """The rows and columns where somebody stands, those without an entity first; all of it where nobody does."""
        if not self.whole.lines:
            return self
        totals = sorted(((h, c) for h, c in self.totals if c.lines), key=lambda pair: pair[0].key != NONE)
        heads = [head for head, _cell in totals]
        rows = [
            Row(row.head, [(head, dict(row.cells)[head]) for head in heads], row.total)
            for row in self.rows
            if row.total.lines
        ]
        return Grid(heads, rows, totals, self.whole)

    @property
    def empty_functions(self) -> list[Head]:
        return [row.head for row in self.rows if self.whole.lines and not row.total.lines]

    @property
    def empty_entities(self) -> list[Head]:
        return [head for head, cell in self.totals if self.whole.lines and not cell.lines] + self.left_out


def grid_of(people: People, lines: Iterable[Line], nothing: str, *, all_entities: bool = False) -> Grid:
    """The functions of the house × the entities of the account; `nothing` names what has no function or entity."""
    inside = defaultdict(list)
    for line in lines:
        if line.is_here:
            inside[line.person.function_id, line.person.entity_id].append(line)
    functions = heads(people.functions, {key for key, _entity in inside}, nothing)
    entities = heads(people.entities, {key for _function, key in inside}, nothing)
    used = {key for _function, key in inside}
    shown = [head for key, head in entities if all_entities or key in used or len(entities) <= MANY]
    keys = {head: key for key, head in [*functions, *entities]}
    rows = [row(head, [(other, cell(inside[key, keys[other]])) for other in shown]) for key, head in functions]
    columns = [(head, whole([each for (_f, entity), each in inside.items() if entity == keys[head]])) for head in shown]
    return Grid(shown, rows, columns, whole(inside.values()), [h for _key, h in entities if h not in shown])


def heads(rows: dict[int, Any], used: set[int | None], nothing: str) -> list[tuple[int | None, Head]]:
    """All of them, and one for those without any when somebody has none or there are none."""
    found = [(key, Head(str(key), str(value))) for key, value in rows.items()]
    return [*found, (None, Head(NONE, nothing))] if None in used or not found else found


def cell(lines: Iterable[Line]) -> Cell:
    return Cell(tuple(sorted(lines, key=lambda line: (-line.covered, -line.person.influence, line.person.name))))


def whole(groups: Iterable[list[Line]]) -> Cell:
    return cell(line for lines in groups for line in lines)


def row(head: Head, cells: list[tuple[Head, Cell]]) -> Row:
    return Row(head, cells, whole([list(each.lines) for _head, each in cells]))


@dataclass(frozen=True)
class Spot:
    """A cell of the grid that somebody opens; `function` and `entity` are None for a whole column or row."""

    function: Head | None
    entity: Head | None
    cell: Cell

    @property
    def title(self) -> str:
        return " · ".join(head.label for head in (self.function, self.entity) if head)

    @property
    def known(self) -> dict[str, str]:
        """What is already known of somebody to be entered there."""
        heads = {"function": self.function, "entity": self.entity}
        return {name: head.key for name, head in heads.items() if head and head.key != NONE}


def find_cell(grid: Grid, function: str, entity: str) -> Spot:
    """The cell with these keys; where one is unknown or "", the total."""
    row = next((row for row in grid.rows if row.head.key == function), None)
    line = [*row.cells, (None, row.total)] if row else [*grid.totals, (None, grid.whole)]
    head, found = next((pair for pair in line if pair[0] and pair[0].key == entity), line[-1])
    return Spot(row and row.head, head, found)


@dataclass(frozen=True)
class Meeting:
    """One of ours and one of theirs: what was exchanged, whether he is the owner or the peer, or should be next."""

    colleague: int
    contact: Contact | None = None
    is_owner: bool = False
    is_peer: bool = False
    is_suggested: bool = False
    is_stale: bool = False  # beyond the cadence of the person


@dataclass(frozen=True)
class PairRow:
    """`aim` is the level to reach, written down or else suggested by the influence."""

    line: Line
    meetings: list[Meeting]
    aim: Stakeholder.Relationship | None
    is_aim_suggested: bool


def pair_rows(people: People, lines: Iterable[Line], colleagues: list[int]) -> list[PairRow]:
    """Those known of theirs × ours, in the order given."""
    contacts = {(each.colleague, each.person): each for each in people.contacts}
    circles = circles_of(people)
    return [pair_row(people, line, colleagues, contacts, circles) for line in lines if line.is_known]


def pair_row(people: People, line: Line, colleagues: list[int], contacts: dict, circles: dict) -> PairRow:
    person = line.person
    suggested = suggested_colleague(line, people.knowers.get(person.pk, set()), colleagues, circles)
    aim = person.relationship_target or suggested_aim(person)
    meetings = [
        Meeting(
            colleague=user,
            contact=(contact := contacts.get((user, person.pk))),
            is_owner=user == person.owner_id,
            is_peer=(user, person.pk) in people.peers,
            is_suggested=user == suggested,
            is_stale=bool(contact) and (people.on - contact.last_on).days > line.cadence,
        )
        for user in colleagues
    ]
    return PairRow(line, meetings, aim and Stakeholder.Relationship(aim), person.relationship_target is None)


def suggested_aim(person: Stakeholder) -> int | None:
    """The level to reach with somebody heeded or more, never below what we already are to him; None for the others."""
    aim = AIMS.get(person.influence)
    return aim and max(aim, person.relationship or 0)


def circles_of(people: People) -> dict[int | None, dict[int, int]]:
    """Function → one of ours → how many people he knows there; under "" how many in all."""
    found = defaultdict(lambda: defaultdict(int))
    for line in people.lines:
        for user in people.knowers.get(line.person.pk, ()):
            found[line.person.function_id][user] += 1
            found[""][user] += 1
    return found


def suggested_colleague(line: Line, knowers: set[int], colleagues: list[int], circles: dict) -> int | None:
    """Who of ours should meet somebody influential whom at most one of ours knows: whoever knows most people of the
    same function, else most people at all; None when nobody else knows anybody (ours)."""
    if line.person.influence < WEIGHTY or len(knowers) > 1:
        return None
    here, anywhere = circles[line.person.function_id], circles[""]
    others = [user for user in colleagues if user not in knowers and anywhere[user]]
    return max(others, key=lambda user: (here[user], anywhere[user], -user), default=None)


def colleagues_of(people: People) -> list[int]:
    """Ours who still work here, the KAM first, then those in contact with most people."""
    met = defaultdict(set)
    for contact in people.contacts:
        met[contact.colleague].add(contact.person)
    here = [user for user in people.ours if people.ours[user].is_active]
    return sorted(here, key=lambda user: (user != people.account.kam_id, -len(met[user]), str(people.ours[user])))

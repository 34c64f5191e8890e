"""Where the boxes stand that nobody has moved: each side in rows by level, the experts of both facing each other.

Keys and numbers in, positions out. `x` grows to the right, `y` downwards; the line between both sides is y = 0.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, sqrt

WIDTH, HEIGHT = 168, 50  # of a box, in map units: pixels at zoom 1
ACROSS, DOWN = 190, 92  # from the middle of a box to that of the next one
A_ROW = 5  # boxes side by side: what a laptop shows at zoom 0.8
MANY = 36  # people from which the functions stand apart
SHORE = 78  # from the line to the first row
APART = 70  # between two functions
SHAPE = 1.8  # width over height of the whole, when the functions stand apart

Point = tuple[int, int]


@dataclass(frozen=True)
class Spot:
    """A person to be placed: `level` 0 is the top, None unknown; `boss` is a key, `group` a function or ""."""

    key: str
    level: int | None = None
    boss: str | None = None
    group: str = ""


@dataclass(frozen=True)
class Heading:
    """The name of a function above the block of its people."""

    label: str
    x: int
    y: int


def levels(spots: Iterable[Spot]) -> dict[str, int]:
    """Key → row of the hierarchy, 0 for the top: as entered, else one below the boss, else with the lowest."""
    spots = {spot.key: spot for spot in spots}
    found = {key: spot.level for key, spot in spots.items() if spot.level is not None}
    bosses = {spot.boss for spot in spots.values()} - {None}
    for key in spots:
        climb(key, spots, found, bosses)
    lowest = max(found.values(), default=0)
    return {key: found.get(key, lowest) for key in spots}


def climb(key: str, spots: dict[str, Spot], found: dict[str, int], bosses: set[str]) -> None:
    """Write the levels of a person and of his bosses, from the first whose level is known; a circle has none."""
    path = []
    while key in spots and key not in found and key not in path:
        path.append(key)
        key = spots[key].boss
    if key in found:
        top = found[key]
    elif key is None and path[-1] in bosses:
        top = -1  # the last one answers to nobody and leads somebody
    else:
        return
    for below, each in enumerate(reversed(path), 1):
        found[each] = top + below


def across(count: int, middle: float = 0) -> list[float]:
    """The middles of so many boxes side by side."""
    return [middle + ACROSS * (place - (count - 1) / 2) for place in range(count)]


def in_lines(keys: list[str], wide: int) -> list[list[str]]:
    """As few lines as it takes, evenly filled."""
    if not keys:
        return []
    each = ceil(len(keys) / ceil(len(keys) / wide))
    return [keys[start : start + each] for start in range(0, len(keys), each)]


def by_family(spots: list[Spot], level: dict[str, int]) -> list[list[str]]:
    """The keys of each row, from the top; those of one boss side by side, in the order of the bosses."""
    rows = defaultdict(list)
    for spot in spots:
        rows[level[spot.key]].append(spot)
    order, found = {}, []
    for row in sorted(rows):
        line = sorted(rows[row], key=lambda spot: (order.get(spot.boss, len(order)), spot.group))
        found.append([spot.key for spot in line])
        order |= {spot.key: len(order) + place for place, spot in enumerate(line)}
    return found


def block(spots: list[Spot], level: dict[str, int], wide: int) -> list[list[str]]:
    """Lines of at most `wide` boxes, the lowest level first."""
    lines = [line for row in by_family(spots, level) for line in in_lines(row, wide)]
    return lines[::-1]


def place_theirs(spots: list[Spot]) -> tuple[dict[str, Point], list[Heading]]:
    """Their side, below the line; with many people each function is a block of its own, under its name."""
    level = levels(spots)
    if len(spots) <= MANY:
        lines = block(spots, level, A_ROW)
        return {
            key: (round(x), SHORE + DOWN * row)
            for row, line in enumerate(lines)
            for key, x in zip(line, across(len(line)), strict=True)
        }, []
    return on_shelves([(name, block(people, level, breadth(people))) for name, people in by_group(spots)])


def by_group(spots: list[Spot]) -> list[tuple[str, list[Spot]]]:
    """Functions from the largest to the smallest, those without one last."""
    groups = defaultdict(list)
    for spot in spots:
        groups[spot.group].append(spot)
    return sorted(groups.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))


def breadth(people: list[Spot]) -> int:
    return max(2, min(A_ROW, ceil(sqrt(len(people)))))


def on_shelves(blocks: list[tuple[str, list[list[str]]]]) -> tuple[dict[str, Point], list[Heading]]:
    """Blocks side by side, as many on a shelf as keep the whole about twice as wide as high."""
    sizes = [(ACROSS * max(map(len, lines)) + APART, DOWN * len(lines) + APART) for _name, lines in blocks]
    limit = max(sqrt(SHAPE * sum(width * height for width, height in sizes)), max(width for width, _height in sizes))
    places, headings, left, top, shelf = {}, [], 0.0, SHORE, 0
    for (name, lines), (width, height) in zip(blocks, sizes, strict=True):
        if left and left + width > limit:
            left, top, shelf = 0.0, top + shelf, 0
        headings.append(Heading(name, round(left - limit / 2), top))
        for row, line in enumerate(lines):
            for key, x in zip(line, across(len(line), left + (width - APART - limit) / 2), strict=True):
                places[key] = round(x), round(top + APART / 2 + DOWN * row)
        left, shelf = left + width, max(shelf, height)
    return places, headings


def place_ours(rows: list[list[str]], pull: dict[str, float]) -> dict[str, Point]:
    """Our side, above the line, the last of `rows` next to it; each stands near the people he knows (`pull`, an x)."""
    lines = [line for row in rows for line in in_lines(sorted(row, key=lambda key: pull.get(key, 0)), A_ROW)]
    return {
        key: (round(x), -SHORE - DOWN * row)
        for row, line in enumerate(reversed(lines))
        for key, x in zip(line, across(len(line)), strict=True)
    }


def settled(proposed: dict[str, Point], saved: dict[str, Point]) -> dict[str, Point]:
    """Saved places win; whoever has none stands at the place proposed, or beside it when another box stands there."""
    taken, found = defaultdict(list), {}
    for key in proposed.keys() & saved.keys():
        taken[cell(saved[key])].append(saved[key])
    for key, (x, y) in proposed.items():
        if key not in saved:
            while is_taken(x, y, taken):
                x += ACROSS
            taken[cell((x, y))].append((x, y))
        found[key] = saved.get(key, (x, y))
    return found


def cell(place: Point) -> Point:
    """Of a grid so wide that whatever touches a box stands in its cell or in one of the eight around it."""
    return place[0] // (WIDTH + 10), place[1] // (HEIGHT + 10)


def is_taken(x: int, y: int, taken: dict[Point, list[Point]]) -> bool:
    column, row = cell((x, y))
    near = (taken.get((column + right, row + down), ()) for right in (-1, 0, 1) for down in (-1, 0, 1))
    return any(abs(x - left) < WIDTH + 10 and abs(y - top) < HEIGHT + 10 for places in near for left, top in places)

"""A tidy tree: each manager above the middle of what hangs below him, families apart, lines in the gaps alone.

Keys in, positions out, in map units (layout); `y` grows downwards. What hangs below a manager stands side by side,
the people nobody reports to in columns; where it gets wider than WIDE it goes on in a further shelf, which a rail at
the left joins to the manager.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from accounts.stakeholders.map.layout import A_ROW, ACROSS, DOWN, HEIGHT, SHAPE, WIDTH, in_lines

WIDE = 2200  # what a sheet of A3 shows at the smallest readable scale
GAP, DROP = ACROSS - WIDTH, DOWN - HEIGHT  # between neighbours, and between a manager and his people
RAIL = 16  # kept free at the left for a line that runs down
LONG = 8  # people in a column
TIGHT = HEIGHT + 12  # from one of a column to the next
FEW = 3  # people without reports who stand side by side

Point = tuple[float, float]
Path = tuple[Point, ...]


@dataclass(frozen=True)
class Block:
    """A rectangle, everything measured from its upper left corner.

    `places`: middle of each box; `lines`: key → way from his manager, within the block; `hooks`: key → the way from
    above the block to those who report to whoever stands there; `parts`: blocks within it, with their corners.
    """

    width: float
    height: float
    places: dict[str, Point]
    lines: dict[str, Path]
    hooks: dict[str, Path]
    parts: "tuple[tuple[Block, Point], ...]" = ()


@dataclass(frozen=True)
class Tree:
    places: dict[str, Point]
    lines: dict[str, Path]


def tidy_tree(bosses: dict[str, str | None]) -> Tree:
    """Where everybody stands and the line from each to his manager (key → manager); a circle is opened at its first."""
    below, roots = reports_of(bosses)
    blocks: dict[str, Block] = {}
    for key in reversed(from_the_top(roots, below)):
        blocks[key] = family(key, [blocks[each] for each in below[key] if below[each]], leaves_of(key, below))
    families = shelves([blocks[key] for key in roots if below[key]], WIDE)
    loose = [blocks[key] for key in roots if not below[key]]
    widest = max((width_of(shelf) for shelf in families), default=0)
    room = max(widest, A_ROW * ACROSS, sqrt(len(loose) * SHAPE * DOWN * ACROSS))
    return stacked(families + shelves(loose, min(room, WIDE)))


def reports_of(bosses: dict[str, str | None]) -> tuple[dict[str, list[str]], list[str]]:
    """Manager → his people, in the order given; and those who answer to nobody here."""
    below, roots, opened = defaultdict(list), [], first_of_circles(bosses)
    for key, boss in bosses.items():
        (below[boss] if boss in bosses and key not in opened else roots).append(key)
    return below, roots


def first_of_circles(bosses: dict[str, str | None]) -> set[str]:
    """Of each circle of managers, the first in the order given."""
    found, seen = set(), set()
    for key in bosses:
        way: dict[str, None] = {}
        while key in bosses and key not in seen:
            seen.add(key)
            way[key] = None
            key = bosses[key]
        if key in way:
            circle = {*list(way)[list(way).index(key) :]}
            found.add(next(each for each in bosses if each in circle))
    return found


def from_the_top(roots: list[str], below: dict[str, list[str]]) -> list[str]:
    """Everybody, managers before their people."""
    found = list(roots)
    for key in found:
        found += below[key]
    return found


def leaves_of(key: str, below: dict[str, list[str]]) -> list[Block]:
    """Those whom nobody reports to: side by side when they are few and alone, else in columns."""
    leaves = [each for each in below[key] if not below[each]]
    if len(leaves) == 1 or (len(leaves) <= FEW and len(leaves) == len(below[key])):
        return [family(each, [], []) for each in leaves]
    return [column(keys) for keys in in_lines(leaves, LONG)]


def column(keys: list[str]) -> Block:
    """One below the other, each joined to the rail at their left."""
    rail, places, hooks = RAIL / 2, {}, {}
    for row, key in enumerate(keys):
        y = HEIGHT / 2 + TIGHT * row
        places[key] = (RAIL + WIDTH / 2, y)
        hooks[key] = ((rail, 0), (rail, y), (RAIL, y))
    return Block(RAIL + WIDTH, HEIGHT + TIGHT * (len(keys) - 1), places, {}, hooks)


def family(key: str, families: list[Block], leaves: list[Block]) -> Block:
    """The manager above the middle of his people."""
    rows = shelves(leaves + families, WIDE)
    indent = RAIL if len(rows) > 1 else 0
    inner = max([WIDTH - indent, *(width_of(row) for row in rows)])
    middle = (indent + inner) / 2
    lines, parts, y = {}, [], float(HEIGHT)
    for number, row in enumerate(rows):
        bus, y = y + DROP / 2, y + DROP
        way = ((middle, HEIGHT), (middle, HEIGHT + DROP / 2))
        if number:
            way += ((RAIL / 2, HEIGHT + DROP / 2), (RAIL / 2, bus))
        left = indent if indent else (inner - width_of(row)) / 2
        for block, x in beside(row, left):
            parts.append((block, (x, y)))
            lines |= {each: joined(way, bus, moved(path, (x, y))) for each, path in block.hooks.items()}
        y += height_of(row)
    return Block(indent + inner, y, {key: (middle, HEIGHT / 2)}, lines, {key: ((middle, 0),)}, tuple(parts))


def joined(way: Path, bus: float, hook: Path) -> Path:
    """Down to the bus, along it, and on; each point once."""
    points = (*way, (hook[0][0], bus), *hook)
    return tuple(point for number, point in enumerate(points) if not number or point != points[number - 1])


def shelves(blocks: list[Block], wide: float) -> list[list[Block]]:
    """The blocks in their order, as many side by side as there is room for."""
    rows: list[list[Block]] = []
    for block in blocks:
        if rows and width_of([*rows[-1], block]) <= wide:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows


def stacked(rows: list[list[Block]]) -> Tree:
    """One shelf below the other, all around the middle."""
    tree, y = Tree({}, {}), 0.0
    for row in rows:
        for block, x in beside(row, -width_of(row) / 2):
            spread(block, (x, y), tree)
        y += height_of(row) + DROP
    return tree


def beside(row: list[Block], left: float) -> Iterable[tuple[Block, float]]:
    """Each block of a shelf with its left side."""
    for block in row:
        yield block, left
        left += block.width + GAP


def spread(block: Block, corner: Point, tree: Tree) -> None:
    """Each box and line of the block and of its parts, once moved to where it stands on the sheet."""
    waiting = [(block, corner)]
    while waiting:
        block, corner = waiting.pop()
        tree.places.update({key: moved((point,), corner)[0] for key, point in block.places.items()})
        tree.lines.update({key: moved(path, corner) for key, path in block.lines.items()})
        waiting += [(part, moved((place,), corner)[0]) for part, place in reversed(block.parts)]


def moved(path: Path, corner: Point) -> Path:
    return tuple((x + corner[0], y + corner[1]) for x, y in path)


def width_of(row: list[Block]) -> float:
    return sum(block.width for block in row) + GAP * (len(row) - 1)


def height_of(row: list[Block]) -> float:
    return max(block.height for block in row)

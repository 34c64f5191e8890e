"""Trees kept as «belongs to»: the order of reading, and the loops that would be none."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any


def path_back(start: int | None, parent: int | None, parent_of: Callable[[int], int | None]) -> list[int]:
    """The keys of the circle that `start` would close by belonging to `parent`, from start to start; else [].

    `parent_of` gives the key of the row that another belongs to, or None. A circle that is already there and does
    not hold `start` ends the walk.
    """
    path, seen = [start], set()
    while parent is not None and parent not in seen:
        path.append(parent)
        if parent == start:
            return path
        seen.add(parent)
        parent = parent_of(parent)
    return []


def circle(start: int, parents_of: Callable[[int], Iterable[int]]) -> list[int]:
    """The keys of a shortest circle through `start` of rows that may each belong to several, start to start; else []."""
    came_from: dict[int, int] = {}
    waiting = [start]
    for row in waiting:  # grows while it is walked: breadth first
        for parent in parents_of(row):
            if parent == start:
                return [start, *path_to(row, came_from, start), start]
            if parent not in came_from:
                came_from[parent] = row
                waiting.append(parent)
    return []


def path_to(row: int, came_from: dict[int, int], start: int) -> list[int]:
    path = []
    while row != start:
        path.append(row)
        row = came_from[row]
    return path[::-1]


def in_reading_order(rows: Iterable[Any]) -> list[tuple[int, Any]]:
    """(depth, row) of rows with `pk` and `parent_id`, children after their parent; in a circle, the first is the top."""
    rows = list(rows)
    below, keys = defaultdict(list), {row.pk for row in rows}
    for row in rows:
        below[row.parent_id if row.parent_id in keys else None].append(row)
    ordered, seen = [], set()

    def walk(row, depth):
        if row.pk in seen:
            return
        seen.add(row.pk)
        ordered.append((depth, row))
        for child in below[row.pk]:
            walk(child, depth + 1)

    for row in [*below[None], *rows]:
        walk(row, 0)
    return ordered

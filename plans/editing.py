"""The fewest insertions and deletions that make one sequence of another, within bounds that no text can break.

Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), the greedy algorithm.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby

MOST = 300  # insertions and deletions that are looked for: time grows with the length, times this at worst
Step = tuple[str, Hashable]  # («equal» | «delete» | «insert», item)


def edits(old: Sequence, new: Sequence, most: int = MOST) -> list[Step] | None:
    """Item by item in reading order; None when it takes more than `most` insertions and deletions.

    What both begin and end with is set aside first.
    """
    head = shared(old, new)
    tail = min(shared(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    middle = shortest(old[head : len(old) - tail], new[head : len(new) - tail], most)
    if middle is None:
        return None
    kept = [("equal", each) for each in old[:head]], [("equal", each) for each in old[len(old) - tail :]]
    return [*kept[0], *middle, *kept[1]]


def shared(old: Sequence, new: Sequence) -> int:
    """How many items both begin with."""
    return next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def shortest(old: Sequence, new: Sequence, most: int) -> list[Step] | None:
    """The greedy algorithm: `ends` holds how far each diagonal is reached with so many edits."""
    ends, trace = {1: 0}, []
    for count in range(min(most, len(old) + len(new)) + 1):
        trace.append(dict(ends))
        for diagonal in range(-count, count + 1, 2):
            x = ends[diagonal + 1] if is_insertion(ends, diagonal, count) else ends[diagonal - 1] + 1
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            ends[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return list(walked_back(old, new, trace))[::-1]
    return None


def is_insertion(ends: dict[int, int], diagonal: int, count: int) -> bool:
    return diagonal == -count or (diagonal != count and ends[diagonal - 1] < ends[diagonal + 1])


def walked_back(old: Sequence, new: Sequence, trace: list[dict[int, int]]) -> Iterator[Step]:
    """The steps from the end to the beginning."""
    x, y = len(old), len(new)
    for count in range(len(trace) - 1, -1, -1):
        diagonal, ends = x - y, trace[count]
        inserts = is_insertion(ends, diagonal, count)
        came = diagonal + 1 if inserts else diagonal - 1
        before = ends[came]
        while x > max(before, 0) and y > max(before - came, 0):
            x, y = x - 1, y - 1
            yield "equal", old[x]
        if count:
            x, y = before, before - came
            yield ("insert", new[y]) if inserts else ("delete", old[x])


def runs(steps: list[Step]) -> list[tuple[str, list]]:
    """Steps of one kind put together; where a stretch is rewritten, what went stands before what came."""
    found = []
    for is_equal, stretch in groupby(steps, key=lambda step: step[0] == "equal"):
        items = list(stretch)
        for kind in ("equal",) if is_equal else ("delete", "insert"):
            those = [item for told, item in items if told == kind]
            found += [(kind, those)] if those else []
    return found

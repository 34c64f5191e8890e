"""What changed between two states of a plan, item by item, field by field. Content in, changes out."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from plans.content import LINES, Content
from plans.editing import edits, runs

NAMES = ("title", "text", "label")  # what a line of the content is called by, whichever it has
WHOLE = ("kam", "sponsor", "team", "investment", "starts_on", "ends_on")


@dataclass(frozen=True)
class Change:
    """`kind` is «passages», «plan» or a list of the content; `key` which one of it; `field` "" for a whole item.

    `before` is None of what was added, `after` of what was removed.
    """

    kind: str
    key: str
    field: str
    before: Any
    after: Any

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "before": told(self.before), "after": told(self.after)}


def told(value: Any) -> str | None:
    return None if value is None else str(value)


def differences(before: Content, after: Content) -> list[Change]:
    """In the order of the plan: its facts, its passages, then its lists."""
    return [*of_the_plan(before, after), *of_passages(before, after), *of_lists(before, after)]


def of_the_plan(before: Content, after: Content) -> Iterator[Change]:
    for name in WHOLE:
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            yield Change("plan", "", name, was, is_now)


def of_passages(before: Content, after: Content) -> Iterator[Change]:
    for key in sorted(before.passages.keys() | after.passages.keys()):
        was, is_now = before.passages.get(key), after.passages.get(key)
        if was != is_now:
            yield Change("passages", key, "text", was, is_now)


def of_lists(before: Content, after: Content) -> Iterator[Change]:
    for kind in LINES:
        old = {line.key: line for line in getattr(before, kind)}
        new = {line.key: line for line in getattr(after, kind)}
        for key in [*old, *(key for key in new if key not in old)]:
            yield from of_line(kind, old.get(key), new.get(key))


def of_line(kind: str, old: Any, new: Any) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(kind, (old or new).key, "", old and name_of(old), new and name_of(new))
        return
    for each in fields(old):
        was, is_now = getattr(old, each.name), getattr(new, each.name)
        if was != is_now:
            yield Change(kind, old.key, each.name, was, is_now)


def name_of(line: Any) -> str:
    return next(getattr(line, name) for name in NAMES if hasattr(line, name))


def shift(before: Content, after: Content) -> float:
    """The largest move of a target or of the investment, in % of what it was; 100 for one that was dropped.

    What had no value or was zero and has one now has moved by 100. New objectives are not moves. Source: the 10 % rule
    of domain.md 3.2.
    """
    new = {line.key: line.target for line in after.objectives}
    pairs = [(line.target, new.get(line.key)) for line in before.objectives]
    return max(moved(was, is_now) for was, is_now in [*pairs, (before.investment, after.investment)])


def moved(was: Decimal | None, is_now: Decimal | None) -> float:
    if was == is_now:
        return 0
    return float(100 * abs(is_now - was) / abs(was)) if was and is_now is not None else 100


def words(before: str, after: str) -> list[tuple[str, str]]:
    """A text compared like a document: («equal» | «delete» | «insert», words) runs, in reading order.

    By words; a text of which too many have changed by lines; one of which too many lines have changed as a whole.
    """
    for mark in (" ", "\n"):
        steps = edits(before.split(mark), after.split(mark))
        if steps is not None:
            return [(kind, mark.join(items)) for kind, items in runs(steps)]
    return [("delete", before), ("insert", after)]

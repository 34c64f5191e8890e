"""The changes that a Gantt page asks for, read from what it sent: plain data, of which nothing is believed.

Ids are those of tasks and links of the project; what is added within the same request is -1, -2… in its order, so that
later changes can speak of it. Days are working days, halves and quarters too, unless they are dates.
"""

import json
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from projects.models.task import LONGEST
from projects.scheduling import Kind
from projects.worktime import A_DAY

LARGEST = 200_000  # bytes of a request
MOST = 500  # changes of one request: one step back and forth
LONGEST_NAME = 200
MOST_DAYS = LONGEST // A_DAY
HIGHEST = 2**53  # an id beyond is none
UNPRINTED = ("Cc", "Cs")  # control signs and halves of signs


class Misread(ValueError):
    """This is no list of changes; the text says why to the person."""


@dataclass(frozen=True)
class Move:
    """By so many working minutes, phases with all below them."""

    task: int
    minutes: int


@dataclass(frozen=True)
class Start:
    task: int
    on: date


@dataclass(frozen=True)
class Length:
    task: int
    minutes: int


@dataclass(frozen=True)
class Progress:
    task: int
    percent: int


@dataclass(frozen=True)
class Tie:
    """A new link (lag in working minutes)."""

    before: int
    after: int
    kind: Kind
    lag: int


@dataclass(frozen=True)
class Retie:
    link: int
    kind: Kind
    lag: int


@dataclass(frozen=True)
class Untie:
    link: int


@dataclass(frozen=True)
class Add:
    """After that task, else as the last one below `parent`."""

    name: str
    after: int | None
    parent: int | None
    minutes: int
    is_milestone: bool


@dataclass(frozen=True)
class Rename:
    task: int
    name: str


@dataclass(frozen=True)
class Delete:
    """With all below it."""

    task: int


@dataclass(frozen=True)
class Place:
    """Below `parent` (None: at the top), before that task (None: as the last one)."""

    task: int
    parent: int | None
    before: int | None


@dataclass(frozen=True)
class Pin:
    """Starts exactly on that day; None: neither then nor not before any other day."""

    task: int
    on: date | None


Change = Move | Start | Length | Progress | Tie | Retie | Untie | Add | Rename | Delete | Place | Pin


@dataclass(frozen=True)
class Asked:
    """A request: the version of the plan that the person looked at, and what to do to it."""

    version: int
    changes: list[Change]


def read_request(body: bytes) -> Asked:
    """Raises Misread."""
    told = read_json(body)
    changes = told.get("changes")
    if not isinstance(changes, list) or not changes:
        raise Misread(_("Nothing is to be changed."))
    if len(changes) > MOST:
        raise Misread(_("No more than %(most)s changes at once.") % {"most": MOST})
    return Asked(key(told.get("version")), [read_change(each) for each in changes])


def read_version(body: bytes) -> int:
    """The version that a request without changes speaks of. Raises Misread."""
    return key(read_json(body).get("version"))


def read_json(body: bytes) -> dict[str, Any]:
    if len(body) > LARGEST:
        raise Misread(_("This is too much at once."))
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Misread(_("This is no change of a plan.")) from error
    if not isinstance(told, dict):
        raise Misread(_("This is no change of a plan."))
    return told


def read_change(told: Any) -> Change:
    name = told.get("op") if isinstance(told, dict) else None
    if not isinstance(name, str) or name not in OPERATIONS:
        raise Misread(_("This is no change of a plan."))
    kind, fields = OPERATIONS[name]
    return kind(*(read(told.get(field)) for field, read in fields))


# --- values -----------------------------------------------------------------------------------------------------------


def whole(value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high or value != int(value):
        raise Misread(_("A number is missing, or is too large: %(value)s.") % {"value": shortened(value)})
    return int(value)


def key(value: Any) -> int:
    return whole(value, -MOST, HIGHEST)


def key_or_none(value: Any) -> int | None:
    return None if value is None else key(value)


def percent(value: Any) -> int:
    return whole(value, 0, 100)


def days(value: Any) -> int:
    """Signed working days, as minutes."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or abs(value) > MOST_DAYS
    ):
        raise Misread(_("A number of days is missing, or is too large: %(value)s.") % {"value": shortened(value)})
    return round(value * A_DAY)


def length(value: Any) -> int:
    if (minutes := days(value)) < 0:
        raise Misread(_("A task does not last less than no time."))
    return minutes


def length_or_day(value: Any) -> int:
    return A_DAY if value is None else length(value)


def lag(value: Any) -> int:
    return 0 if value is None else days(value)


def day(value: Any) -> date:
    try:
        found = date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Misread(_("This is no day: %(value)s.") % {"value": shortened(value)}) from error
    if not 1900 <= found.year <= 2200:
        raise Misread(_("This is no day: %(value)s.") % {"value": shortened(value)})
    return found


def day_or_none(value: Any) -> date | None:
    return None if value is None else day(value)


def kind(value: Any) -> Kind:
    if value is None:
        return Kind.FINISH_START
    if value not in list(Kind):
        raise Misread(_("There is no such link: %(value)s.") % {"value": shortened(value)})
    return Kind(value)


def name(value: Any) -> str:
    told = " ".join(value.split()) if isinstance(value, str) else ""
    if not told or len(told) > LONGEST_NAME or any(unicodedata.category(sign) in UNPRINTED for sign in told):
        raise Misread(_("A task has a name of no more than %(most)s letters.") % {"most": LONGEST_NAME})
    return told


def yes(value: Any) -> bool:
    return value is True


def shortened(value: Any) -> str:
    """What was sent, as far as it can be shown."""
    return json.dumps(value)[:40]


OPERATIONS: dict[str, tuple[Callable[..., Change], list[tuple[str, Callable[[Any], Any]]]]] = {
    "move": (Move, [("task", key), ("days", days)]),
    "start": (Start, [("task", key), ("on", day)]),
    "length": (Length, [("task", key), ("days", length)]),
    "progress": (Progress, [("task", key), ("percent", percent)]),
    "link": (Tie, [("before", key), ("after", key), ("kind", kind), ("lag", lag)]),
    "relink": (Retie, [("link", key), ("kind", kind), ("lag", lag)]),
    "unlink": (Untie, [("link", key)]),
    "add": (
        Add,
        [("name", name), ("after", key_or_none), ("parent", key_or_none), ("days", length_or_day), ("milestone", yes)],
    ),
    "rename": (Rename, [("task", key), ("name", name)]),
    "delete": (Delete, [("task", key)]),
    "place": (Place, [("task", key), ("parent", key_or_none), ("before", key_or_none)]),
    "pin": (Pin, [("task", key), ("on", day_or_none)]),
}

"""The fictional companies, as the files of `accounts/` tell them."""

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Person:
    """Somebody of the client; `attitude` and `strength` are the values he goes through, evenly spread in time."""

    name: str
    title: str = ""
    function: str = ""
    level: int | None = None
    influence: int = 3
    attitude: tuple[int, ...] = ()
    strength: tuple[int, ...] = (0,)
    known: float = 27  # months ago
    left: float | None = None  # months ago
    at: str = ""  # name of a site
    tempo: float = 1.0  # how much of the account's rhythm he gets
    vacant: bool = False


@dataclass(frozen=True)
class Dossier:
    """One account with all that the demo says of it; `*_ago`, `since` and `known` are months before today."""

    code: str
    name: str
    kam: str
    sector: str
    tier: str
    since: float
    status: str = "active"
    opened_as: str = ""  # the first status, when it has changed since
    parent: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    domain: str = ""
    employees: int | None = None
    turnover: int | None = None
    founded_in: int | None = None
    potential: int | None = None
    description: str = ""
    trashed: int | None = None  # days ago
    unassessed: float = 0  # nobody has dated an attitude for so many months
    topics: tuple[str, ...] = ()
    rhythm: tuple[float, ...] = ()  # from the oldest month to today; 1 keeps everybody in his contact cadence
    listing: dict = field(default_factory=dict)
    revenue: dict = field(default_factory=dict)
    stages: tuple[dict, ...] = ()
    entities: tuple[dict, ...] = ()
    team: tuple[dict, ...] = ()
    people: tuple[Person, ...] = ()
    comments: tuple[dict, ...] = ()
    introductions: tuple[dict, ...] = ()
    ties: tuple[dict, ...] = ()
    opinions: tuple[dict, ...] = ()
    departures: tuple[dict, ...] = ()
    openness: tuple[float, ...] = ()  # share of the ten categories that the client tells us of, from the oldest day on
    experts: tuple[float, ...] = (1.0,)  # share of the exchanges our experts come to, likewise


def along(path: tuple[float, ...], passed: float) -> float:
    """The value of a path when so much of its time has passed, 0..1, on straight lines between its values."""
    if len(path) == 1:
        return path[0]
    place = min(1, max(0, passed)) * (len(path) - 1)
    before = min(int(place), len(path) - 2)
    return path[before] + (path[before + 1] - path[before]) * (place - before)


def read(name: str, on: date) -> dict:
    """A file of the demo; {year} stands for the coming year."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8").replace("{year}", str(on.year + 1)))


def dossiers(on: date) -> list[Dossier]:
    """Every account of the demo, groups before their subsidiaries."""
    files = sorted(path.name for path in (FOLDER / "accounts").glob("*.toml"))
    found = [dossier(read(f"accounts/{file}", on)) for file in files]
    return sorted(found, key=lambda each: (bool(each.parent), each.name))


def dossier(facts: dict) -> Dossier:
    people = tuple(person(each, facts["since"]) for each in facts.pop("people", []))
    return Dossier(people=people, **frozen(facts, Dossier))


def person(facts: dict, since: float) -> Person:
    """Nobody is known before his company."""
    known = min(facts.pop("known", Person.known), since)
    return Person(known=known, **frozen(facts, Person))


def frozen(facts: dict, kind: type) -> dict:
    """Lists as tuples; an unknown word in a file is an error, not something forgotten."""
    if unknown := facts.keys() - {each.name for each in fields(kind)}:
        raise ValueError(f"{facts['name']}: {', '.join(sorted(unknown))}?")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}

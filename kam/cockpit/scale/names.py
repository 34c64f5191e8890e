"""Names of companies and people, the same every time."""

import tomllib
from pathlib import Path

WORDS = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


def pick(kind: str, number: int) -> str:
    return WORDS[kind][number % len(WORDS[kind])]


def company(rank: int) -> str:
    """One of 8,000 names, then the same ones with a number."""
    rest, root = divmod(rank, len(WORDS["roots"]))
    turn, ending = divmod(rest, len(WORDS["endings"]))
    lap, trade = divmod(turn, len(WORDS["trades"]))
    name = f"{pick('roots', root)}{pick('endings', ending)} {pick('trades', trade)}"
    return f"{name} {lap + 1}" if lap else name


def person(number: int) -> str:
    return f"{pick('first', number * 7)} {pick('last', number * 11 // 3)}"


def city(rank: int) -> str:
    return pick("cities", rank * 5)


def title(place: int) -> str:
    return pick("titles", place)

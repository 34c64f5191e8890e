"""Who may have been entered twice. Dataclasses in, dataclasses out; no ORM.

The similarity is computed here and not by the database: the embedded PostgreSQL has no extensions, pg_trgm neither.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import combinations
from math import isqrt

NEAR, LONG = 1, 9  # keystrokes between two names taken for one; one more from so many letters on
SHORT = 4  # letters up to which another letter makes another name
NATIONAL = 9  # last digits of a phone number, whatever its prefix
SHARED = 3  # people with one phone number: with more it is that of the house
CROWD = 200  # people who share a word of their names: beyond, the word tells nothing
MOST = 40_000  # pairs compared in one answer, about a second
CIVILITIES = {"m", "mr", "mme", "mlle", "mrs", "ms", "dr", "pr", "monsieur", "madame", "mademoiselle"}


class Reason(Enum):
    EMAIL = "email"
    NAME = "name"
    PHONE = "phone"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Card:
    """What an entry says of a person; `pk` is None of one not yet saved."""

    pk: int | None
    name: str
    email: str = ""
    phone: str = ""

    @cached_property
    def address(self) -> str:
        return self.email.strip().casefold()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name without accents, case, order and civility."""
        plain = unicodedata.normalize("NFKD", self.name.casefold())
        words = re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
        return tuple(sorted([word for word in words if word not in CIVILITIES] or words))

    @cached_property
    def spelling(self) -> str:
        return " ".join(self.words)

    @cached_property
    def number(self) -> str:
        digits = re.sub(r"\D", "", self.phone)
        return digits[-NATIONAL:] if len(digits) >= NATIONAL else digits if len(digits) > SHORT else ""


@dataclass(frozen=True)
class Likeness:
    """Two cards, and why they may be one person, the strongest reason first."""

    one: Card
    other: Card
    reasons: tuple[Reason, ...]


def reasons(one: Card, other: Card) -> tuple[Reason, ...]:
    """Why both may be one person; () when nothing says so."""
    found = []
    if one.address and one.address == other.address:
        found.append(Reason.EMAIL)
    if one.words and one.words == other.words:
        found.append(Reason.NAME)
    if one.number and one.number == other.number:
        found.append(Reason.PHONE)
    if Reason.NAME not in found and is_near(one, other):
        found.append(Reason.SPELLING)
    return tuple(found)


def is_near(one: Card, other: Card) -> bool:
    """Whether a few keystrokes separate the names, or one gives an initial for a word of the other.

    Figures are no typing errors: "Plant 1" is not "Plant 2".
    """
    if figures(one) != figures(other) or min(len(one.spelling), len(other.spelling)) <= SHORT:
        return False
    allowed = NEAR + (min(len(one.spelling), len(other.spelling)) >= LONG)
    return is_initialled(one.words, other.words) or distance(one.spelling, other.spelling, allowed) <= allowed


def figures(card: Card) -> list[str]:
    return [word for word in card.words if any(letter.isdigit() for letter in word)]


def is_initialled(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the names differ in one word only, of which one gives the initial: "A. Roy", "Anne Roy"."""
    mine, theirs = [w for w in one if w not in other], [w for w in other if w not in one]
    if len(one) != len(other) or len(mine) != 1 or len(theirs) != 1:
        return False
    short, long = sorted((mine[0], theirs[0]), key=len)
    return len(short) == 1 and long.startswith(short)


def distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from one text to the other; `most` + 1 beyond `most`.

    Source: optimal string alignment, the restricted Damerau-Levenshtein distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, facing in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)


def likely(card: Card, others: Iterable[Card]) -> list[Likeness]:
    """Those among the others who may be the same person, the strongest reasons first."""
    others = [other for other in others if other.pk != card.pk or card.pk is None]
    crowded = sum(other.number == card.number for other in others) >= SHARED
    found = [Likeness(card, other, telling(reasons(card, other), crowded)) for other in others]
    return ranked(each for each in found if each.reasons)


def telling(found: tuple[Reason, ...], is_crowded: bool) -> tuple[Reason, ...]:
    """A number that many share tells nothing."""
    return tuple(reason for reason in found if reason is not Reason.PHONE or not is_crowded)


def ranked(found: Iterable[Likeness]) -> list[Likeness]:
    order = list(Reason)
    return sorted(found, key=lambda each: ([order.index(r) for r in each.reasons], each.one.name, each.other.name))


def pairs(cards: Iterable[Card]) -> list[Likeness]:
    """All pairs who may be one person: those are compared who share an address, a number, a spelling, or a word and
    the initials of the others; the rarest agreement first, at most 40,000 pairs."""
    groups = defaultdict(list)
    for card in cards:
        for key in set(keys(card)):
            groups[key].append(card)
    crowded = {key for key, group in groups.items() if key[0] == "number" and len(group) > SHARED}
    met = {}
    for key, group in sorted(groups.items(), key=lambda pair: len(pair[1])):
        if key not in crowded and len(group) <= min(CROWD, 1 + isqrt(2 * (MOST - len(met)))):
            met |= {(one.pk, other.pk): (one, other) for one, other in combinations(group, 2)}
    found = []
    for one, other in met.values():
        why = telling(reasons(one, other), ("number", one.number) in crowded)
        found += [Likeness(one, other, why)] if why else []
    return ranked(found)


def keys(card: Card) -> Iterator[tuple[str, str]]:
    """What two cards must share to be compared; a spelling with one letter left out finds most of the slips."""
    if card.address:
        yield "address", card.address
    if card.number:
        yield "number", card.number
    for place, word in enumerate(card.words):
        rest = card.words[:place] + card.words[place + 1 :]
        yield "word", " ".join([word, *sorted(other[0] for other in rest)])
    yield "spelling", card.spelling
    for place in range(len(card.spelling)):
        yield "spelling", card.spelling[:place] + card.spelling[place + 1 :]

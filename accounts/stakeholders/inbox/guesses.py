"""What a line seems to say, as a proposal that a human accepts: who it names and how one met.

Pure functions over the text: no model, no language beyond a few French and English words.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

WORD = re.compile(r"[^\s,;:.!?()\[\]«»\"“”–—/]+")
PARTICLES = {
    "de",
    "du",
    "des",
    "d'",
    "la",
    "le",
    "van",
    "von",
    "der",
    "den",
    "di",
    "da",
    "del",
    "dos",
    "el",
    "bin",
    "al",
}
BEFORE_A_NAME = {
    "vu",
    "vue",
    "vus",
    "revu",
    "rencontre",
    "rencontré",
    "croisé",
    "appel",
    "appelé",
    "rappelé",
    "eu",
    "parlé",
    "échangé",
    "déjeuné",
    "déjeuner",
    "rdv",
    "réunion",
    "visio",
    "avec",
    "met",
    "saw",
    "called",
    "call",
    "spoke",
    "lunch",
    "meeting",
    "with",
    "mail",
    "email",
    "m",
    "mr",
    "mrs",
    "ms",
    "mme",
    "mlle",
    "dr",
    "monsieur",
    "madame",
    "nouveau",
    "nouvelle",
    "new",
    "le",
    "la",
    "l'",
    "the",
}
BEFORE_A_TITLE = re.compile(
    r"^(?:(?:est|is|devient|becomes|nommée?|named|now|désormais|nouveau|nouvelle|nouvel|new|la|le|l['’]|leur|their|the|our)"
    r"(?:\s+|(?<=['’])))+",
    re.IGNORECASE,
)
A_TITLE_FOLLOWS = re.compile(r"\s*(?:[,:(–—]|-\s|(?=(?:est|is|devient|becomes|nommée?|named)\s))\s*", re.IGNORECASE)
KINDS = [
    ("visio", r"visio\w*|teams|zoom|webex|video ?call"),
    ("call", r"appel\w*|rappel\w*|t[ée]l[ée]phon\w*|phon\w*|call\w*|au t[ée]l"),
    ("email", r"e-?mails?|mails?|courriels?|message"),
]
LONGEST = 255  # characters of a name, a title, a subject


class Person(NamedTuple):
    name: str
    title: str


def person_in(text: str) -> Person:
    """The first name of two to five words written with capitals, and the title that follows it; "" when none is found.

    Both are pieces of the text, of 255 characters at most.
    """
    for words in capitalised_runs(text):
        while words and bare(words[0].group()) in BEFORE_A_NAME | PARTICLES:
            words = words[1:]
        while len(words) > 2 and is_acronym(words[0].group()) and not is_acronym(words[1].group()):
            words = words[1:]
        if 2 <= len(words) <= 5:
            name = text[words[0].start() : words[-1].end()]
            return Person(name[:LONGEST], title_after(text[words[-1].end() :]))
    return Person("", "")


def capitalised_runs(text: str) -> Iterable[list[re.Match]]:
    """Words with a capital that follow each other with blanks only between them, particles allowed inside."""
    run, end = [], 0
    for word in WORD.finditer(text):
        goes_on = not text[end : word.start()].strip()
        if run and not goes_on:
            yield without_last_particles(run)
            run = []
        if word.group()[0].isupper() or (run and word.group().lower() in PARTICLES):
            run.append(word)
        elif run:
            yield without_last_particles(run)
            run = []
        end = word.end()
    yield without_last_particles(run)


def without_last_particles(run: list[re.Match]) -> list[re.Match]:
    while run and not run[-1].group()[0].isupper():
        run = run[:-1]
    return run


def is_acronym(word: str) -> bool:
    return len(word) <= 4 and word.isupper()


def bare(word: str) -> str:
    return word.lower().rstrip("'’")


def title_after(rest: str) -> str:
    """The title that follows a name after a comma, a bracket, a dash or a verb such as «is»."""
    found = A_TITLE_FOLLOWS.match(rest)
    if not found:
        return ""
    words = BEFORE_A_TITLE.sub("", rest[found.end() :])
    return re.split(r"[,;:.!?()\n]", words, maxsplit=1)[0].strip()[:LONGEST]


def kind_in(text: str) -> str:
    """How one met: a call, a video call, a message, or a meeting when nothing else is said."""
    found = [kind for kind, words in KINDS if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)]
    return found[0] if found else "meeting"


def subject_in(text: str) -> str:
    """The first line, cut at a word when it is longer than a subject may be."""
    first = text.strip().partition("\n")[0].strip()
    return first if len(first) <= LONGEST else first[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def named_in(text: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """The keys of those whose whole name stands in the text, whatever the accents and case."""
    sought = plain(text)
    return [key for key, name in names if plain(name) and re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", sought)]


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())

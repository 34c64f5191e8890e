"""How much room words take on a slide, so that none runs over its edge: points, of a font that any machine has."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from plans.exports.prose import Run, Runs

FONT = "Arial"
LETTER, WIDE = 0.54, 1.05  # mean width of a letter of FONT and of a full-width sign, of the size: on the safe side
LEADING = 1.22  # height of a line, of the size
LONGEST = 500  # characters of a paragraph before it may go on elsewhere

Item = TypeVar("Item")


def width(text: str, size: float) -> float:
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return size * (LETTER * (len(text) - wide) + WIDE * wide)


def lines(text: str, room: float, size: float) -> int:
    """Lines that a text takes in that width; a word longer than a line is broken."""
    return sum(lines_of_one(each, room, size) for each in text.split("\n"))


def lines_of_one(text: str, room: float, size: float) -> int:
    taken, blank, count = 0.0, width(" ", size), 1
    for word in text.split(" "):
        long = width(word, size)
        if taken and taken + blank + long > room:
            count, taken = count + 1, 0.0
        taken += long + (blank if taken else 0)
        if taken > room:
            count, taken = count + int(taken // room), taken % room
    return count


def height(text: str, room: float, size: float) -> float:
    return lines(text, room, size) * size * LEADING


def pages(items: Iterable[Item], tall: Callable[[Item], float], room: float) -> Iterator[list[Item]]:
    """The items, as many a page as its height holds; one that is taller than a page stands alone."""
    page, left = [], room
    for item in items:
        need = tall(item)
        if page and need > left:
            yield page
            page, left = [], room
        page.append(item)
        left -= need
    if page:
        yield page


def portions(runs: Runs, most: int = LONGEST) -> Iterator[Runs]:
    """The runs in parts of about so many characters, cut between words or at the end of a line."""
    part, left = [], most
    for run in pieces(runs, most):
        cost = most // 8 if run.is_break else len(run.text)
        if part and cost > left:
            yield tuple(part)
            part, left = [], most
            if run.is_break:
                continue
        part.append(run)
        left -= cost
    if part:
        yield tuple(part)


def pieces(runs: Runs, most: int) -> Iterator[Run]:
    for run in runs:
        if run.is_break:
            yield run
        for text in chunks(run.text, most):
            yield Run(text, run.is_bold, run.is_italic, run.is_struck, run.is_code, run.href)


def chunks(text: str, most: int) -> Iterator[str]:
    """The text in parts of at most so many characters, cut after a blank where there is one."""
    while len(text) > most:
        cut = text.rfind(" ", most // 2, most) + 1 or most
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text

"""Markdown as the words of a mail: lists and headings are seen by their lines, and no sign of markup is left."""

from collections.abc import Iterable
from textwrap import indent

from plans.exports.prose import ZERO_WIDTH, Block, Code, Listing, Paragraph, Quote, Run, Runs, Table, prose

INSET = "  "


def in_words(markdown: str) -> str:
    """The passage as it is read without any look: what is struck out is left out, a link tells its address."""
    return parted(prose(markdown)).replace(ZERO_WIDTH, "")


def parted(blocks: Iterable[Block], between: str = "\n\n") -> str:
    return between.join(filter(None, (told(block) for block in blocks)))


def told(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return said(runs)
        case Listing(items, start):
            return "\n".join(item(blocks, mark(start, place)) for place, blocks in enumerate(items))
        case Quote(blocks):
            return indent(parted(blocks), INSET)
        case Code(text):
            return text
        case Table(heads, rows):
            return "\n".join(" · ".join(said(cell) for cell in row) for row in (heads, *rows))
    return ""


def mark(start: int | None, place: int) -> str:
    return "• " if start is None else f"{start + place}. "


def item(blocks: Iterable[Block], sign: str) -> str:
    """The lines after the first stand below its words."""
    return sign + indent(parted(blocks, "\n"), " " * len(sign)).strip()


def said(runs: Runs) -> str:
    words = []
    for place, run in enumerate(runs):
        following = runs[place + 1].href if place + 1 < len(runs) else ""
        words.append(word(run) + (address(run, runs) if run.href and run.href != following else ""))
    return "".join(words).strip()


def word(run: Run) -> str:
    if run.is_struck:
        return ""
    return "\n" if run.is_break else run.text


def address(run: Run, runs: Runs) -> str:
    """Where the link leads, unless its words say so."""
    shown = "".join(each.text for each in runs if each.href == run.href).replace(ZERO_WIDTH, "")
    return "" if shown in (run.href, run.href.removeprefix("mailto:")) else f" ({run.href})"

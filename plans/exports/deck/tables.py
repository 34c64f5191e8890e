"""What becomes a real table on slides, its rows cut where one would be taller than a slide."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from plans.exports.deck.measure import chunks, height
from plans.exports.deck.slides import BODY, CELL
from plans.exports.paper import Bars, Chain, Figures, Grid, Row, SignOffs
from plans.exports.prose import Table, words_of

INSET, AROUND = 12, 8  # of a cell, left and right together, above and below together
TALLEST = 130  # points of a row; what is taller goes on in a row of its own


@dataclass(frozen=True)
class Sheet:
    """`widths` in points, together as wide as the body."""

    title: str
    heads: Row
    rows: list[Row]
    widths: tuple[float, ...]

    def height(self, row: Row) -> float:
        """Points that a row takes."""
        return AROUND + max(height(words, wide - INSET, CELL) for words, wide in zip(row, self.widths, strict=True))


def sheet_of(piece: Grid | Figures | Bars | Chain | SignOffs | Table) -> Sheet:
    title, heads, rows, shares = READERS[piece.kind](piece)
    widths = tuple(BODY * share / sum(shares) for share in shares)
    return Sheet(title, heads, [part for row in rows for part in cut(row, widths)], widths)


def cut(row: Row, widths: tuple[float, ...]) -> Iterator[Row]:
    """The row, or the rows that it goes on in."""
    columns = [list(portioned(words, wide - INSET)) for words, wide in zip(row, widths, strict=True)]
    yield from zip_longest(*columns, fillvalue="")


def portioned(words: str, room: float) -> Iterator[str]:
    """The text of a cell in portions that are no taller than a row may be."""
    portion = ""
    most = max(20, int(TALLEST / (CELL * 1.22) * room / (CELL * 0.62)))
    for line in words.split("\n"):
        for chunk in chunks(line, most) if line else [""]:
            grown = f"{portion}\n{chunk}" if portion else chunk
            if portion and height(grown, room, CELL) > TALLEST:
                yield portion
                grown = chunk
            portion = grown
    yield portion


def of_grid(piece: Grid) -> tuple:
    return piece.title, piece.heads, piece.rows, piece.widths


def of_figures(piece: Figures) -> tuple:
    return piece.title, (_("Figure"), _("Value"), _("Source")), piece.rows, (45, 20, 35)


def of_bars(piece: Bars) -> tuple:
    heads = tuple(piece.labels[key] for key in ("objective", "baseline", "current", "target", "due", "owner"))
    rows = [
        ("\n".join(filter(None, [each.title, each.under])), each.baseline, each.current, each.target, each.due, each.owner)
        for each in piece.bars
    ]  # fmt: skip
    return "", heads, rows, (38, 12, 12, 12, 11, 15)


def of_chain(piece: Chain) -> tuple:
    rows = [
        (
            listed(strand.items),
            listed(strand.options),
            strand.priority,
            "\n".join(line for aim, steps in strand.objectives for line in (aim, *(f"• {step}" for step in steps))),
        )
        for strand in piece.strands
    ]
    return "", piece.heads, rows, (25, 25, 18, 32)


def listed(items: Row) -> str:
    return "\n".join(f"• {each}" for each in items)


def of_sign_offs(piece: SignOffs) -> tuple:
    blank = tuple("" for _head in piece.heads)
    return piece.title, piece.heads, [*piece.rows, *[blank] * piece.blanks], (1,) * len(piece.heads)


def of_table(piece: Table) -> tuple:
    rows = [tuple(words_of(cell) for cell in row) for row in piece.rows]
    return "", tuple(words_of(cell) for cell in piece.heads), rows, (1,) * len(piece.heads)


READERS = {
    "grid": of_grid,
    "figures": of_figures,
    "bars": of_bars,
    "chain": of_chain,
    "sign_offs": of_sign_offs,
    "table": of_table,
}

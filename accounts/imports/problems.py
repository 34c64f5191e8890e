"""What can be wrong with a file, and the one repair that is sure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.imports.values import shortened


class ReadError(Exception):
    """A file that cannot be read; the message says why and where, in the language of the reader."""

    def __init__(self, message: str, row: int | None = None, column: str | None = None):
        super().__init__(message)
        self.row, self.column = row, column


@dataclass(frozen=True)
class Torn:
    """Text like «24, place Kléber» that nobody quoted, in a file that never writes a blank after its separator."""

    separator: str

    def mended(self, cells: list[Any], width: int) -> tuple[list[Any], None, str] | None:
        """Cells, no problem and a note, when joining those that begin with a blank is the one way to fit; or None."""
        torn = [place for place, cell in enumerate(cells) if place and cell[:1] == " " and not cell.isspace()]
        if not torn or len(cells) - len(torn) != width:
            return None
        whole: list[str] = []
        for place, cell in enumerate(cells):
            if place in torn:
                whole[-1] += self.separator + cell
            else:
                whole.append(cell)
        joined = [shortened(cell) for cell in whole if f"{self.separator} " in cell]
        note = _("“%(value)s” was read as one value: it stands without quotes.") % {"value": "” “".join(joined)}
        return whole, None, note

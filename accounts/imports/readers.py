"""From a file to a heading and rows, whatever it is written in; what cannot be read says why and where.

`open_table(file, name)` looks at the content, never at the name alone: a name that lies is an error. The rows are
streamed: a table can be read several times and holds one row at a time.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from accounts.imports.delimited import Delimited
from accounts.imports.problems import ReadError, Torn
from accounts.imports.records import Records, looks_like_json
from accounts.imports.values import as_text
from accounts.imports.workbooks import Workbook
from accounts.spreadsheets import original_cell

__all__ = ["ReadError", "Row", "Table", "open_table"]

TEXT_NAMES = {"csv", "tsv", "tab", "txt"}
BOOK_NAMES = {"xlsx", "xlsm", "xls", "ods"}
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class Source(Protocol):
    """What each format gives: its records with their place as a spreadsheet numbers them, the heading among them."""

    description: str
    sheets: list[str]
    sheet: str
    is_grid: bool  # whether a cell stands in its column by itself, whatever the others
    torn: Torn | None

    def records(self) -> Iterator[tuple[int, list[Any]]]: ...


@dataclass(slots=True)
class Row:
    """One row of a table: `number` as a spreadsheet shows it, one cell a column; `problem` is (column, reason)."""

    number: int
    cells: list[Any]
    problem: tuple[str, str] | None = None
    note: str = ""


@dataclass
class Table:
    """A heading and its rows. Headings are unique: a nameless or repeated one carries the letter of its column."""

    source: Source
    headers: list[str] = field(init=False)

    def __post_init__(self):
        records = self.source.records()
        found = next(((number, cells) for number, cells in records if any(map(filled, cells))), None)
        if found is None:
            raise ReadError(_("The file is empty."))
        self.heading, cells = found
        self.breadth, self.headers = len(cells), headings(cells)
        if not any(any(map(filled, cells)) for _number, cells in records):
            raise ReadError(_("The file has headings but no row below them."), row=self.heading)

    def rows(self) -> Iterator[Row]:
        """The rows below the heading, blank ones left out. Raises ReadError where the file breaks a limit."""
        count = 0
        for number, cells in self.source.records():
            if number <= self.heading or not any(map(filled, cells)):
                continue
            count += 1
            if count > settings.IMPORT_MAX_ROWS:
                limit = {"max": number_format(settings.IMPORT_MAX_ROWS)}
                raise ReadError(_("More than the %(max)s rows allowed.") % limit, row=number)
            yield self.row(number, cells)

    def row(self, number: int, cells: list[Any]) -> Row:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                check_text(cell, number, place)
                cells[place] = original_cell(cell)
        width = len(self.headers)
        if len(cells) == width:
            return Row(number, cells)
        if len(cells) == self.breadth or self.source.is_grid:
            return self.trimmed(number, cells)
        while len(cells) > width and not filled(cells[-1]):
            cells.pop()
        return Row(number, cells) if len(cells) == width else self.uneven(number, cells)

    def trimmed(self, number: int, cells: list[Any]) -> Row:
        """The row without its cells below no heading, and with the empty ones that a workbook leaves out."""
        width = len(self.headers)
        stray = [get_column_letter(place + 1) for place, cell in enumerate(cells) if place >= width and filled(cell)]
        note = _("Column %(column)s has no heading: not imported.") % {"column": ", ".join(stray)} if stray else ""
        return Row(number, cells[:width] + [None] * (width - len(cells)), note=note)

    def uneven(self, number: int, cells: list[Any]) -> Row:
        """A row that does not fit: put together when that is sure, else refused; its cells are never shifted."""
        width = len(self.headers)
        if self.source.torn and (mended := self.source.torn.mended(cells, width)):
            return Row(number, *mended)
        found = {"found": len(cells), "columns": width}
        if len(cells) > width:
            reason = (
                _("%(columns)s values expected, %(found)s found: is there a separator inside a text without quotes?")
                % found
            )
            column = get_column_letter(width + 1)
        else:
            reason = _("%(columns)s values expected, %(found)s found: some are missing.") % found
            column = self.headers[len(cells)]
        return Row(number, cells, (column, reason))

    def sample(self, size: int) -> list[Row]:
        """The first rows, as far as they can be read."""
        rows: list[Row] = []
        with contextlib.suppress(ReadError):
            for row in islice(self.rows(), size):
                rows.append(row)
        return rows

    def try_out(self, size: int) -> None:
        """Read the first rows only to know whether they can be read. Raises ReadError."""
        for _row in islice(self.rows(), size):
            pass


def open_table(file: BinaryIO, name: str, sheet: str = "") -> Table:
    """The table of a file opened in binary; `sheet` names one of a workbook. Raises ReadError."""
    if size_of(file) > settings.IMPORT_MAX_BYTES:
        megabytes = f"{settings.IMPORT_MAX_BYTES / 1_000_000:g}"
        raise ReadError(_("The file is larger than the %(max)s MB allowed.") % {"max": megabytes})
    return Table(source_of(file, name.rpartition(".")[2].lower() if "." in name else "", sheet))


def source_of(file: BinaryIO, extension: str, sheet: str) -> Source:
    start = opening(file)
    if not start:
        raise ReadError(_("The file is empty."))
    if start.startswith(OLE):
        raise ReadError(_("This is an old Excel file (.xls) or a protected one: save it as .xlsx, or as CSV."))
    if start.startswith(PDF):
        raise ReadError(_("This is a PDF document: export the table as CSV or XLSX."))
    if start.startswith(ZIP):
        return book_source(file, extension, sheet)
    if extension in BOOK_NAMES:
        raise ReadError(_("The name says workbook, the file is none: it is damaged, or a text renamed. Use .csv."))
    if extension == "json" or looks_like_json(start):
        return json_source(file, extension)
    return Delimited(file)


def book_source(file: BinaryIO, extension: str, sheet: str) -> Source:
    if extension in TEXT_NAMES or extension == "json":
        raise ReadError(_("The name says text, the file is a workbook or an archive. Use .xlsx for a workbook."))
    return Workbook(file, sheet)


def json_source(file: BinaryIO, extension: str) -> Source:
    if extension in TEXT_NAMES:
        raise ReadError(_("The name says text, the file holds JSON. Use .json."))
    return Records(file)


def size_of(file: BinaryIO) -> int:
    file.seek(0, 2)
    return file.tell()


def opening(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(2048)


def filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell) and not cell.isspace())


def check_text(cell: str, number: int, place: int) -> None:
    """Refuse the file when a cell is too long, or cannot be stored."""
    column = get_column_letter(place + 1)
    if len(cell) > settings.IMPORT_MAX_CELL:
        where = {"row": number, "column": column, "max": number_format(settings.IMPORT_MAX_CELL)}
        reason = _("Row %(row)s, column %(column)s: a cell longer than the %(max)s characters allowed.") % where
        raise ReadError(reason, number, column)
    if "\0" in cell:
        where = {"row": number, "column": column}
        raise ReadError(
            _("Row %(row)s, column %(column)s: a null character. Is the file damaged?") % where, number, column
        )


def headings(cells: list[Any]) -> list[str]:
    """The heading as unique names without line ends; empty columns at the end are dropped."""
    names = [" ".join(as_text(cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > settings.IMPORT_MAX_COLUMNS:
        found = {"found": len(names), "max": settings.IMPORT_MAX_COLUMNS}
        raise ReadError(_("%(found)s columns: more than the %(max)s allowed.") % found, row=1)
    unique: list[str] = []
    for place, name in enumerate(names):
        check_text(name, 1, place)
        letter = f"[{get_column_letter(place + 1)}]"
        unique.append(name if name and name not in unique else f"{name} {letter}".strip())
    return unique

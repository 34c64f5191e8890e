"""XLSX workbooks: checked before they are unpacked, then read row by row; formulas give the result they were saved with."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from accounts.imports.problems import ReadError

UNPACKED = 10  # times the size limit of a file: what all parts of a workbook may be together
SUSPECT = (200, 5_000_000)  # a part beyond this many bytes that was packed more than this many times is a bomb
WIDEST = 16_384  # cells of a row, Excel's own limit
CHUNK = 1 << 20
ROW = re.compile(rb"[<:]row\b")
CELLS = [start + end for start in (b"<c", b":c") for end in (b" ", b">", b"/", b"\n", b"\r", b"\t")]  # as XML allows
HELD = re.compile(r"xl/(styles|workbook)\.xml|.*\.rels|\[Content_Types\]\.xml|docProps/.*")  # read as a whole
LARGEST = 200_000  # tags of such a part: 65,000 cell formats, Excel's own limit, take fewer
ZEROS = re.compile(r"0{2,20}")


class CellError(str):
    """The result of a formula that failed; it is no value."""


class Workbook:
    """One sheet of a workbook: the one asked for, else the first with a heading and a row."""

    is_grid = True
    torn = None

    def __init__(self, file: BinaryIO, sheet: str = ""):
        self.file = file
        check_archive(file)
        book = self.open()
        self.sheets = [page.title for page in book.worksheets]
        book.close()
        if sheet and sheet not in self.sheets:
            known = {"sheet": sheet, "sheets": ", ".join(self.sheets)}
            raise ReadError(_("No sheet is named “%(sheet)s”. The workbook has: %(sheets)s.") % known)
        self.sheet = sheet or self.first_filled()

    @property
    def description(self) -> str:
        return f"XLSX · {self.sheet}"

    def open(self):
        self.file.seek(0)
        try:
            return load_workbook(self.file, read_only=True, data_only=True, keep_links=False)
        except MemoryError:
            raise
        except Exception as error:  # openpyxl answers a lying file with whatever it stumbled on
            raise broken() from error

    def first_filled(self) -> str:
        for name in self.sheets:
            records = (cells for _number, cells in self.records_of(name) if cells)
            if next(records, None) and next(records, None):
                return name
        return self.sheets[0] if self.sheets else ""

    def records(self) -> Iterator[tuple[int, list[Any]]]:
        return self.records_of(self.sheet)

    def records_of(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        if not name:
            return
        book = self.open()
        try:
            page = book[name]
            page.reset_dimensions()  # what a file says of its own size is not to be believed
            for number, row in enumerate(page.iter_rows(), 1):
                yield number, cells_of(row)
        except (ReadError, MemoryError):
            raise
        except Exception as error:
            raise broken() from error
        finally:
            book.close()


def broken() -> ReadError:
    return ReadError(_("This workbook is damaged or cut: save it again from the spreadsheet."))


def cells_of(row) -> list[Any]:
    values = [value_of(cell) for cell in row]
    while values and values[-1] in (None, ""):
        values.pop()
    return values


def value_of(cell) -> Any:
    """Numbers and dates as such; a number shown with leading zeros (a postal code) as the text that is shown."""
    value = cell.value
    if isinstance(value, int) and not isinstance(value, bool) and ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    if isinstance(value, str) and cell.data_type == "e":
        return CellError(value)
    return value


# --- before anything is unpacked --------------------------------------------------------------------
def check_archive(file: BinaryIO) -> None:
    """Refuse what is no workbook, or would unpack beyond measure. Raises ReadError."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise ReadError(_("This archive is not an Excel workbook (.xlsx)."))
            refuse_bomb(parts)
            for part in parts:
                check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise broken() from error


def refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    ratio, size = SUSPECT
    is_bomb = any(part.file_size > size and part.file_size > ratio * max(1, part.compress_size) for part in parts)
    if is_bomb or sum(part.file_size for part in parts) > UNPACKED * settings.IMPORT_MAX_BYTES:
        raise ReadError(_("This workbook unpacks to more than is allowed: split it, or save the sheet as CSV."))


def check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Stream one part, whatever its name: no declared entities, no row wider than Excel allows, no endless styles."""
    cells, signs, tail = 0, 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise ReadError(_("This workbook declares entities, which no spreadsheet does: refused."))
            for place, piece in enumerate(ROW.split(chunk)):
                cells = (0 if place else cells) + sum(map(piece.count, CELLS))
                if cells > WIDEST:
                    raise ReadError(_("A row of this workbook is wider than a spreadsheet can be."))
            signs += chunk.count(b"<")
            if signs > LARGEST and HELD.fullmatch(part.filename):
                raise ReadError(_("This workbook unpacks to more than is allowed: split it, or save the sheet as CSV."))
            tail = chunk[-10:]

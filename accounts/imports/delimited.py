"""Text tables: which encoding, which separator, and the records between quotes."""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

import charset_normalizer
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError, Torn

SEPARATORS = ",;\t|"
NAMES = {"\t": "tab"}
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ["cp1252", "mac_roman", "cp850", "iso8859_15", "latin_1"]
CHUNK = 65_536
PROBE = 100  # records looked at to choose the separator
END = "\x1e\x1e"  # read as a record of its own after the last line, unless a quote was left open


class Delimited:
    """CSV and its kin. The encoding: a BOM, else UTF-8 if every byte obeys, else what Windows or a Mac wrote."""

    sheets: list[str] = []
    sheet = ""
    is_grid = False

    def __init__(self, file: BinaryIO):
        self.file = file
        self.encoding = encoding_of(file)
        lines = list(self.probe())
        named = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
        self.skipped = 1 if named else 0  # the line by which Excel names its separator
        self.separator = named[1] if named else separator_of(lines)
        writes_blanks = any(cell[:1] == " " for record in fitting(lines, self.separator) for cell in record)
        self.torn = Torn(self.separator) if self.separator in ",;" and not writes_blanks else None

    @property
    def description(self) -> str:
        encoding = self.encoding.replace("-sig", "").replace("cp125", "Windows-125").upper()
        return f"CSV · {encoding} · {NAMES.get(self.separator, self.separator)}"

    def lines(self) -> Iterator[str]:
        """The lines with their ends as they are written; closing the generator leaves the file open."""
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, newline="")
        number = 0
        try:
            for number, line in enumerate(text, 1):  # noqa: B007 (told when the decoding stops)
                if "\0" in line:
                    raise ReadError(
                        _("Line %(line)s holds a null byte: the file is damaged.") % {"line": number}, number
                    )
                yield line
        except UnicodeError:
            where = {"line": number + 1, "encoding": self.encoding}
            raise ReadError(
                _("After line %(line)s, the text is not %(encoding)s: is it cut?") % where, number
            ) from None
        finally:
            with contextlib.suppress(ValueError):  # the file was closed meanwhile
                text.detach()

    def probe(self) -> Iterator[str]:
        """The first lines, those that may hold the records looked at."""
        size = 0
        for line in self.lines():
            yield line
            size += len(line)
            if size > CHUNK:
                return

    def records(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(settings.IMPORT_MAX_CELL)
        lines = islice(self.lines(), self.skipped, None)
        reader = csv.reader(chain(lines, [END]), delimiter=self.separator)
        number = 0
        while True:
            number += 1
            try:
                record = next(reader)
            except StopIteration:
                where = {"row": number - 1}
                reason = _("A quote opened on row %(row)s is never closed: the file is cut or badly written.") % where
                raise ReadError(reason, number - 1) from None
            except csv.Error as error:
                raise too_long(number) if "field larger" in str(error) else unreadable(number) from error
            if record == [END]:
                return
            yield number + self.skipped, record


def too_long(number: int) -> ReadError:
    where = {"row": number, "max": number_format(settings.IMPORT_MAX_CELL)}
    return ReadError(_("Row %(row)s: a cell longer than the %(max)s characters allowed.") % where, number)


def unreadable(number: int) -> ReadError:
    return ReadError(_("Row %(row)s cannot be read as a line of a table.") % {"row": number}, number)


# --- the encoding ---------------------------------------------------------------------------------
def encoding_of(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(CHUNK)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return encoding
    if wide := utf16_without_bom(start):
        return wide
    if decodes(file, "utf-8"):
        return "utf-8"
    refuse_broken_utf8(file)
    return "cp1252" if decodes(file, "cp1252") else legacy_encoding(file)


def utf16_without_bom(start: bytes) -> str | None:
    """UTF-16 in disguise: every other byte of a Western text is null."""
    pairs = max(1, len(start) // 2)
    if start[1::2].count(0) > 0.7 * pairs:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > 0.7 * pairs else None


def decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def refuse_broken_utf8(file: BinaryIO) -> None:
    """Say so when the text is UTF-8 but for some bytes: read as Windows text, every accent would come out wrong."""
    file.seek(0)
    text = file.read().decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(re.findall(r"[\u0080-\u024f\u2010-\u20ac]", text))
    if sound > 2 * broken:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise ReadError(_("Line %(line)s: bytes that are not UTF-8, unlike the rest.") % {"line": line}, line)


def legacy_encoding(file: BinaryIO) -> str:
    file.seek(0)
    best = charset_normalizer.from_bytes(file.read(), cp_isolation=LEGACY).best()
    return best.encoding if best else "latin-1"


# --- the separator --------------------------------------------------------------------------------
def first_records(lines: list[str], separator: str) -> list[list[str]]:
    records = []
    try:
        for record in csv.reader(lines, delimiter=separator):
            if any(record):
                records.append(record)
            if len(records) == PROBE:
                return records
    except csv.Error:
        return records
    return records[:-1] if len(records) > 2 and sum(map(len, lines)) > CHUNK else records  # the last may be cut


def fitting(lines: list[str], separator: str) -> list[list[str]]:
    """The records as wide as the heading, the heading among them."""
    records = first_records(lines, separator)
    return [record for record in records if len(record) == len(records[0])]


def separator_of(lines: list[str]) -> str:
    """The separator under which the heading has several columns and most rows have as many; else «,», one column."""
    best, best_score = "", (False, 0.0, 0)
    for separator in SEPARATORS:
        records = first_records(lines, separator)
        heading, rows = (records or [[]])[0], records[1:]
        if len(heading) < 2 or (rows and not any(len(row) > 1 for row in rows)):
            continue
        even = sum(len(row) == len(heading) for row in rows) / max(1, len(rows))
        score = (ends_quotes(lines, separator), even, len(heading))
        if not best or score > best_score:
            best, best_score = separator, score
    return best or single_column(lines)


def ends_quotes(lines: list[str], separator: str) -> bool:
    """Whether every closing quote is followed by the separator or the end of a line."""
    try:
        for _record in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "expected after" not in str(error)
    return True


def single_column(lines: list[str]) -> str:
    """The first separator that never cuts a row in two."""
    return min(SEPARATORS, key=lambda mark: sum(len(record) > 1 for record in first_records(lines, mark)))

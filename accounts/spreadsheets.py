"""Files that a spreadsheet opens: French or English CSV, XLSX; no cell of ours is ever run as a formula."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Row = Iterable[Any]

# What makes a spreadsheet compute a cell, also behind blanks that it drops; the wide signs are those of Asian keyboards.
FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
NEUTRALISED = re.compile(r"'+(\s*[=+\-@＝＋－＠]|[\t\r\n])")
# Signed figures («-5», «+3,2 %»), phone numbers («+33 1 23 45 67 89») and handles («@client») compute nothing.
HARMLESS = re.compile(r"[+-]?\d[\d\s.,]*%?|@\w+")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELL_MAX = 32_767  # characters, Excel's own limit
CHUNK = 500  # rows encoded at once
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: Any) -> Any:
    """The value with a leading apostrophe when a spreadsheet would run it; figures and dates stay what they are.

    The rule and the payloads: OWASP, «CSV injection».
    """
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str) and FORMULA.match(value) and not HARMLESS.fullmatch(value):
        return f"'{value}"
    return value


def original_cell(text: str) -> str:
    """What the text was before `safe_cell`, so that an exported file can be imported again."""
    return text[1:] if NEUTRALISED.match(text) else text


def csv_lines(rows: Iterable[Row], language: str) -> Iterator[str]:
    """The rows as CSV text, a few hundred at a time: `;` and decimal commas in French, `,` and points elsewhere."""
    zone = timezone.get_current_timezone()
    rows, mark = iter(rows), "\ufeff"
    while True:
        # a stream is read after the middleware has put language and time zone back
        with translation.override(language), timezone.override(zone):
            chunk = [[csv_cell(value, language) for value in row] for row in islice(rows, CHUNK)]
        if not chunk:
            return
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";" if language == "fr" else ",").writerows(chunk)
        yield mark + text.getvalue()
        mark = ""


def csv_cell(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if language == "fr" else value.isoformat()
    if isinstance(value, Decimal | float) and not isinstance(value, bool):
        figure = format(value, "f") if isinstance(value, Decimal) else repr(value)
        return figure.replace(".", ",") if language == "fr" else figure
    return str(safe_cell(value))


def csv_response(rows: Iterable[Row], filename: str, language: str) -> StreamingHttpResponse:
    """The rows, the headings first, as a file to download; made while it is sent."""
    response = StreamingHttpResponse(csv_lines(rows, language), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    return response


def xlsx_response(rows: Iterable[Row], filename: str) -> FileResponse:
    """The rows, the headings first, as a workbook of one sheet; written through a temporary file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


def write_xlsx(rows: Iterable[Row], file) -> None:
    """Write the rows into an open binary file; memory does not grow with their number."""
    rows = iter(rows)
    headings = [str(safe_cell(heading)) for heading in next(rows, [])]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    for place, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, min(40, len(heading) + 4))
    sheet.append([text_cell(sheet, heading, font=Font(bold=True)) for heading in headings])
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    book.save(file)


def xlsx_cell(sheet, value: Any) -> Any:
    value = safe_cell(value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)  # Excel knows no time zones
    if isinstance(value, str) and (value.startswith("#") or len(value) > CELL_MAX or NOT_XML.search(value)):
        return text_cell(sheet, value)
    return value


def text_cell(sheet, text: str, font: Font | None = None) -> WriteOnlyCell:
    """A cell of the type «text», whatever it looks like («#REF!» would else be an error)."""
    cell = WriteOnlyCell(sheet, value=NOT_XML.sub("\ufffd", text)[:CELL_MAX])
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell

"""Which kind of schedule a file is, by its content; what we do not read is called by its name."""

from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from projects.interchange import mspdi, table
from projects.outline import Outline

MOST_BYTES = 30_000_000
OLE = b"\xd0\xcf\x11\xe0"
BEGINNINGS = {
    OLE: "Microsoft Project (.mpp)",
    b"ERMHDR": "Primavera (.xer)",
    b"MPX": "Microsoft Project Exchange (.mpx)",
    b"%PDF": "PDF",
}
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # of UTF-8 and UTF-16
ROOTS = {b"<APIBusinessObjects": "Primavera (XML)", b"mrproject-version": "Planner", b"<ganttproject": "GanttProject"}
EDGE = 4096  # bytes looked at


def read_schedule(file: BinaryIO, name: str) -> Outline:
    """The schedule in a file opened in binary. Raises ReadError, in the language of the reader, and nothing else."""
    start = opening(file)
    if known := next((known for mark, known in BEGINNINGS.items() if start.startswith(mark)), None):
        raise unsupported(known)
    plain = plain_start(start)
    if not plain.startswith(b"<"):
        return table.read(file, name)
    if known := next((known for mark, known in ROOTS.items() if mark in plain), None):
        raise unsupported(known)
    try:
        return mspdi.read(file)
    except (LookupError, UnicodeError) as error:
        raise ReadError(_("The XML is written in an encoding that is not known.")) from error
    except ParseError as error:
        line, column = error.position
        where = {"line": line, "column": column}
        raise ReadError(_("The XML breaks off or is wrong at line %(line)s, column %(column)s.") % where) from error
    except DefusedXmlException as error:
        raise ReadError(_("The XML holds entities or a DTD, which no schedule needs: it was not read.")) from error


def plain_start(start: bytes) -> bytes:
    """The beginning without the mark of its encoding, blanks, and the zeros that UTF-16 puts between letters."""
    for mark in MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip()


def opening(file: BinaryIO) -> bytes:
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise ReadError(_("The file is larger than the %(max)s MB allowed.") % {"max": MOST_BYTES // 1_000_000})
    file.seek(0)
    start = file.read(EDGE)
    file.seek(0)
    if not start:
        raise ReadError(_("The file is empty."))
    return start


def unsupported(kind: str) -> ReadError:
    return ReadError(_("This is a file of %(kind)s: save it as Microsoft Project XML or as CSV.") % {"kind": kind})

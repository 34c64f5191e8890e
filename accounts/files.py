"""What a file is, by its first and last bytes and its name; it is never opened, unpacked or run.

An archive is told by the names in its directory, which stand unpacked at its end: a bomb stays wrapped.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

EDGE = 64 * 1024  # bytes read at either end
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
MARKUP = re.compile(rb"^\s*(<\?xml|<!doctype|<!--|<html|<head|<body|<script|<svg|<iframe)", re.IGNORECASE)
MAIL_HEADER = re.compile(rb"\A(From |[\x21-\x39\x3b-\x7e]+:)")
# what a double-click runs, whatever stands after it in the name
RISKY = {
    *("bat", "cmd", "com", "cpl", "dll", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk", "msi", "php", "pif"),
    *("ps1", "py", "reg", "scr", "sh", "svg", "url", "vbe", "vbs", "wsf", "xht", "xhtml", "xml"),
}
BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # invisible, or turning the reading round


class Refused(Exception):
    """A file that is not taken; its text says why, in the language of the person."""


@dataclass(frozen=True)
class Kind:
    """A type of file: how its content begins, and what must be found in it."""

    media_type: str
    starts: tuple[bytes, ...] = ()
    holds: bytes = b""  # among the first or the last bytes
    is_text: bool = False

    def fits(self, head: bytes, tail: bytes) -> bool:
        if self.is_text:
            return is_text(head)
        return head.startswith(self.starts) and (self.holds in head or self.holds in tail)


KINDS = {
    "pdf": Kind("application/pdf", (b"%PDF-",)),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", (ZIP,), b"word/"),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", (ZIP,), b"xl/"),
    "pptx": Kind(f"{OFFICE}.presentationml.presentation", (ZIP,), b"ppt/"),
    "doc": Kind("application/msword", (OLE,)),
    "xls": Kind("application/vnd.ms-excel", (OLE,)),
    "ppt": Kind("application/vnd.ms-powerpoint", (OLE,)),
    "msg": Kind("application/vnd.ms-outlook", (OLE,)),
    "odt": Kind(f"{ODF}.text", (ZIP,), b"opendocument.text"),
    "ods": Kind(f"{ODF}.spreadsheet", (ZIP,), b"opendocument.spreadsheet"),
    "odp": Kind(f"{ODF}.presentation", (ZIP,), b"opendocument.presentation"),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": Kind("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": Kind("image/webp", (b"RIFF",), b"WEBP"),
    "txt": Kind("text/plain", is_text=True),
    "csv": Kind("text/csv", is_text=True),
    "eml": Kind("message/rfc822", is_text=True),
}
ACCEPTED = ",".join(f".{extension}" for extension in KINDS)


def is_text(head: bytes) -> bool:
    """Whether these bytes are a text that no browser would run: no markup, no null characters but those of UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    return b"\0" not in head and not MARKUP.match(head.removeprefix(b"\xef\xbb\xbf"))


def plain_name(name: str) -> str:
    """What the person called the file, as a word: no folder, no control or invisible character, at most 200 of them."""
    word = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    word = BIDI.sub("", "".join(c for c in word if unicodedata.category(c) != "Cc")).strip(" .")
    stem, dot, extension = word.rpartition(".")
    return f"{stem[:180]}.{extension[:19]}" if dot else word[:200]


def kind_of(file: BinaryIO, name: str, size: int, most: int) -> str:
    """The extension of an accepted file of `size` bytes, at most `most`; `name` is a plain name. Raises Refused."""
    *_stem, extension = name.lower().split(".") if "." in name else ("", "")
    if size == 0:
        raise Refused(_("it is empty."))
    if size > most:
        raise Refused(_("it is larger than the %(max)s MB allowed.") % {"max": f"{most / 1_000_000:g}"})
    if extension not in KINDS:
        raise Refused(
            _("files of this type are not taken: send a PDF, an Office document, an image, a text or a mail.")
        )
    if RISKY & set(name.lower().split(".")[1:-1]):
        raise Refused(_("its name has two types, one of which is that of a program or a page: rename it."))
    head, tail = edges(file, size)
    if not KINDS[extension].fits(head, tail) or (extension == "eml" and not MAIL_HEADER.match(head)):
        raise Refused(_("its content is not what its name says."))
    return extension


def edges(file: BinaryIO, size: int) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(EDGE)
    file.seek(max(0, size - EDGE))
    tail = file.read(EDGE)
    file.seek(0)
    return head, tail

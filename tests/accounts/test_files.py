"""What a file is, by its bytes; what is refused, and why."""

import io
import zipfile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.files import KINDS, Refused, kind_of, plain_name

MOST = 1_000_000


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def archive(*names, content=b"x"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in names:
            zipped.writestr(name, content)
    return made.getvalue()


def odf(kind):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = {
    "offer.pdf": b"%PDF-1.7 ...",
    "Offer.PDF": b"%PDF-1.4",
    "letter.docx": archive("[Content_Types].xml", "word/document.xml"),
    "sheet.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "deck.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "letter.doc": OLE + b"...",
    "mail.msg": OLE + b"...",
    "letter.odt": odf("text"),
    "sheet.ods": odf("spreadsheet"),
    "deck.odp": odf("presentation"),
    "photo.jpg": b"\xff\xd8\xff\xe0",
    "photo.jpeg": b"\xff\xd8\xff\xe0",
    "logo.png": b"\x89PNG\r\n\x1a\n...",
    "logo.gif": b"GIF89a",
    "logo.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "note.txt": "Déjà vu".encode("cp1252"),
    "wide.txt": "Déjà vu".encode("utf-16"),
    "rows.csv": b"\xef\xbb\xbfa;b\n1;2\n",
    "mail.eml": b"Received: from x\r\nSubject: hello\r\n\r\n<html><p>Hi</p></html>",
    "minutes 12.03.2026.pdf": b"%PDF-1.7",
}
BAD = {
    "empty.pdf": (b"", "it is empty"),
    "huge.pdf": (b"%PDF-" + b"x" * MOST, "larger than the 1 MB allowed"),
    "page.html": (b"<html>", "of this type are not taken"),
    "logo.svg": (b"<svg>", "of this type are not taken"),
    "run.exe": (b"MZ", "of this type are not taken"),
    "macro.docm": (b"PK\x03\x04word/", "of this type are not taken"),
    "pack.zip": (archive("a.txt"), "of this type are not taken"),
    "README": (b"words", "of this type are not taken"),
    ".pdf": (b"not one", "not what its name says"),
    "offer.pdf.exe": (b"%PDF-", "of this type are not taken"),
    "offer.exe.pdf": (b"%PDF-", "its name has two types"),
    "page.html.txt": (b"words", "its name has two types"),
    "fake.pdf": (b"MZ\x90", "not what its name says"),
    "fake.png": (b"<svg onload=alert(1)>", "not what its name says"),
    "fake.txt": (b"  <!DOCTYPE html><script>", "not what its name says"),
    "fake.csv": (b"\xef\xbb\xbf<svg>", "not what its name says"),
    "binary.txt": (b"a\0b", "not what its name says"),
    "fake.eml": (b"<html>", "not what its name says"),
    "prose.eml": (b"Dear all of you", "not what its name says"),
    "fake.docx": (archive("a.txt"), "not what its name says"),
    "sheet.docx": (archive("xl/workbook.xml"), "not what its name says"),
    "fake.odt": (odf("spreadsheet"), "not what its name says"),
    "fake.webp": (b"RIFF\x00\x00\x00\x00WAVE", "not what its name says"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_whose_content_is_what_its_name_says_is_taken(name):
    kind = kind_of(io.BytesIO(GOOD[name]), name, len(GOOD[name]), MOST)
    assert kind == name.rpartition(".")[2].lower()
    assert kind in KINDS


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_taken_says_why(name):
    content, reason = BAD[name]
    with pytest.raises(Refused, match=reason):
        kind_of(io.BytesIO(content), name, len(content), MOST)


def test_a_bomb_is_never_unpacked():
    bomb = archive("word/document.xml", content=b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    assert kind_of(io.BytesIO(bomb), "bomb.docx", len(bomb), MOST) == "docx"


def test_the_file_is_left_at_its_beginning():
    file = io.BytesIO(GOOD["offer.pdf"])
    kind_of(file, "offer.pdf", 12, MOST)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\offer.pdf", "offer.pdf"),
        ("offer\u202efdp.exe", "offerfdp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        (" . offer.pdf . ", "offer.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("…/", ""),
    ],
)
def test_a_name_is_kept_as_a_word(given, kept):
    assert plain_name(given) == kept


@given(st.text(max_size=400))
def test_whatever_is_typed_a_name_is_short_and_leads_nowhere(name):
    kept = plain_name(name)
    assert len(kept) <= 255
    assert not set(kept) & set("/\\\0\r\n")
    assert kept not in (".", "..")

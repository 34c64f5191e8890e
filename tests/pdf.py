"""The text of a PDF as typst writes it, read with the standard library: enough to say what a file tells and what not."""

import re
import zlib

SIGN = rb"[^\\()]|\\."
LITERAL = SIGN
for _level in range(4):  # brackets that match may stand in a string as they are
    LITERAL = rb"(?:" + SIGN + rb"|\((?:" + LITERAL + rb")*\))"
STRING = re.compile(rb"\((" + LITERAL + rb"*)\)", re.DOTALL)
SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|(\[(?:\(" + LITERAL + rb"*\)|[-\d.\s])*\]|\(" + LITERAL + rb"*\))T[jJ]", re.DOTALL
)
MISSING = "\ufffd"  # a sign that the font does not have
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(document: bytes) -> list[str]:
    """The text of each page, runs in the order in which they are drawn, without the blanks between them."""
    objects = {int(number): body for number, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", document, re.DOTALL)}
    pages = [body for body in objects.values() if re.search(rb"/Type/Page\b(?!s)", body)]
    return [text_of(page, objects) for page in pages]


def text_of(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {}
    resources = objects[reference(page, b"Resources")]
    for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources):
        fonts[name] = letters_of(stream(objects[reference(objects[int(number)], b"ToUnicode")]))
    written, letters = [], {}
    for font, shown in SHOWN.findall(stream(objects[reference(page, b"Contents")])):
        letters = fonts[font] if font else letters
        codes = b"".join(unescaped(part) for part in STRING.findall(shown))
        written += [letters.get(codes[place : place + 2], MISSING) for place in range(0, len(codes), 2)]
    return "".join(written)


def reference(body: bytes, key: bytes) -> int:
    return int(re.search(rb"/" + key + rb" (\d+) 0 R", body)[1])


def stream(body: bytes) -> bytes:
    head, data = body.split(b"stream\n", 1)
    data = data.rsplit(b"\nendstream", 1)[0]
    return zlib.decompress(data) if b"FlateDecode" in head else data


def letters_of(cmap: bytes) -> dict[bytes, str]:
    """Code of two bytes → what it stands for."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", cmap.split(b"endcodespacerange", 1)[1])
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def unescaped(text: bytes) -> bytes:
    def meant(found: re.Match) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{3}|.)", meant, text, flags=re.DOTALL)

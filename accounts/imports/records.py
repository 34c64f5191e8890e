"""JSON tables: a list of objects, or the tree that Salesforce exports ({"records": [{"attributes": …}]})."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError

REFERENCE = "referenceId"


def looks_like_json(start: bytes) -> bool:
    text = start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    return text.startswith(("{", "[")) and text[1:].lstrip()[:1] in ("{", '"', "}", "]", "[")


class Records:
    """The columns are the keys with a plain value, in the order in which they appear; the first record is row 2."""

    sheets: list[str] = []
    sheet = ""
    description = "JSON"
    is_grid = True
    torn = None

    def __init__(self, file: BinaryIO):
        file.seek(0)
        self.objects = [flat(entry) for entry in objects_of(parsed(file.read()))]
        self.columns = list(dict.fromkeys(key for entry in self.objects for key in entry))

    def records(self) -> Iterator[tuple[int, list[Any]]]:
        if self.columns:
            yield 1, list(self.columns)
        for number, entry in enumerate(self.objects, 2):
            yield number, [entry.get(column) for column in self.columns]


def parsed(content: bytes) -> Any:
    """The document, its numbers as they are written. Raises ReadError."""
    try:
        return json.loads(content, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        reason = _("Line %(line)s, character %(column)s: this is not JSON. Is the file cut?") % where
        raise ReadError(reason, error.lineno) from None
    except (UnicodeDecodeError, RecursionError):
        raise ReadError(_("This file is not JSON that can be read.")) from None


def objects_of(document: Any) -> list[dict]:
    found = document.get("records") if isinstance(document, dict) else document
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ReadError(_("This JSON is no table: a list of objects is expected, alone or under “records”."))
    return found


def flat(entry: dict) -> dict[str, Any]:
    """The plain values of an object; in a Salesforce tree, its reference, and the references of others without «@»."""
    attributes = entry.get("attributes") if isinstance(entry.get("attributes"), dict) else {}
    plain = {key: value for key, value in entry.items() if not isinstance(value, dict | list)}
    if attributes:
        plain = {key: dereferenced(value) for key, value in plain.items()}
    if isinstance(reference := attributes.get(REFERENCE), str):
        plain.setdefault(REFERENCE, reference)
    return {encodable(key): encodable(value) for key, value in plain.items()}


def dereferenced(value: Any) -> Any:
    return value[1:] if isinstance(value, str) and value.startswith("@") and value[1:].isidentifier() else value


def encodable(value: Any) -> Any:
    """The value without halves of characters («\\ud800»), which no database stores."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

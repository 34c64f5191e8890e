"""Which column holds which field: guessed from the headings, whatever their case, accents and punctuation."""

import hashlib
import re
from typing import Any

from accounts.imports.fields import Field, is_empty
from accounts.imports.kinds.base import ImportKind
from accounts.imports.lookups import Scope
from accounts.imports.readers import Table
from accounts.imports.values import as_text, fold

SAMPLE = 50  # rows looked at when the headings leave a doubt


def squashed(text: str) -> str:
    """A heading without what people write differently: «Code-Client*» and «codeClient» are one."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def forms_of(header: str) -> set[str]:
    """A heading, and what it is without brackets or unit: «CA (M€)» and «CA en M€» are also «CA»."""
    plain = re.sub(r"\(.*?\)|\[.*?\]", " ", header)
    without_unit = re.sub(r"(\ben )?\b(md|m|k|milliers d'|millions d')? ?(€|euros?\b|eur\b).*", " ", fold(plain))
    return {squashed(header), squashed(plain), squashed(without_unit)} - {""}


def words_of(each: Field) -> list[str]:
    return [squashed(word) for word in (*each.words.split("|"), each.key, str(each.label))]


def guess(kind: ImportKind, table: Table, scope: Scope) -> dict[int, str]:
    """Field keys by the place of their column; a field has one column at most, the one whose heading is the likeliest."""
    forms = [forms_of(header) for header in table.headers]
    claims = sorted(
        (rank, order, place, each.key)
        for order, each in enumerate(kind.fields)
        for rank, word in enumerate(words_of(each))
        for place, names in enumerate(forms)
        if word in names
    )
    mapping: dict[int, str] = {}
    for _rank, _order, place, key in claims:
        if place not in mapping and key not in mapping.values():
            mapping[place] = key
    kind.refine(mapping, table.headers, [row.cells for row in table.sample(SAMPLE)], scope)
    return dict(sorted(mapping.items()))


def by_header(mapping: dict[int, str], headers: list[str]) -> dict[str, str]:
    """The mapping as it is kept: field keys by heading, so that it holds for a file with its columns moved."""
    return {headers[place]: key for place, key in mapping.items()}


def by_place(mapping: dict[str, str], headers: list[str]) -> dict[int, str]:
    return {place: mapping[header] for place, header in enumerate(headers) if mapping.get(header)}


def signature(headers: list[str]) -> str:
    """The same for two files with the same headings, in any order."""
    return hashlib.sha256("|".join(sorted(map(squashed, headers))).encode()).hexdigest()


def samples(table: Table, size: int = 3) -> list[list[str]]:
    """Some different values of each column, for the person who maps it."""
    found: list[list[str]] = [[] for _header in table.headers]
    for row in table.sample(SAMPLE):
        for place, cell in enumerate(row.cells[: len(found)]):
            if not is_empty(cell) and len(found[place]) < size and as_text(cell) not in found[place]:
                found[place].append(as_text(cell))
    return found


def values_in(rows: list[list[Any]], place: int) -> list[str]:
    return [as_text(cells[place]) for cells in rows if place < len(cells) and not is_empty(cells[place])]

"""What a person is told of an import: its rows, the values it adds, the file of its refused rows."""

from collections.abc import Iterator
from typing import Any

from accounts.imports.database import copy_in
from accounts.imports.kinds.base import ImportKind, Outcome, Planned
from accounts.imports.lookups import Scope
from accounts.imports.planner import Planner
from accounts.imports.values import as_text
from accounts.models import Import, ImportRow

LONGEST = 500  # characters shown of an old or new value


def keep_rows(imported: Import, planner: Planner, batch: list[Planned]) -> None:
    copy_in([line_of(imported, planner, row) for row in batch])


def line_of(imported: Import, planner: Planner, row: Planned) -> ImportRow:
    is_refused = row.outcome == Outcome.ERROR
    return ImportRow(
        imported=imported,
        number=row.number,
        outcome=row.outcome,
        label=row.label[:255],
        target=row.obj.pk if row.obj else None,
        changes=[] if is_refused else shown_changes(planner, row),
        errors=row.errors,
        notes=row.notes,
        cells=[as_text(cell) for cell in row.cells] if is_refused else None,
    )


def shown_changes(planner: Planner, row: Planned) -> list[tuple[str, str, str]]:
    """Label, old and new value of each changed field, as people read them."""
    found = []
    for name, (old, new) in row.changes.items():
        each = planner.kind.by_key[name]
        found.append((planner.labels[name], each.show(old)[:LONGEST], each.show(new)[:LONGEST]))
    return found


def new_values(scope: Scope) -> list[tuple[str, str]]:
    """List and name of every value that the file adds to a list."""
    return [(str(each.label), value.name_fr) for each in scope.lists for value in each.made]


def refused_table(imported: Import, reason: str) -> Iterator[list[Any]]:
    """The refused rows as they came, with a last column that says why: to be corrected and imported again."""
    yield [*imported.headers, reason]
    width = len(imported.headers)
    for row in imported.rows.refused().iterator():
        cells = (row.cells + [""] * width)[: max(width, len(row.cells))]
        reasons = "; ".join(f"{column}: {why}" for column, why in row.errors)
        # cells beyond the last heading would stand in the place of the reason
        yield [*cells[:width], " ".join([reasons, *cells[width:]])]


def facts_of(imported: Import, kind: ImportKind) -> dict[str, Any]:
    """What the pages tell of an import besides its rows: figures, how columns were read, what was left out."""
    counts = imported.counts
    mapped = {imported.mapping[header]: header for header in imported.mapping}
    styles = [
        (mapped[key], kind.by_key[key].describe(style)) for key, style in imported.styles.items() if key in mapped
    ]
    return {
        "figures": [(value, label, counts.get(value, 0)) for value, label in ImportRow.Outcome.choices],
        "styles": [(header, words) for header, words in styles if words],
        "left_out": [header for header in imported.headers if header not in imported.mapping],
        "match_key": kind.key_named(imported.match_key),
        "to_write": counts.get(Outcome.CREATE, 0) + counts.get(Outcome.UPDATE, 0),
        "refusals": counts.get(Outcome.ERROR, 0),
        "rolled_back": counts.get("rolled_back"),
    }

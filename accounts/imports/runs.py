"""The three long works on an import: check it, carry it out, roll it back. Each is all or nothing, and repeatable."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.imports import mapping
from accounts.imports.kinds.base import kinds
from accounts.imports.lookups import Scope
from accounts.imports.planner import Planner
from accounts.imports.progress import Report, silence
from accounts.imports.readers import Table, open_table
from accounts.imports.report import new_values
from accounts.imports.rollback import Rollback
from accounts.imports.writer import carry_out, dry_run
from accounts.models import Import


@contextmanager
def opened(imported: Import, sheet: str = "") -> Iterator[Table]:
    """The table of an import, its file open. Raises ReadError."""
    with imported.file.open("rb") as file:
        yield open_table(file, imported.name, sheet or imported.sheet)


@contextmanager
def planning(imported: Import, moment: datetime, is_locking: bool = False) -> Iterator[Planner]:
    """The planner of an import, its file open. Raises ReadError."""
    with opened(imported) as table:
        scope = Scope(imported.created_by, moment, imported.name, is_locking)
        places = mapping.by_place(imported.mapping, table.headers)
        yield Planner(kinds()[imported.kind], table, places, imported.match_key, scope, imported.hints)


@transaction.atomic
def check(imported: Import, moment: datetime, report: Report = silence) -> None:
    """The dry run: what would become of each row. Raises ReadError."""
    imported.rows.all().delete()
    with planning(imported, moment) as planner:
        imported.counts = dry_run(planner, imported, report)
        imported.styles, imported.new_values = planner.styles, new_values(planner.scope)
    imported.status, imported.problem = Import.Status.CHECKED, ""
    imported.save(update_fields=["counts", "styles", "new_values", "status", "problem"])


@transaction.atomic
def apply(imported_pk: int, moment: datetime, report: Report = silence) -> Import:
    """Carry a checked import out, once: a second worker that takes the task up finds it done. Raises ReadError."""
    imported = Import.objects.select_for_update().get(pk=imported_pk)
    if imported.status != Import.Status.CHECKED:
        return imported
    imported.rows.all().delete()
    with planning(imported, moment, is_locking=True) as planner:
        imported.counts = carry_out(planner, imported, report)
    imported.status, imported.applied_at = Import.Status.DONE, moment
    imported.save(update_fields=["counts", "new_values", "status", "applied_at"])
    return imported


@transaction.atomic
def roll_back(imported_pk: int, report: Report = silence) -> Import:
    """Undo an import, once."""
    imported = Import.objects.select_for_update().get(pk=imported_pk)
    if imported.status != Import.Status.DONE:
        return imported
    imported.counts |= {"rolled_back": Rollback(imported, report).run()}
    imported.status = Import.Status.ROLLED_BACK
    imported.save(update_fields=["counts", "status"])
    return imported

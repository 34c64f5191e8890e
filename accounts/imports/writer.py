"""Carrying out a plan: objects, what hangs on them, the lines of the report and of the roll-back, batch by batch."""

from collections import Counter

from django.utils.translation import gettext as _

from accounts.imports.database import one_import_at_a_time, update_together
from accounts.imports.kinds.base import Outcome, Planned
from accounts.imports.ledger import Ledger
from accounts.imports.planner import Planner
from accounts.imports.progress import Report, silence
from accounts.imports.report import keep_rows, new_values
from accounts.models import Import

SIZE = 500  # objects in one statement


def dry_run(planner: Planner, imported: Import | None = None, report: Report = silence) -> Counter:
    """Plan every row and write nothing but the lines of the dry run; how many rows have each outcome."""
    counts = survey(planner, report)
    for batch in planner.batches():
        count(batch, counts, planner, report)
        if imported:
            keep_rows(imported, planner, batch)
    return counts


def carry_out(planner: Planner, imported: Import, report: Report = silence) -> Counter:
    """Plan and write every row; belongs in one transaction, so that a file is imported as a whole or not at all."""
    one_import_at_a_time()  # two copies of one file at once would both create its rows
    counts, ledger = survey(planner, report), Ledger(imported)
    for batch in planner.batches():
        write(planner, [row for row in batch if row.is_written], ledger)
        count(batch, counts, planner, report)
        keep_rows(imported, planner, batch)
        ledger.flush()
    imported.new_values = new_values(planner.scope)
    return counts


def survey(planner: Planner, report: Report) -> Counter:
    report(1, _("Reading the file"))
    planner.survey()
    return Counter(rows=planner.total)


def count(batch: list[Planned], counts: Counter, planner: Planner, report: Report) -> None:
    counts.update(row.outcome for row in batch)
    done = sum(counts.values()) - counts["rows"]
    words = {"done": done, "total": planner.total}
    report(5 + 94 * done // max(1, planner.total), _("%(done)s of %(total)s rows") % words)


def write(planner: Planner, rows: list[Planned], ledger: Ledger) -> None:
    save_new_values(planner, rows, ledger)
    create(planner, [row for row in rows if row.outcome == Outcome.CREATE], ledger)
    update(planner, [row for row in rows if row.outcome == Outcome.UPDATE], ledger)
    planner.kind.write_extras(rows, ledger, planner.scope)
    planner.kind.close(rows, ledger)


def save_new_values(planner: Planner, rows: list[Planned], ledger: Ledger) -> None:
    """The sectors, functions and offerings that these rows are the first to name."""
    used = {id(value) for row in rows for value in row.values.values()}
    for each in planner.scope.lists:
        for value in each.made:
            if value.pk is None and id(value) in used:
                value.save()
                ledger.created(0, value)


def create(planner: Planner, rows: list[Planned], ledger: Ledger) -> None:
    for row in rows:
        row.obj = planner.kind.new(row, planner.scope)
        planner.kind.assign(row.obj, row, planner.scope)
    planner.kind.model.objects.bulk_create([row.obj for row in rows], batch_size=SIZE)
    for row in rows:
        if entry := planner.scope.row_entries.get(row.number):
            entry.pk = row.obj.pk


def update(planner: Planner, rows: list[Planned], ledger: Ledger) -> None:
    """Only the fields that some row changes; what the others hold of them is locked, so it is written back as it is."""
    names = set()
    for row in rows:
        mine = planner.kind.columns_of(row.changes)
        ledger.remember(row.obj, mine)
        planner.kind.assign(row.obj, row, planner.scope)
        names.update(mine)
    update_together([row.obj for row in rows], sorted(names))

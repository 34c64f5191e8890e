"""Bringing a file in without a page: what the command does for each file, and what it tells."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.imports import mapping
from accounts.imports.kinds.base import ImportKind, Outcome, Planned
from accounts.imports.lookups import Scope
from accounts.imports.one_account import HEADING, OfOneAccount
from accounts.imports.planner import Planner
from accounts.imports.problems import ReadError
from accounts.imports.readers import Table, open_table
from accounts.imports.report import new_values
from accounts.imports.writer import carry_out, dry_run
from accounts.models import Import
from kam.users.models import User


@dataclass(frozen=True)
class Order:
    """What is asked for a file; `chosen` maps headings to field keys, or field keys to headings."""

    kind: ImportKind
    user: User | None = None  # None: the system, which reaches every account
    chosen: dict[str, str] | None = None
    key: str = ""
    sheet: str = ""
    account: str = ""  # name or code of the account that all rows are about, when they do not say it
    is_dry_run: bool = False


def bring_in(path: str, order: Order, moment: datetime) -> dict[str, Any]:
    """Import one file, or plan to, and tell: rows, create, update, unchanged, errors (row, column, reason) and more.

    A file that cannot be read, or whose columns are not recognised, has `readable` false and imports nothing.
    """
    told = {"file": path, "kind": order.kind.key, "dry_run": order.is_dry_run, "readable": True}
    told |= dict.fromkeys(("rows", "create", "update", "unchanged", "merged", "refused"), 0) | {
        "errors": [],
        "notes": [],
    }
    try:
        with Path(path).open("rb") as file:
            table = open_table(file, path, order.sheet)
            if order.account and HEADING not in table.headers:
                table = OfOneAccount(table, order.account)
            return told | run(table, order, Path(path).name, moment)
    except ReadError as error:
        problem = {"row": error.row, "column": error.column, "reason": str(error)}
    except OSError as error:
        problem = {"row": None, "column": None, "reason": error.strerror or str(error)}
    return told | {"readable": False, "errors": [problem]}


@transaction.atomic
def run(table: Table, order: Order, name: str, moment: datetime) -> dict[str, Any]:
    scope = Scope(order.user, moment, name, is_locking=not order.is_dry_run)
    places = mapping_of(table, order, scope)
    planner = Listening(order.kind, table, places, key_of(order, places), scope)
    if order.is_dry_run:
        counts, record = dry_run(planner), None
    else:
        record = record_of(table, order, planner, name, moment)
        counts = carry_out(planner, record)
        record.counts, record.styles = counts, planner.styles
        record.save()
    return {
        "rows": counts["rows"],
        **{outcome: counts[outcome] for outcome in (Outcome.CREATE, Outcome.UPDATE, Outcome.UNCHANGED, Outcome.MERGED)},
        "refused": counts[Outcome.ERROR],
        "errors": sorted(planner.errors, key=lambda error: error["row"]),
        "notes": sorted(planner.notes, key=lambda note: note["row"]),
        "new_values": new_values(scope),
        "format": table.source.description,
        "match_key": planner.keys[0].key,
        "mapping": mapping.by_header(places, table.headers),
        "not_imported": [header for place, header in enumerate(table.headers) if place not in places],
        "import": record.pk if record else None,
    }


class Listening(Planner):
    """A planner that hears every reason against a row as it is given."""

    def __init__(self, *args):
        super().__init__(*args)
        self.errors: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []

    def decide(self, rows: list[Planned]) -> list[Planned]:
        for row in super().decide(rows):
            self.errors += [{"row": row.number, "column": column, "reason": why} for column, why in row.errors]
            self.notes += [{"row": row.number, "reason": note} for note in row.notes]
        return rows


def mapping_of(table: Table, order: Order, scope: Scope) -> dict[int, str]:
    """The chosen mapping, in whichever direction it is written, else the guessed one. Raises ReadError."""
    if order.chosen is None:
        return mapping.guess(order.kind, table, scope)
    fields = order.kind.by_key
    if set(order.chosen) <= set(fields) and not set(order.chosen) <= set(table.headers):
        chosen = {header: key for key, header in order.chosen.items()}
    else:
        chosen = dict(order.chosen)
    if isinstance(table, OfOneAccount):
        chosen.setdefault(HEADING, HEADING)
    unknown = [name for name in chosen.values() if name and name not in fields]
    unknown += [header for header in chosen if header not in table.headers]
    if unknown:
        words = {"names": ", ".join(unknown), "fields": ", ".join(fields), "columns": ", ".join(table.headers)}
        raise ReadError(
            _("The mapping names what is not there: %(names)s. Fields: %(fields)s. Columns: %(columns)s.") % words
        )
    return mapping.by_place(chosen, table.headers)


def key_of(order: Order, places: dict[int, str]) -> str:
    keys = order.kind.mapped_keys(places.values())
    if order.key and order.key not in {key.key for key in keys}:
        words = {"key": order.key, "keys": ", ".join(key.key for key in keys)}
        raise ReadError(_("“%(key)s” is no match key of these columns: %(keys)s.") % words)
    return order.key or (keys[0].key if keys else "")


def record_of(table: Table, order: Order, planner: Planner, name: str, moment: datetime) -> Import:
    """The import as the pages show it, so that it can be looked at and rolled back there."""
    return Import.objects.create(
        kind=order.kind.key,
        name=name[:255],
        sheet=table.source.sheet,
        format=table.source.description,
        headers=table.headers,
        mapping=mapping.by_header({place: each.key for place, each in planner.columns}, table.headers),
        match_key=planner.keys[0].key,
        status=Import.Status.DONE,
        created_by=order.user,
        created_at=moment,
        applied_at=moment,
    )

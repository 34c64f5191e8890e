"""The one place that decides what becomes of each row; the dry run shows it, the import carries it out.

Two passes over the file: the first learns how columns are written and which rows others may refer to, the second plans.
A row whose group stands in another row of the file waits until that row is decided, so that groups come before what
belongs to them. Memory holds one batch, and the rows that wait.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.imports.fields import Field, Number, is_empty, refuse_error
from accounts.imports.kinds.base import ImportKind, MatchKey, Outcome, Planned, missing
from accounts.imports.lookups import Entry, Scope
from accounts.imports.problems import ReadError
from accounts.imports.readers import Row, Table
from accounts.imports.values import Refusal, as_text

BATCH = 1000


class Planner:
    """Plans the rows of a table; `hints` may fix the decimal mark («mark») and the order of dates («dates»)."""

    def __init__(
        self,
        kind: ImportKind,
        table: Table,
        mapping: dict[int, str],
        key: str,
        scope: Scope,
        hints: dict[str, str] | None = None,
    ):
        self.kind, self.table, self.scope, self.hints = kind, table, scope, hints or {}
        self.columns: list[tuple[int, Field]] = [(place, kind.by_key[name]) for place, name in mapping.items()]
        self.scope.mapped = frozenset(mapping.values())
        self.header_of = {name: table.headers[place] for place, name in mapping.items()}
        if "account_code" in self.header_of:
            self.header_of.setdefault("account", self.header_of["account_code"])
        self.keys = self.match_keys(set(mapping.values()), key)
        self.labels = {name: str(each.label) for name, each in kind.by_key.items()}
        self.styles: dict[str, str] = {}
        self.total = 0
        self.seen: dict[tuple, int] = {}  # identity → the row that has it
        self.claimed: dict[int, int] = {}  # primary key → the row that is about it

    def match_keys(self, mapped: set[str], chosen: str) -> list[MatchKey]:
        """The chosen key, then the others that a row falls back on when the chosen one is empty. Raises ReadError."""
        keys = self.kind.mapped_keys(mapped)
        if not keys:
            needed = ", ".join(str(each.label) for each in self.kind.lacking(mapped))
            found = {"columns": ", ".join(self.table.headers), "needed": needed}
            reason = _("No column was recognised as: %(needed)s. The columns are: %(columns)s.") % found
            raise ReadError(reason, row=self.table.heading, column=needed)
        return sorted(keys, key=lambda key: key.key != chosen)

    # --- first pass -------------------------------------------------------------------------------------
    def survey(self) -> None:
        """Count the rows, settle how each column is written, announce the rows to which others may refer."""
        votes: dict[str, Counter] = defaultdict(Counter)
        for row in self.table.rows():
            self.total += 1
            if row.problem:
                continue
            texts = {}
            for place, each in self.columns:
                cell = row.cells[place]
                if not is_empty(cell):
                    votes[each.key][each.vote(cell)] += 1
                    texts[each.key] = as_text(cell)
            self.kind.survey(row.number, texts, self.scope)
        self.settle(votes)

    def settle(self, votes: dict[str, Counter]) -> None:
        """A column that shows no decimal mark is written like the others of the file."""
        together = Counter()
        for _place, each in self.columns:
            if isinstance(each, Number):
                together.update(votes[each.key])
        shown = "," if together[","] > together["."] else "." if together["."] else ""
        for _place, each in self.columns:
            is_number = isinstance(each, Number)
            chosen = self.hints.get("mark" if is_number else "dates", "")
            counted = Counter({vote: n for vote, n in votes[each.key].items() if vote})
            if chosen and counted:
                counted = Counter({chosen: 1})
            hint = (shown or self.usual_mark) if is_number else ""
            self.styles[each.key] = each.settle(counted, hint, self.header_of[each.key])

    @property
    def usual_mark(self) -> str:
        """Where commas separate values, numbers have points; where semicolons do, numbers have commas."""
        return "," if getattr(self.table.source, "separator", ",") == ";" else "."

    # --- second pass ------------------------------------------------------------------------------------
    def batches(self) -> Iterator[list[Planned]]:
        """The decided rows. The caller must have written a batch before it asks for the next one."""
        waiting: list[Planned] = []
        for batch in self.gathered() if self.kind.adds_up(self.scope) else self.planned():
            waiting += [row for row in batch if self.waits(row)]
            yield self.decide([row for row in batch if not self.waits(row)])
        while waiting:
            ready = [row for row in waiting if not self.waits(row)] or self.circle(waiting)
            waiting = [row for row in waiting if self.waits(row)]
            for start in range(0, len(ready), BATCH):
                yield self.decide(ready[start : start + BATCH])

    def circle(self, rows: list[Planned]) -> list[Planned]:
        reason = _("These groups belong to one another in a circle.")
        return [self.refused(row, "parent", reason) for row in rows]

    def planned(self) -> Iterator[list[Planned]]:
        rows = self.table.rows()
        while batch := [self.read(row) for row in islice(rows, BATCH)]:
            for row in batch:
                self.attempt(self.kind.complete, row)
            self.kind.prepare([row for row in batch if not row.errors], self.scope)
            for row in batch:
                self.attempt(self.kind.link, row)
            yield batch

    def gathered(self) -> Iterator[list[Planned]]:
        """The rows with those of one identity added to the first of them."""
        firsts: dict[tuple, Planned] = {}
        for batch in self.planned():
            others = [row for row in batch if not self.merged(row, firsts)]
            yield others
        rows = iter(firsts.values())
        while batch := list(islice(rows, BATCH)):
            yield batch

    def merged(self, row: Planned, firsts: dict[tuple, Planned]) -> bool:
        """Whether the row is the first of its identity; else it is refused, or added to the first."""
        key = self.filled_key(row)
        if row.errors or key is None:
            return False
        first = firsts.setdefault(self.kind.identity(row.values, key, False), row)
        if first is row:
            return True
        self.kind.merge(first, row)
        row.outcome = Outcome.MERGED
        row.notes.append(_("Added to row %(row)s: same account, month and offering.") % {"row": first.number})
        return False

    def read(self, row: Row) -> Planned:
        """The typed values of a row, with every reason against it."""
        planned = Planned(row.number, row.cells, notes=[row.note] if row.note else [])
        if row.problem:
            planned.errors.append(row.problem)
            return planned
        for place, each in self.columns:
            cell = row.cells[place]
            if is_empty(cell):
                continue
            try:
                refuse_error(cell)
                planned.values[each.key] = each.read(cell, self.styles[each.key], self.scope)
            except Refusal as refusal:
                self.refused(planned, each.key, str(refusal))
        return planned

    def attempt(self, rule, row: Planned) -> None:
        if row.errors:
            return
        try:
            rule(row, self.scope)
        except Refusal as refusal:
            self.refused(row, getattr(refusal, "field", self.keys[0].fields[0]), str(refusal))

    def refused(self, row: Planned, field: str, reason: str) -> Planned:
        row.errors.append((self.header_of.get(field) or self.labels.get(field, field), reason))
        return row

    def waits(self, row: Planned) -> bool:
        own = self.scope.row_entries.get(row.number)
        return not row.errors and any(other.is_pending and other is not own for _link, other in self.linked(row))

    def linked(self, row: Planned) -> list[tuple[str, Entry]]:
        """The rows that this one refers to, by field."""
        found = ((link, row.values.get(link)) for link in self.kind.links)
        return [(link, other) for link, other in found if isinstance(other, Entry)]

    def decide(self, rows: list[Planned]) -> list[Planned]:
        """Give every row its outcome: match, refuse what is double or forbidden, compare."""
        open_rows = [row for row in rows if not row.outcome]
        for row in open_rows:
            self.look_at_group(row)
            self.find_key(row)
        for key in self.keys:
            mine = {row.number: row for row in open_rows if row.key is key and not row.errors}
            for number, found in (self.kind.matches(list(mine.values()), key, self.scope) if mine else {}).items():
                self.found(mine[number], found)
        for row in open_rows:
            self.attempt(self.kind.check, row)
            self.conclude(row)
        return rows

    def look_at_group(self, row: Planned) -> None:
        for link, other in self.linked(row):
            if other.is_refused:
                self.refused(row, link, _("Row %(row)s, which it belongs to, is refused.") % {"row": other.row})

    def filled_key(self, row: Planned) -> MatchKey | None:
        return next((key for key in self.keys if all(name in row.values for name in key.fields)), None)

    def find_key(self, row: Planned) -> None:
        """The first key that the row fills; two rows of one identity are one too many."""
        if row.errors:
            return
        row.key = self.filled_key(row)
        if row.key is None:
            empty = next(name for name in self.keys[0].fields if name not in row.values)
            self.refused(row, empty, missing(self.kind.by_key[empty]))
            return
        identity = (row.key.key, *self.kind.identity(row.values, row.key, False))
        first = self.seen.setdefault(identity, row.number)
        if first != row.number:
            self.refused(row, row.key.fields[-1], _("Row %(row)s is about the same one.") % {"row": first})

    def found(self, row: Planned, objects: list[Model]) -> None:
        if len(objects) > 1:
            self.refused(row, row.key.fields[-1], _("Several already exist: choose another match key."))
        elif objects:
            row.obj = objects[0]
            first = self.claimed.setdefault(row.obj.pk, row.number)
            if first != row.number:
                self.refused(row, row.key.fields[-1], _("Row %(row)s is about the same one.") % {"row": first})

    def conclude(self, row: Planned) -> None:
        row.label = self.kind.label_of(row)
        if not row.errors and row.obj is None:
            for each in self.kind.fields:
                if each.is_required and each.key not in row.values:
                    self.refused(row, each.key, missing(each))
        if row.errors:
            row.outcome = Outcome.ERROR
        else:
            row.changes = self.changes(row)
            row.outcome = Outcome.CREATE if row.obj is None else Outcome.UPDATE if row.changes else Outcome.UNCHANGED
        if entry := self.scope.row_entries.get(row.number):
            entry.is_pending, entry.is_refused = False, bool(row.errors)
            entry.pk = row.obj.pk if row.obj else None

    def changes(self, row: Planned) -> dict[str, tuple[Any, Any]]:
        """Old and new value of each field that changes; the match key stays as it is."""
        changes = {}
        for name, new in row.values.items():
            each = self.kind.by_key.get(name)
            if each is None or (row.obj is not None and name in row.key.fields):
                continue
            old = self.kind.current(row.obj, each) if row.obj is not None else None
            if row.obj is None or not same(old, new):
                changes[name] = (old, new)
        return changes


def same(old: Any, new: Any) -> bool:
    """Whether two values mean the same: rows by primary key, texts without the blanks around them."""
    if isinstance(new, str):
        return (old or "").strip() == new.strip()
    if isinstance(new, Model | Entry):
        return getattr(old, "pk", None) == new.pk and new.pk is not None
    return old == new

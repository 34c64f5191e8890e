"""Undoing an import: old values come back, created rows go, and what somebody has worked on since stays and is told.

A row of the file is undone as a whole or kept as a whole. A created object is kept when rows that people write (those
with a history) refer to it, unless they were brought by the same import and go as well; what is computed goes with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _
from pghistory.core import event_models

from accounts.imports.database import update_together
from accounts.imports.ledger import snapshot
from accounts.imports.progress import Report, silence
from accounts.models import Import, ImportChange, ImportRow

SIZE = 1000
Line = ImportChange  # one object made or changed
Thing = tuple[str, int]  # label of a model and primary key


class Rollback:
    """Decides first, for all lines, then undoes. Belongs in one transaction."""

    def __init__(self, imported: Import, report: Report = silence):
        self.imported, self.report = imported, report
        self.lines = list(imported.changes.defer("before", "after"))  # loaded batch by batch
        self.made: dict[Thing, Line] = {thing(line): line for line in self.lines if line.is_created}
        self.touched: dict[Thing, Line] = {thing(line): line for line in self.lines}
        self.kept: dict[tuple, str] = {}  # unit → why

    def run(self) -> Counter:
        """How many rows were restored, deleted and kept."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that what cannot come back is known at once
        self.report(5, _("Looking for what has changed since"))
        self.find_changed()
        self.find_referred()
        self.report(40, _("Putting the old values back"))
        self.restore()
        self.report(70, _("Deleting what was created"))
        self.delete()
        return self.conclude()

    # --- deciding ---------------------------------------------------------------------------------------
    def find_changed(self) -> None:
        for model, lines in by_model(self.lines):
            for batch in cut(lines):
                objects = (
                    model._base_manager.select_for_update().order_by("pk").in_bulk([line.target for line in batch])
                )
                for line in whole(batch):
                    obj = objects.get(line.target)
                    if obj is None and not line.is_created:
                        self.keep(line, _("Deleted since."))
                    elif obj is not None and snapshot(obj, line.after) != line.after:
                        self.keep(line, _("Changed since."))

    def find_referred(self) -> None:
        """Keep what rows from elsewhere refer to, then what the kept rows themselves refer to."""
        inner: dict[Thing, set[Thing]] = defaultdict(set)
        for model, lines in by_model(self.made.values()):
            for relation in relations_of(model):
                for batch in cut(lines):
                    self.look_at(model, relation, batch, inner)
        while freshly := [
            self.made[target]
            for target, users in inner.items()
            if unit(self.made[target]) not in self.kept
            and any(
                unit(self.touched[user]) in self.kept and unit(self.touched[user]) != unit(self.made[target])
                for user in users
            )
        ]:
            for line in freshly:
                self.keep(line, _("Belongs to a row that stays."))

    def look_at(self, model, relation, batch: list[Line], inner: dict[Thing, set[Thing]]) -> None:
        name, related = relation.field.name, relation.related_model
        mine = {line.target for line in batch}
        brought = {pk for label, pk in self.made if label == related._meta.label}
        pairs = list(related._base_manager.filter(**{f"{name}__in": mine}).values_list(name, "pk"))
        pointed = self.pointed_here(related, name, {pk for _target, pk in pairs} - brought)
        for target, pk in pairs:
            if pk in brought or pk in pointed:
                inner[model._meta.label, target].add((related._meta.label, pk))
            else:
                words = {"what": related._meta.verbose_name_plural}
                self.keep(self.made[model._meta.label, target], _("Has received since: %(what)s.") % words)

    def pointed_here(self, related, name: str, pks: set[int]) -> set[int]:
        """Older rows that the import itself made refer to what it created: they get their former value back."""
        if not pks:
            return set()
        lines = self.imported.changes.filter(model=related._meta.label, is_created=False, after__has_key=name)
        return set(lines.filter(target__in=pks).values_list("target", flat=True))

    def keep(self, line: Line, reason: str) -> None:
        self.kept.setdefault(unit(line), reason)

    # --- undoing ----------------------------------------------------------------------------------------
    def undone(self, lines: Iterable[Line]) -> list[Line]:
        return [line for line in lines if unit(line) not in self.kept]

    def restore(self) -> None:
        for model, lines in by_model(line for line in self.lines if not line.is_created):
            for batch in map(whole, cut(self.undone(lines))):
                objects = model._base_manager.in_bulk([line.target for line in batch])
                try:
                    with transaction.atomic():
                        put_back(model, [(objects[line.target], line) for line in batch])
                except IntegrityError:  # one of them cannot: they are tried one by one
                    self.restore_singly(model, batch)

    def restore_singly(self, model: type[Model], batch: list[Line]) -> None:
        for line in batch:
            try:
                with transaction.atomic():
                    put_back(model, [(model._base_manager.get(pk=line.target), line)])
            except IntegrityError:
                self.keep(line, _("The old values are no longer possible."))

    def delete(self) -> None:
        """What hangs on records goes with them or before them, the values of lists that they name go last."""
        of_rows = list(by_model(line for line in self.made.values() if line.row))
        of_lists = list(by_model(line for line in self.made.values() if not line.row))
        for model, lines in [*of_rows, *of_lists]:
            for batch in cut(self.undone(lines)):
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk__in=[line.target for line in batch]).delete()
                except ProtectedError:
                    for line in batch:
                        self.keep(line, _("Still in use."))

    def conclude(self) -> Counter:
        """Write down why rows stay, and forget the lines that are undone."""
        kept = {row: reason for (row, _line), reason in self.kept.items() if row}
        rows = list(self.imported.rows.filter(number__in=kept))
        for row in rows:
            row.kept = kept[row.number]
        update_together(rows, ["kept"])
        gone = self.undone(self.lines)
        ImportChange.objects.filter(pk__in=[line.pk for line in gone]).delete()
        numbers = {line.row for line in gone if line.row}
        deleted = self.imported.rows.of(ImportRow.Outcome.CREATE).filter(number__in=numbers).count()
        return Counter(deleted=deleted, restored=len(numbers) - deleted, kept=len(kept))


def thing(line: Line) -> Thing:
    return line.model, line.target


def unit(line: Line) -> tuple:
    """What is undone or kept together: a row of the file, or one value of a list."""
    return (line.row, 0) if line.row else (0, line.pk)


def by_model(lines: Iterable[Line]) -> Iterator[tuple[type[Model], list[Line]]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.model, []).append(line)
    return ((apps.get_model(label), same) for label, same in found.items())


def cut(lines: list[Line]) -> Iterator[list[Line]]:
    return (lines[start : start + SIZE] for start in range(0, len(lines), SIZE))


def whole(batch: list[Line]) -> list[Line]:
    return list(ImportChange.objects.filter(pk__in=[line.pk for line in batch]))


def relations_of(model: type[Model]) -> list:
    """The foreign keys to a model from rows that people write; its own relations of many to many are part of it."""
    written = {event.pgh_tracked_model._meta.concrete_model for event in event_models(include_missing_pgh_obj=True)}
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.related_model in written
        and relation.related_model._meta.auto_created is not model
    ]


def put_back(model: type[Model], pairs: list[tuple[Model, Line]]) -> None:
    columns = set()
    for obj, line in pairs:
        for name, value in line.before.items():
            field = model._meta.get_field(name)
            if field.many_to_many:
                getattr(obj, name).set(value)
            else:
                setattr(obj, field.attname, field.to_python(value))
                columns.add(name)
    update_together([obj for obj, _line in pairs], sorted(columns))

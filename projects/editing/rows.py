"""Rows of a plan as they are kept with a step: what each was before and became, written forth and back alike.

A row is `[model, key, values]`: values by column, or None for a row that is not there.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector

from projects.editing.draft import Draft
from projects.models import Dependency, Task

TASK, LINK = Task._meta.label_lower, Dependency._meta.label_lower
KEPT = {"starts_at", "ends_at", "total_float", "free_float"}  # computed anew after each change

Values = dict[str, Any]


class Row(NamedTuple):
    """Of one row the values that differ: before (None: it was not there) and after (None: it is gone)."""

    model: str
    pk: int
    before: Values | None
    after: Values | None


def values_of(row: Model) -> Values:
    """As JSON holds them."""
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return {name: plain(getattr(row, name)) for name in fields}


def plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(model: type[Model], values: Values) -> Values:
    return {name: model._meta.get_field(name).to_python(value) for name, value in values.items()}


# --- what a draft changes ---------------------------------------------------------------------------------------------


def rows_of(draft: Draft) -> list[Row]:
    """What is to be written so that the plan becomes the draft. What is new is given its keys, what is deleted takes
    along whatever depends on it."""
    give_keys(draft)
    project = draft.plan.project
    return [
        *gone({task.pk for task in project.tasks.all()} - draft.tasks.keys(), draft),
        *differing(project.tasks.all(), draft.tasks.values()),
        *differing(project.dependencies.all(), draft.links.values()),
    ]


def differing(before: Iterable[Model], after: Iterable[Model]) -> Iterator[Row]:
    """New rows, and those that changed."""
    past = {row.pk: row for row in before}
    for row in after:
        old = past.get(row.pk)
        if old is None:
            yield Row(row._meta.label_lower, row.pk, None, values_of(row))
        elif old is not row:
            was, now = values_of(old), values_of(row)
            names = [name for name in now if now[name] != was[name]]
            if names:
                yield Row(row._meta.label_lower, row.pk, {n: was[n] for n in names}, {n: now[n] for n in names})


def gone(tasks: set[int], draft: Draft) -> Iterator[Row]:
    """The rows that go with those tasks, links that were cut, and pointers to any of them that become empty."""
    links = {link.pk for link in draft.plan.project.dependencies.all()} - draft.links.keys()
    collector = collected(Task.objects.filter(pk__in=tasks), Dependency.objects.filter(pk__in=links))
    for model, rows in collector.data.items():
        for row in rows:
            yield Row(model._meta.label_lower, row.pk, values_of(row), None)
    deleted = {(model, row.pk) for model, rows in collector.data.items() for row in rows}
    for (field, value), found in collector.field_updates.items():
        for row in (each for some in found for each in some):
            if (type(row), row.pk) not in deleted:
                before = plain(getattr(row, field.attname))
                yield Row(row._meta.label_lower, row.pk, {field.attname: before}, {field.attname: plain(value)})


class WholeCollector(Collector):
    """Fetches every row, those too that the database could delete unseen."""

    def can_fast_delete(self, objs, from_field=None):
        return False


def collected(*querysets: QuerySet) -> Collector:
    collector = WholeCollector(using="default", origin=None)
    for queryset in querysets:
        collector.collect(queryset)
    return collector


def give_keys(draft: Draft) -> None:
    """Take keys for what is new from the sequences of its tables, so that a step names its rows before they are written."""
    for table, rows in ((Task, draft.tasks), (Dependency, draft.links)):
        new = sorted((key for key in rows if key < 0), reverse=True)
        for key, taken in zip(new, next_keys(table, len(new)), strict=True):
            row = rows[taken] = rows.pop(key)
            row.pk = taken
            if table is Task:
                point_to(draft, key, taken)


def point_to(draft: Draft, key: int, taken: int) -> None:
    for task in draft.tasks.values():
        if task.parent_id == key:
            draft.edit(task.pk, parent_id=taken)
    for link in draft.links.values():
        link.before_id = taken if link.before_id == key else link.before_id
        link.after_id = taken if link.after_id == key else link.after_id


def next_keys(model: type[Model], count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [model._meta.db_table, count])
        return [key for (key,) in cursor.fetchall()]


# --- writing ----------------------------------------------------------------------------------------------------------


def forward(rows: list[Row]) -> list[list]:
    return [[row.model, row.pk, row.after] for row in rows]


def backward(rows: list[Row]) -> list[list]:
    return [[row.model, row.pk, row.before] for row in rows]


def write(rows: list[list], now: list[list]) -> None:
    """Give rows those values; `now`, of the same rows, says which are there. In few statements whatever their number."""
    there = {(label, pk): values is not None for label, pk, values in now}
    for label in dict.fromkeys(label for label, _pk, _values in rows):
        model = apps.get_model(label)
        own = [(pk, values) for found, pk, values in rows if found == label]
        model._base_manager.filter(pk__in=[pk for pk, values in own if values is None]).delete()
        update(model, {pk: values for pk, values in own if values is not None and there[label, pk]})
    for label in dict.fromkeys(label for label, _pk, _values in rows):
        model = apps.get_model(label)
        new = [
            (pk, values) for found, pk, values in rows if found == label and values is not None and not there[label, pk]
        ]
        model._base_manager.bulk_create([model(pk=pk, **read(model, values)) for pk, values in new])


def update(model: type[Model], changed: dict[int, Values]) -> None:
    """One statement for each set of columns."""
    groups: dict[tuple[str, ...], list[Model]] = {}
    rows = model._base_manager.in_bulk(changed)
    for pk, values in changed.items():
        for name, value in read(model, values).items():
            setattr(rows[pk], name, value)
        groups.setdefault(tuple(values), []).append(rows[pk])
    for names, some in groups.items():
        model._base_manager.bulk_update(some, [model._meta.get_field(name).name for name in names])


def is_as_told(rows: list[list]) -> bool:
    """Whether the rows have the values that are told of them, and are missing where they are told to be."""
    for label in dict.fromkeys(label for label, _pk, _values in rows):
        model = apps.get_model(label)
        own = {pk: values for found, pk, values in rows if found == label}
        there = model._base_manager.in_bulk(own)
        if {pk for pk, values in own.items() if values is not None} != there.keys():
            return False
        if any(differs(row, read(model, own[pk])) for pk, row in there.items()):
            return False
    return True


def differs(row: Model, values: Values) -> bool:
    return any(getattr(row, name) != value for name, value in values.items() if name not in KEPT)


def are_alone(rows: list[list], now: list[list]) -> bool:
    """Whether nothing that nobody would bring back hangs on the rows that are to go."""
    going = {label: [pk for found, pk, values in rows if found == label and values is None] for label in (TASK, LINK)}
    if not any(going.values()):
        return True
    collector = collected(Task.objects.filter(pk__in=going[TASK]), Dependency.objects.filter(pk__in=going[LINK]))
    known = {(label, pk) for label, pk, _values in now}
    pointing = (row for updates in collector.field_updates.values() for some in updates for row in some)
    hanging = (row for rows_ in collector.data.values() for row in rows_)
    return all((row._meta.label_lower, row.pk) in known for row in chain(hanging, pointing))

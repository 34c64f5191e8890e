"""What a step brings back may name people who were deleted since: it comes back without them, as if it had never left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import SET_NULL, ForeignKey, Model

Line = list  # of a step: [model, key, values], see `projects.editing.rows`
Keys = set[tuple[str, int]]


def gone_since(rows: list[Line], now: list[Line]) -> Keys:
    """The rows that cannot come back because what they belong to is gone; what they may do without is emptied in `rows`.

    One query for each model that is named.
    """
    coming = [row for row, there in zip(rows, now, strict=True) if row[2] is not None and there[2] is None]
    known = {(label, pk) for label, pk, _values in coming}
    alive = alive_of(coming, known)
    lost: Keys = set()
    for label, pk, values in coming:
        for field, key in named_in(label, values):
            if (name_of(field), key) in known or key in alive[field.related_model]:
                continue
            if field.remote_field.on_delete is SET_NULL:
                values[field.attname] = None
            else:
                lost.add((label, pk))
    return lost


def alive_of(coming: Iterable[Line], known: Keys) -> dict[type[Model], set[int]]:
    """Of the rows that are named and do not come back too, those that are there."""
    wanted = defaultdict(set)
    for label, _pk, values in coming:
        for field, key in named_in(label, values):
            if (name_of(field), key) not in known:
                wanted[field.related_model].add(key)
    return {
        model: set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for model, keys in wanted.items()
    }


def named_in(label: str, values: dict) -> Iterator[tuple[ForeignKey, int]]:
    """The columns of a row that name another one, with its key."""
    for field in apps.get_model(label)._meta.concrete_fields:
        if field.is_relation and values.get(field.attname) is not None:
            yield field, values[field.attname]


def name_of(field: ForeignKey) -> str:
    return field.related_model._meta.label_lower


def without(lines: list[Line], gone: Keys) -> list[Line]:
    return [line for line in lines if (line[0], line[1]) not in gone]

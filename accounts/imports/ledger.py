"""What an import made and changed, written beside it, so that it can be rolled back."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from accounts.imports.database import copy_in
from accounts.models import Import, ImportChange


class Ledger:
    """Collects the changes of a batch; `flush` writes them in one statement."""

    def __init__(self, imported: Import):
        self.imported = imported
        self.lines: list[ImportChange] = []
        self.before: dict[tuple, dict] = {}

    def remember(self, obj: Model, names: Iterable[str]) -> None:
        """Note what the object holds, before it is changed."""
        self.before.setdefault((type(obj), obj.pk), {}).update(snapshot(obj, names))

    def updated(self, row: int, obj: Model, names: Iterable[str]) -> None:
        """What was remembered of a saved object is different now."""
        before, after = self.before.pop((type(obj), obj.pk)), snapshot(obj, names)
        changed = [name for name in after if before[name] != after[name]]
        if changed:
            self.add(row, obj, False, {name: before[name] for name in changed}, {name: after[name] for name in changed})

    def created(self, row: int, obj: Model, names: Iterable[str] = ()) -> None:
        """`names`: relations of many to many, besides the object's own fields."""
        self.add(row, obj, True, {}, snapshot(obj, (*own_fields(obj), *names)))

    def add(self, row: int, obj: Model, is_created: bool, before: dict, after: dict) -> None:
        line = ImportChange(imported=self.imported, row=row, model=obj._meta.label, target=obj.pk)
        line.is_created, line.before, line.after = is_created, before, after
        self.lines.append(line)

    def flush(self) -> None:
        copy_in(self.lines)
        self.lines.clear()


def own_fields(obj: Model) -> list[str]:
    """The fields that a row of the table holds, but for its key and what the database computes."""
    return [each.name for each in obj._meta.concrete_fields if not (each.primary_key or each.generated)]


def snapshot(obj: Model, names: Iterable[str]) -> dict[str, Any]:
    """The values of the fields as JSON keeps them; a relation of many to many as its sorted keys."""
    held = {name: value_of(obj, name) for name in names}
    return json.loads(json.dumps(held, cls=DjangoJSONEncoder))


def value_of(obj: Model, name: str) -> Any:
    field = obj._meta.get_field(name)
    if field.many_to_many:
        return sorted(other.pk for other in getattr(obj, name).all())
    value = getattr(obj, field.attname)
    return value.astimezone(UTC) if isinstance(value, datetime) else value

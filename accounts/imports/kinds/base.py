"""What every kind of import shares: its fields, its match keys, and how a row becomes an object."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.imports.fields import Field
from accounts.imports.lookups import Scope
from accounts.imports.values import Refusal, fold
from accounts.models import ImportRow

Outcome = ImportRow.Outcome


@dataclass(frozen=True, eq=False)
class MatchKey:
    """The fields by which a row finds the object that it is about."""

    key: str
    label: Any
    fields: tuple[str, ...]


@dataclass(slots=True)
class Planned:
    """A row and what becomes of it. `values` are typed, by field key; an empty cell has none."""

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)  # (column, reason)
    notes: list[str] = field(default_factory=list)
    outcome: str = ""
    label: str = ""
    key: MatchKey | None = None
    obj: Model | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # field key → old and new value

    @property
    def is_written(self) -> bool:
        return self.outcome in (Outcome.CREATE, Outcome.UPDATE)


class ImportKind:
    """One kind of rows. The owning app describes it in a subclass and names it in IMPORT_KINDS."""

    key: str
    label: Any
    model: type[Model]
    fields: tuple[Field, ...]
    keys: tuple[MatchKey, ...]
    links: tuple[str, ...] = ("parent",)  # fields that may refer to other rows of the file
    related: tuple[str, ...] = ()  # select_related of what is compared and shown

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {each.key: each for each in self.fields}

    def mapped_keys(self, mapped: Iterable[str]) -> list[MatchKey]:
        """The match keys whose fields all have a column, the surest first."""
        mapped = set(mapped)
        return [key for key in self.keys if mapped.issuperset(key.fields)]

    def lacking(self, mapped: Iterable[str]) -> list[Field]:
        """The fields without which no row can be made, and that have no column."""
        mapped = set(mapped)
        return [each for each in self.fields if each.is_required and each.key not in mapped]

    def key_named(self, name: str) -> MatchKey | None:
        return next((key for key in self.keys if key.key == name), None)

    # --- guessing: a kind may correct the mapping made from the headings ------------------------------
    def refine(self, mapping: dict[int, str], headers: list[str], samples: list[list[Any]], scope: Scope) -> None:
        """Change the guessed mapping in place."""

    # --- planning ---------------------------------------------------------------------------------------
    def survey(self, number: int, texts: dict[str, str], scope: Scope) -> None:
        """See a row before any is planned; `texts` are its raw texts by field key."""

    def complete(self, row: Planned, scope: Scope) -> None:
        """Derive values from one another. Raises Refusal."""

    def prepare(self, rows: list[Planned], scope: Scope) -> None:
        """Load what a batch of completed rows refers to."""

    def link(self, row: Planned, scope: Scope) -> None:
        """Replace texts by what `prepare` found for them. Raises Refusal."""

    def adds_up(self, scope: Scope) -> bool:
        """Whether rows of one identity are added up instead of being one too many."""
        return False

    def merge(self, first: Planned, row: Planned) -> None:
        """Add a row to the first one of its identity."""

    def identity(self, values: dict[str, Any], key: MatchKey, is_folded: bool) -> tuple:
        """What makes two rows the same object, exactly or without regard to accents and case."""
        return tuple(comparable(values.get(name), is_folded) for name in key.fields)

    def values_of(self, obj: Model) -> dict[str, Any]:
        """What an object of the database holds in the fields, as `identity` reads them."""
        return {each.key: getattr(obj, each.column.attname) for each in self.fields if each.column is not None}

    def candidates(self, rows: list[Planned], key: MatchKey, scope: Scope) -> QuerySet:
        """The objects that the rows may be about."""
        raise NotImplementedError

    def matches(self, rows: list[Planned], key: MatchKey, scope: Scope) -> dict[int, list[Model]]:
        """The objects that each row is about, by the number of the row; exact spelling first."""
        exact: dict[tuple, list[Model]] = {}
        near: dict[tuple, list[Model]] = {}
        objects = self.candidates(rows, key, scope).select_related(*self.related)
        for obj in objects.select_for_update(of=("self",)).order_by("pk") if scope.is_locking else objects:
            held = self.values_of(obj)
            exact.setdefault(self.identity(held, key, False), []).append(obj)
            near.setdefault(self.identity(held, key, True), []).append(obj)
        return {
            row.number: exact.get(self.identity(row.values, key, False))
            or near.get(self.identity(row.values, key, True), [])
            for row in rows
        }

    def check(self, row: Planned, scope: Scope) -> None:
        """Rules that need the matched object. Raises Refusal."""

    def current(self, obj: Model, each: Field) -> Any:
        """What the object holds in a field, comparable with what the row says."""
        return getattr(obj, each.column.name)

    def label_of(self, row: Planned) -> str:
        return str(row.values.get("name") or row.obj or "")

    # --- writing ----------------------------------------------------------------------------------------
    def new(self, row: Planned, scope: Scope) -> Model:
        return self.model()

    def assign(self, obj: Model, row: Planned, scope: Scope) -> None:
        """Put the changed values into the object; relations by primary key, their rows are saved by now."""
        for name in row.changes:
            column, value = self.by_key[name].column, row.values[name]
            if column is not None and column.model is self.model and not column.many_to_many:
                setattr(obj, column.attname, value.pk if column.is_relation else value)

    def columns_of(self, names: Iterable[str]) -> list[str]:
        """The fields of the model, among those of an import."""
        columns = (self.by_key[name].column for name in names if name in self.by_key)
        return [
            each.name for each in columns if each is not None and each.model is self.model and not each.many_to_many
        ]

    def write_extras(self, rows: list[Planned], ledger, scope: Scope) -> None:
        """Write what hangs on the objects, once they are saved; `ledger` keeps it for the roll-back."""

    def close(self, rows: list[Planned], ledger) -> None:
        """Enter the objects themselves, now that they are complete."""
        for row in rows:
            if row.outcome == Outcome.CREATE:
                ledger.created(row.number, row.obj)
            else:
                ledger.updated(row.number, row.obj, self.columns_of(row.changes))


def comparable(value: Any, is_folded: bool) -> Any:
    if isinstance(value, str):
        return fold(value) if is_folded else value.strip()
    return getattr(value, "pk", value) if value is not None else ""


def refuse(column: str, reason: str) -> Refusal:
    """A refusal that names the field by its key."""
    refusal = Refusal(reason)
    refusal.field = column
    return refusal


def kinds() -> dict[str, ImportKind]:
    """Every kind that can be imported, in the order of the settings."""
    found = [import_string(path) for path in settings.IMPORT_KINDS]
    return {kind.key: kind for kind in found}


def missing(each: Field) -> str:
    return _("This is needed: %(field)s.") % {"field": each.label}

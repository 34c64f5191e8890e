"""Whatever names a person is made to name another one, and remembered where the history does not.

The ways of naming a person are found in the models, so that a foreign key of a later app is followed too.
"""

import json
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import SET_NULL, Model, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.history import trails
from accounts.stakeholders.models import Departure, Opinion, Stakeholder, Tie


class ToTheMicrosecond(DjangoJSONEncoder):
    """Moments come back as they were: Django's own encoder keeps milliseconds only."""

    def default(self, o):
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


@dataclass(frozen=True)
class Relation:
    """One column in which rows of a model name a person; `generic` when another column says that it is one."""

    model: type[Model]
    column: str
    generic: str = ""

    def rows(self, pk: int) -> QuerySet:
        kind = {self.generic: ContentType.objects.get_for_model(Stakeholder)} if self.generic else {}
        return self.model._base_manager.filter(**{self.column: pk}, **kind)

    @property
    def is_recorded(self) -> bool:
        return self.model in recorded()

    @property
    def label(self) -> str:
        if self.model is Stakeholder:
            return _("people who report to the one merged")
        named = self.model._meta.auto_created or self.model  # the table of a relation has no name of its own
        return str(named._meta.verbose_name_plural)


@cache
def recorded() -> set[type[Model]]:
    """The models whose changes the history can take back."""
    return {trail.model._meta.concrete_model for trail in trails()}


@cache
def relations() -> tuple[Relation, ...]:
    """Every column of every app that names a person, the tables of many-to-many relations included."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or issubclass(model, pghistory.models.Event):
            continue
        found += [Relation(model, name) for name in foreign_keys(model)]
        generic = [f for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]
        found += [Relation(model, f.fk_field, f.ct_field) for f in generic]
    return tuple(found)


def foreign_keys(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [f.attname for f in fields if f.is_relation and f.related_model is Stakeholder]


def preview(person: Stakeholder) -> list[tuple[str, int]]:
    """(label, number) of the rows that name a person, in as many queries as there are ways to name one."""
    counted = Counter()
    for relation in relations():
        counted[relation.label] += relation.rows(person.pk).count()
    return sorted((label, number) for label, number in counted.items() if number)


@dataclass
class Beside:
    """What relinking did to rows without a history: (model, column, keys) of those moved, and those dropped, whole."""

    moved: list[list] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)

    def note_moved(self, relation: Relation, keys: list[int]) -> None:
        if not relation.is_recorded:
            self.moved.append([relation.model._meta.label, relation.column, keys])

    def note_dropped(self, relation: Relation, row: Model) -> None:
        if not relation.is_recorded:
            self.dropped += json.loads(serializers.serialize("json", [row], cls=ToTheMicrosecond))

    def put_back(self, kept: int, gone: int) -> None:
        """Raises IntegrityError when something else has taken the place of a row."""
        for label, column, keys in reversed(self.moved):
            rows = apps.get_model(label)._base_manager.filter(pk__in=keys, **{column: kept})
            rows.update(**{column: gone})
        for row in serializers.deserialize("python", self.dropped):
            row.save(force_insert=True)


def relink(gone: Stakeholder, kept: Stakeholder) -> Beside:
    """Let every row that names `gone` name `kept`; one that would then be double, or join him to himself, goes."""
    beside = Beside()
    for relation in relations():
        rows = relation.rows(gone.pk)
        if relation.model is Stakeholder:
            rows = rows.exclude(pk__in=(gone.pk, kept.pk))
        if keys := list(rows.order_by("pk").values_list("pk", flat=True)):
            move(relation, keys, kept, beside)
    return beside


def move(relation: Relation, keys: list[int], kept: Stakeholder, beside: Beside) -> None:
    """All at once; what the database refuses is halved until the rows that stand in the way are found."""
    if moved(relation.model._base_manager.filter(pk__in=keys), {relation.column: kept.pk}):
        beside.note_moved(relation, keys)
    elif len(keys) > 1:
        middle = len(keys) // 2
        move(relation, keys[:middle], kept, beside)
        move(relation, keys[middle:], kept, beside)
    else:
        settle(relation, relation.model._base_manager.get(pk=keys[0]), kept, beside)


def moved(rows: QuerySet, values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True


def settle(relation: Relation, row: Model, kept: Stakeholder, beside: Beside) -> None:
    """A row that cannot simply name `kept`: let it name nobody where it may, else the better of two of them stays."""
    itself = relation.model._base_manager.filter(pk=row.pk)
    values = {relation.column: kept.pk} | (emptied_columns(relation, row, kept) if relation.is_recorded else {})
    if moved(itself, values):
        return
    for rival in rivals(relation, row, kept):
        if weight(row) > weight(rival):
            rival.delete()
    if moved(itself, values):
        return
    beside.note_dropped(relation, row)
    row.delete()


def emptied_columns(relation: Relation, row: Model, kept: Stakeholder) -> dict[str, None]:
    """The columns that may be empty in which the row would name the same person a second time."""
    pair = {getattr(row, relation.column), kept.pk}
    fields = [row._meta.get_field(name) for name in foreign_keys(type(row))]
    return {
        f.attname: None
        for f in fields
        if f.null and f.remote_field.on_delete is SET_NULL and getattr(row, f.attname) in pair
    }


def same_ties(row: Tie) -> Q:
    """The ties of the same kind between the same two, whichever way a tension points."""
    onwards, backwards = Q(source=row.source_id), Q(source=row.target_id, target=row.source_id)
    ends = onwards & Q(target=row.target_id, colleague=row.colleague_id)
    return Q(kind=row.kind) & (ends | backwards if row.kind == Tie.Kind.IN_TENSION_WITH else ends)


# of two rows that cannot both stay: what finds the other one, and what makes a row the better one
RIVALS: dict[type[Model], tuple[Callable[[Any], Q], Callable[[Any], Any]]] = {
    Opinion: (lambda row: Q(stakeholder=row.stakeholder_id, author=row.author_id), lambda row: row.seen_on),
    Departure: (
        lambda row: Q(stakeholder=row.stakeholder_id),
        lambda row: (row.settled_on is not None, row.is_touched),
    ),
    Tie: (same_ties, lambda row: row.is_confirmed),
}


def rivals(relation: Relation, row: Model, kept: Stakeholder) -> QuerySet:
    """The rows already in the place that this one would take, where it matters which of both stays."""
    if relation.model not in RIVALS:
        return relation.model._base_manager.none()
    becoming = copy(row)
    setattr(becoming, relation.column, kept.pk)
    return relation.model._base_manager.filter(RIVALS[relation.model][0](becoming)).exclude(pk=row.pk)


def weight(row: Model) -> Any:
    return RIVALS[type(row)][1](row)

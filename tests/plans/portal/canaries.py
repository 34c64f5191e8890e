"""An unmistakable value in every field that is not listed as one the client may read.

Whatever model or field is added later is internal until it is listed here; a model without a row fails.
"""

import re
from datetime import date
from itertools import count
from uuid import uuid4

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DataError, IntegrityError, transaction
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    FileField,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)
from django.utils import timezone
from pghistory.models import Event

from accounts.models import Account
from plans.models import PlanObjective
from plans.sharing import SHARED_FIGURES, SHARED_PASSAGES
from tests.projects.portal import world as projects

OURS = ("accounts", "plans", "projects", "agenda", "kam.scorecards")
LINES = {  # what of a line the client edition copies, when the line is not marked internal
    "plans.strategicpriority": {"title", "sentence", "client_issue"},
    "plans.planobjective": {"title", "metric", "unit", "baseline", "target", "current"},
    "plans.planaction": {"title", "progress"},
    "plans.figure": {"label", "unit", "value", "source"},
    "plans.passage": {"text"},
}
TOLD = {  # other fields that a guest may read: his own words and ours to him, names, and what opens the door
    "accounts.account": {"name"},
    "stakeholders.stakeholder": {"name", "email"},
    "portal.guest": {"email"},
    "portal.suggestion": {"before", "proposed", "reason", "applied", "answer", "section", "field"},
    "portal.message": {"name", "text", "section"},
    "portal.clientview": {"text"},
    "plans.endorsement": {"name"},
    "plans.signoff": {"name"},
    "plans.accountplan": {"version"},
    "plans.sharededition": {"content"},
}
ASKED = {"stakeholders.opinion": {"influence": 3}}  # what the constraints of a model want of a row
KEPT = {
    "digest",
    "token_digest",
    "code_digest",
    "code_tries",
    "field",
}  # how things work: a changed digest signs nothing, a changed key names nothing


def is_told(row: Model, name: str) -> bool:
    key = row._meta.label_lower
    if key in projects.LINES:
        return name in projects.LINES[key] and projects.is_shared(row)
    if key in LINES:
        return name in LINES[key] and is_shared(row)
    return name in TOLD.get(key, ())


def is_shared(row: Model) -> bool:
    kind = row._meta.model_name
    if kind == "passage":
        return f"{row.section}.{row.field}" in SHARED_PASSAGES
    if kind == "figure":
        return row.section in SHARED_FIGURES
    if kind == "planaction" and row.objective_id and PlanObjective.objects.get(pk=row.objective_id).is_internal:
        return False
    return not getattr(row, "is_internal", False)


def models_of_accounts() -> list[type[Model]]:
    """Every model of ours that belongs to an account, however far, but for the past that the history keeps."""
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(OURS) and not model._meta.proxy and not issubclass(model, Event)
    ]
    found = {Account}
    while more := {model for model in ours if model not in found and links(model) & found}:
        found |= more
    return [model for model in ours if model in found]


def links_of(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def links(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in links_of(model)}


class Builder:
    """Makes a row of each model that has none yet, out of the rows that are there."""

    def __init__(self):
        self.places = count(1)

    def fill(self) -> list[str]:
        """Labels of the models of which no row could be made."""
        missing = [model for model in models_of_accounts() if not model._base_manager.exists()]
        while made := [model for model in missing if self.made(model)]:
            missing = [model for model in missing if model not in made]
        return [model._meta.label for model in missing]

    def made(self, model: type[Model]) -> bool:
        """With all that it may name, else with nothing that it need not, else with one of these."""
        free = [field for field in links_of(model) if field.null]
        return any(self.made_without(model, left) for left in ([], free, *([f for f in free if f != g] for g in free)))

    def made_without(self, model: type[Model], left: list[Field]) -> bool:
        asked = [field for field in model._meta.concrete_fields if field not in left and self.asks(field)]
        values = {field.name: self.value(field) for field in asked} | ASKED.get(model._meta.label_lower, {})
        if None in values.values():
            return False
        try:
            with transaction.atomic():
                model._base_manager.create(**values)
        except IntegrityError:  # its constraints want something else: say it in ASKED, or make one by hand
            return False
        return True

    def asks(self, field: Field) -> bool:
        if field.is_relation and field.null:
            return field.related_model._base_manager.exists()
        return not (field.primary_key or field.has_default() or field.null or field.generated)

    def value(self, field: Field):
        if field.is_relation:
            return self.other(field)
        if field.choices:
            return field.flatchoices[0][0]
        plain = {
            DateTimeField: timezone.now(), DateField: date(2026, 2, 1), UUIDField: uuid4(), JSONField: {},
            ArrayField: [], FileField: "row.txt", IntegerField: 1, DecimalField: 1, CharField: f"row {next(self.places)}", TextField: "row",
        }  # fmt: skip
        return next((value for kind, value in plain.items() if isinstance(field, kind)), 0)

    def other(self, field: Field) -> Model | None:
        """A row to name: of two fields that name the same model, each another one, made if need be."""
        place = [each for each in links_of(field.model) if each.related_model is field.related_model].index(field)
        rows = field.related_model._base_manager.order_by("pk")
        if place and not field.null and rows.count() == place:
            self.made(field.related_model)
        found = list(rows[: place + 1])
        return found[-1] if found else None


def plant() -> dict[str, str]:
    """Canary, as a pattern → «app.model.field». Rows that the database freezes are changed too."""
    planted, numbers = {}, count(1)
    with pgtrigger.ignore():
        for row in [row for model in models_of_accounts() for row in model._base_manager.all()]:
            for field in filter(takes, row._meta.concrete_fields):
                value, pattern = canary_for(field, next(numbers))
                if not is_told(row, field.name) and put(row, field, value):
                    planted[pattern] = f"{row._meta.label_lower}.{field.name}"
    return planted


def takes(field: Field) -> bool:
    if field.primary_key or field.is_relation or field.choices or field.generated or field.name in KEPT:
        return False
    held = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(held, CharField | TextField | JSONField) or is_number(field)


def is_number(field: Field) -> bool:
    """Whether it may hold a number that is unmistakable: 1 to 5 is not."""
    return (
        isinstance(field, DecimalField) and field.max_digits - field.decimal_places >= 6 or type(field) is IntegerField
    )


def canary_for(field: Field, number: int) -> tuple[object, str]:
    """What is put into the field, and the pattern that finds it, however a page writes numbers."""
    word, digits = f"Zq{number:04x}q", f"{number:05d}"
    if isinstance(field, DecimalField | IntegerField):
        return int(f"731{digits[-3:]}"), rf"\b731\W?{digits[-3:]}\b"
    wrapped = {ArrayField: [word], JSONField: {word: word}}
    return next((value for kind, value in wrapped.items() if isinstance(field, kind)), word), word


def put(row: Model, field: Field, value) -> bool:
    """Straight into the table; what its constraints refuse stays as it was."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})
    except (DataError, IntegrityError):  # too long a word, a constraint on the words
        return False
    return True


def sung(text: str, planted: dict[str, str]) -> dict[str, str]:
    """The canaries that a text holds, with the fields they were put into."""
    return {found[0]: field for pattern, field in planted.items() if (found := re.search(pattern, text))}

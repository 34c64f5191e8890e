"""Erasing who a person was, and keeping what figures count.

The person's row, its past, and every text of the account that names him are emptied of him, in what is, in what the
history recorded, and in what imports keep to be rolled back: nothing that takes something back finds him again.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, Field, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Left
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.history import Trail, trails
from accounts.models import Account, Capture, ImportChange, ImportRow, Notice
from accounts.stakeholders.models import Departure, Merge, Opinion, Place, Stakeholder, Tie

OWN_NAMES = {  # what a row is called itself, and its number: somebody of the same name, a firm, a switchboard stay
    "accounts.account": {"name", "code", "phone"},
    "accounts.cliententity": {"name", "code"},
    "stakeholders.stakeholder": {"name", "code", "email", "phone"},
}
UNTRACKED = ((Capture, ("text",)), (Notice, ("text",)))
SHORTEST = 3  # letters of a name that is looked for in texts
SHORTEST_NUMBER = 8  # digits of a phone number that is


class Replaced(Func):
    """The text of an expression with what matches a pattern replaced, whatever the case."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, 'gi')"

    def __init__(self, expression: Any, pattern: str, replacement: str):
        super().__init__(expression, Value(pattern), Value(replacement), output_field=TextField())


def nobody() -> str:
    """What an anonymised person is called, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Anonymised person")


def emptied() -> dict[str, Any]:
    """Every field of a person that is not kept, with the value that says nothing."""
    kept = {"id", "name", *Stakeholder.KEPT_WHEN_ANONYMISED}
    fields = [f for f in Stakeholder._meta.concrete_fields if not (f.name in kept or f.generated)]
    values = {field.name: None if field.null else field.get_default() for field in fields}
    return {**values, "name": nobody()}


@transaction.atomic
def anonymise(pk: int, *, on: date) -> bool:
    """Erase who the person was; false when there is nobody to erase (a vacant role, or done before).

    He counts as gone from that day on: what is planned for the people of the account no longer asks for him.
    """
    people = Stakeholder.objects.select_for_update(of=("self",)).filter(anonymised_on=None, is_placeholder=False)
    person = people.filter(pk=pk).first()
    if person is None:
        return False
    merged = merged_into(person)
    pattern = naming(person)
    forget_judgements(person)
    Stakeholder.objects.filter(pk=pk).update(**emptied(), departed_on=person.departed_on or on, anonymised_on=on)
    forget_past(person, merged)
    if pattern:
        forget_in_texts(person.account, pattern)
    forget_imports(person, [pk, *merged], pattern)
    for forget in map(import_string, settings.ERASURES):
        forget([pk, *merged], person.account, pattern, on=on)
    return True


def merged_into(person: Stakeholder) -> list[int]:
    """The keys of the entries that became part of his; one taken apart again is somebody else."""
    return list(Merge.objects.into(person).values_list("gone_id", flat=True))


def naming(person: Stakeholder) -> str:
    """The regular expression of what gives the person away in a text beyond doubt; "" when nothing does."""
    names, addresses, numbers = traces(person)
    return pattern_of({*(name for name in names if is_full(name)), *addresses, *filter(is_dialled, numbers)})


def hinting(person: Stakeholder) -> str:
    """That of names of one word: "Roy" may be he, or a firm, or a colour; only somebody who reads the text can tell."""
    names, _addresses, _numbers = traces(person)
    return pattern_of(name for name in names if not is_full(name))


def traces(person: Stakeholder) -> tuple[set[str], ...]:
    """All names, all addresses, all numbers that his row, or one merged into it, ever had; a vacant role is nobody."""
    keys = [person.pk, *merged_into(person)]
    past = Stakeholder.pgh_event_model.objects.filter(id__in=keys, is_placeholder=False)
    states = past.values_list("name", "email", "phone").distinct()
    return tuple(map(set, zip(*states, (person.name, person.email, person.phone), strict=True)))


def is_full(name: str) -> bool:
    return len(name.split()) > 1


def is_dialled(number: str) -> bool:
    """Whether it is long enough to be nobody else's, unlike an extension, which looks like a year or an amount."""
    return sum(map(str.isdigit, number)) >= SHORTEST_NUMBER


def pattern_of(words: Iterable[str]) -> str:
    """A regular expression for all of them, whole and with any blanks within; a name of two words also turned round."""
    found = set()
    for word in words:
        parts = [re.escape(part) for part in word.split()]
        if sum(map(len, parts)) >= SHORTEST:
            found |= {r"\s+".join(parts)} | ({r",?\s+".join(reversed(parts))} if len(parts) == 2 else set())
    longest_first = sorted(found, key=lambda each: (-len(each), each))
    return rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)" if found else ""


def forget_judgements(person: Stakeholder) -> None:
    """What was only thought of him, and what would bring it back; introductions and meetings are facts and stay."""
    Opinion.objects.filter(stakeholder=person).delete()
    Tie.objects.filter(Q(source=person) | Q(target=person)).delete()
    Departure.objects.filter(stakeholder=person).delete()
    Place.objects.filter(stakeholder=person).delete()
    Merge.objects.filter(kept=person).delete()
    for line in ("reports_to", "dotted_to"):
        Stakeholder.objects.filter(**{line: person}).update(**{line: None})


def forget_past(person: Stakeholder, merged: list[int]) -> None:
    """The past keeps when he came and went, in which function; of entries merged into his nothing is left."""
    Stakeholder.pgh_event_model.objects.filter(id__in=merged).delete()
    empty_past([person.pk, *merged])


@transaction.atomic
def forget_deleted(before: date) -> int:
    """Empty the past of those who were deleted before that day and are not back; how many they were."""
    events = Stakeholder.pgh_event_model.objects
    deleted = events.filter(pgh_label="delete", pgh_created_at__date__lt=before).exclude(name=nobody())
    keys = set(deleted.values_list("id", flat=True))
    keys -= set(Stakeholder.objects.filter(pk__in=keys).values_list("pk", flat=True))
    empty_past(sorted(keys))
    return len(keys)


def empty_past(everybody: list[int]) -> None:
    events = Stakeholder.pgh_event_model.objects
    events.filter(id__in=everybody).update(**emptied())
    events.filter(reports_to__in=everybody).update(reports_to=None)
    events.filter(dotted_to__in=everybody).update(dotted_to=None)
    Opinion.pgh_event_model.objects.filter(stakeholder__in=everybody).delete()
    Departure.pgh_event_model.objects.filter(stakeholder__in=everybody).delete()
    Merge.pgh_event_model.objects.filter(kept__in=everybody).delete()
    Tie.pgh_event_model.objects.filter(Q(source__in=everybody) | Q(target__in=everybody)).delete()


def texts() -> Iterator[tuple[Trail, list[str]]]:
    """Every tracked model of an account, of whatever app, with the columns in which people write freely."""
    for trail in trails():
        own = OWN_NAMES.get(trail.key, set())
        if columns := [field.name for field in trail.fields if is_free(field) and field.name not in own]:
            yield trail, columns


def is_free(field: Field) -> bool:
    return isinstance(field, CharField | TextField) and not (field.choices or field.generated)


def rows_of(trail: Trail, account: Account) -> QuerySet:
    rows = trail.model._base_manager
    return rows.filter(pk=account.pk) if trail.model is Account else rows.filter(**{way_to_account(trail): account})


def way_to_account(trail: Trail) -> str:
    return f"{trail.link[0]}__{way_to_account(trail.link[1])}" if trail.link else "account"


def texts_naming(account: Account, pattern: str) -> Iterator[tuple[type[Model], QuerySet, list[str]]]:
    """(model, its rows that match, the columns to look at) of everything written around an account."""
    for trail, columns in texts():
        yield trail.model, rows_of(trail, account).filter(matching(columns, pattern)), columns
    for model, columns in UNTRACKED:
        yield model, model.objects.filter(matching(columns, pattern), account=account), list(columns)


def texts_count(person: Stakeholder, pattern: str) -> list[tuple[str, int]]:
    """(label, number) of the texts of the account that match the pattern, other than the person's own."""
    found = [
        (str(model._meta.verbose_name_plural), rows.count())
        for model, rows, _columns in (texts_naming(person.account, pattern) if pattern else ())
        if model is not Stakeholder
    ]
    return [(label, number) for label, number in found if number]


def matching(columns: Iterable[str], pattern: str) -> Q:
    found = Q(pk__in=[])
    for column in columns:
        found |= Q(**{f"{column}__iregex": pattern})
    return found


def forget_in_columns(rows: QuerySet, columns: list[str], pattern: str) -> None:
    rows.filter(matching(columns, pattern)).update(**without_name(rows.model, columns, pattern))


def forget_in_texts(account: Account, pattern: str) -> None:
    with pgtrigger.ignore(*settings.ERASED_THOUGH_FROZEN):
        for _model, rows, columns in texts_naming(account, pattern):
            rows.update(**without_name(rows.model, columns, pattern))
    for trail, columns in texts():  # afterwards: the updates above have just become part of the past
        events = trail.of(account.pk).filter(matching(columns, pattern))
        events.update(**without_name(events.model, columns, pattern))


def without_name(model: type[Model], columns: Iterable[str], pattern: str) -> dict[str, Func]:
    """What the columns are set to; a text that grows beyond its column loses its end."""
    replaced = {column: Replaced(F(column), pattern, nobody()) for column in columns}
    longest = {column: model._meta.get_field(column).max_length for column in columns}
    return {column: Left(text, longest[column]) if longest[column] else text for column, text in replaced.items()}


def forget_imports(person: Stakeholder, keys: list[int], pattern: str) -> None:
    """A roll-back finds nothing of the person, and no text that names him; reports say that there was a row."""
    ImportChange.objects.filter(model=Stakeholder._meta.label, target__in=keys).delete()
    rows = ImportRow.objects.filter(imported__kind="stakeholders", target__in=keys)
    rows.update(label=nobody(), changes=[], notes=[], cells=None)
    if not pattern:
        return
    for trail, _columns in texts():
        targets = rows_of(trail, person.account).values("pk")
        erase_in_json(ImportChange.objects.filter(model=trail.model._meta.label, target__in=targets), pattern)


def erase_in_json(lines: QuerySet, pattern: str) -> None:
    """In strings only: a pattern laid over JSON as text would also rewrite keys and numbers, and could break it."""
    sought = re.compile(pattern, re.IGNORECASE)
    for line in lines.iterator():
        told = line.before, line.after
        line.before, line.after = (unnamed(each, sought) for each in told)
        if told != (line.before, line.after):
            line.save(update_fields=["before", "after"])


def unnamed(told: Any, sought: re.Pattern[str]) -> Any:
    """A value of JSON with what is sought replaced in its strings; its keys are names of fields."""
    if isinstance(told, dict):
        return {key: unnamed(value, sought) for key, value in told.items()}
    if isinstance(told, list):
        return [unnamed(value, sought) for value in told]
    return sought.sub(lambda _found: nobody(), told) if isinstance(told, str) else told

"""The value of a field as a person reads it: in the history, beside a conflict, in an export."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from kam.users.models import User

Rows = dict[type[Model], dict[int, Model]]


def rows_seen(model: type[Model], ids: Iterable[int], reader: User) -> dict[int, Model]:
    """The rows with these keys that the person may see, in one query."""
    rows = model._default_manager.all()
    return (rows.visible_to(reader) if hasattr(rows, "visible_to") else rows).in_bulk(ids)


def shown(field: Field, value: Any, rows: Rows) -> str:
    """The value in words; `rows` names what foreign keys point to, a row not in it is told by its number."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        row = rows.get(field.related_model, {}).get(value)
        return str(row) if row else f"#{value}"
    if isinstance(value, list):
        return ", ".join(shown(field.base_field, each, rows) for each in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return plain(value)


def plain(value: Any) -> str:
    """A figure, a date or an answer in the language of the reader."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value, decimal_pos=0 if value == value.to_integral_value() else None)
    return str(value)

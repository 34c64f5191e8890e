"""Fields that take what people type: amounts with any blank or sign, months, sensible days, official numbers."""

import re
from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
SENSIBLE = [
    MinValueValidator(EARLIEST, _("Give a date from 1900 on.")),
    MaxValueValidator(LATEST, _("Give a date before 2101.")),
]


def keys_in(texts: Iterable[str]) -> list[int]:
    """The primary keys among what a request sent: what cannot be one is left out."""
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"min": EARLIEST.isoformat(), "max": LATEST.isoformat(), **(attrs or {})}, format="%Y-%m-%d")


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, attrs=None):
        super().__init__({"placeholder": _("yyyy-mm"), **(attrs or {})}, format="%Y-%m")


class DayField(forms.DateField):
    """A day between 1900 and 2100."""

    widget = DayInput
    default_validators = SENSIBLE


class PastDayField(DayField):
    """A day that has come: the form says until when (`latest`), and from when on (`earliest`)."""

    earliest: date | None = None
    latest: date | None = None

    def until(self, day: date) -> None:
        self.latest = day
        self.widget.attrs["max"] = day.isoformat()

    def since(self, day: date) -> None:
        self.earliest = day
        self.widget.attrs["min"] = day.isoformat()

    def validate(self, value):
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            day = date_format(self.earliest, "SHORT_DATE_FORMAT")
            raise forms.ValidationError(_("No day before %(day)s.") % {"day": day}, code="past")
        if value and self.latest and value > self.latest:
            raise forms.ValidationError(_("This day is still to come."), code="future")


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = MonthInput
    input_formats = ["%Y-%m", "%m/%Y", "%Y-%m-%d", "%d/%m/%Y"]
    default_validators = SENSIBLE
    default_error_messages = {"invalid": _("Give a month, such as 2026-05.")}

    def to_python(self, value):
        day = super().to_python(value)
        return day and day.replace(day=1)


class AmountField(forms.DecimalField):
    """An amount as it is copied from anywhere: any blank between the thousands, comma or point, a euro sign."""

    widget = forms.TextInput
    lone_comma = re.compile(r"[+-]?\d+,\d{1,2}")

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "localize": True})
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s€]", "", value).replace("−", "-")
            # «12,5» has a decimal comma in English too, where Django would read 125
            value = value.replace(",", ".") if self.lone_comma.fullmatch(value) else value
        return super().to_python(value)


class CodeField(forms.CharField):
    """An official number: blanks and points are typed for the eye, letters are capital."""

    def to_python(self, value):
        return re.sub(r"[\s.]", "", super().to_python(value) or "").upper()


class RemoteSelect(forms.Select):
    """A choice among many: the page holds the chosen option only, the others are searched (static/js/forms.js)."""

    def optgroups(self, name, value, attrs=None):
        rows: QuerySet = self.choices.queryset
        chosen = rows.filter(pk__in=keys_in(value))
        options = [("", self.choices.field.empty_label or "---------"), *((row.pk, str(row)) for row in chosen)]
        return forms.Select(choices=options).optgroups(name, value, attrs)

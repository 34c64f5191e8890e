"""Which day a figure is looked at."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)  # windows of two years around them are still dates


class DayForm(forms.Form):
    on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
    )

    @property
    def day(self) -> date:
        """The day asked for, else the one the form starts with."""
        return self.cleaned_data["on"] if self.is_valid() else self.initial["on"]

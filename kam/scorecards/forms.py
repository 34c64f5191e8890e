"""Which day a figure is looked at."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    )

    @property
    def day(self) -> date:
        """The day asked for, else the one the form starts with."""
        return self.cleaned_data["on"] if self.is_valid() else self.initial["on"]

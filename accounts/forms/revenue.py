"""Monthly revenue lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import AmountField, MonthField
from accounts.forms.parts import PartForm, lines
from accounts.models import ListValue, RevenueLine


class RevenueForm(PartForm):
    class Meta:
        model = RevenueLine
        fields = ["month", "offering", "actual", "target", "margin"]
        field_classes = {"month": MonthField, "actual": AmountField, "target": AmountField, "margin": AmountField}
        help_texts = {"month": "", "offering": _("Empty for a line that covers all of them.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offering"].queryset = ListValue.objects.of(ListValue.Kind.OFFERING, self.instance.offering_id)
        self.helper = lines(self, ("month", "offering"), ("actual", "target", "margin"))

    def clean(self):
        cleaned = super().clean()
        if not self.errors and all(cleaned.get(name) is None for name in ("actual", "target", "margin")):
            raise forms.ValidationError(_("Give at least one of the three amounts."))
        return cleaned

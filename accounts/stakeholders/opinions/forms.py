"""What a colleague thinks of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PastDayField
from accounts.forms.parts import PartForm, lines
from accounts.stakeholders.models import Opinion
from accounts.stakeholders.opinions.comparing import JUDGEMENTS


class OpinionForm(PartForm):
    """`on` is today: a view is had on a day that has come."""

    class Meta:
        model = Opinion
        fields = [*JUDGEMENTS, "evidence", "seen_on"]
        field_classes = {"seen_on": PastDayField}
        widgets = {"evidence": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"influence": _("Leave empty what you cannot say.")}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].until(on)
        if self.instance.pk is None:
            self.fields["seen_on"].initial = on
        self.helper = lines(
            self, ("influence", "attitude"), ("contact_strength", "relationship"), "evidence", "seen_on"
        )

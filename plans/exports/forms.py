from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.exports.making import CLIENT, FORMATS, INSIDE
from plans.models import AccountPlan

AUDIENCES = [(INSIDE, gettext_lazy("The whole plan")), (CLIENT, gettext_lazy("The client edition"))]


class ExportForm(forms.Form):
    """Which edition of a plan, as what: without an edition the plan as it is now, or the last one of the client."""

    audience = forms.ChoiceField(label=gettext_lazy("Edition"), choices=AUDIENCES)
    kind = forms.CharField(label=gettext_lazy("Format"), max_length=10)
    edition = forms.IntegerField(label=gettext_lazy("As of"), required=False)

    def __init__(self, *args, plan: AccountPlan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean(self):
        audience, kind = self.cleaned_data.get("audience"), self.cleaned_data.get("kind")
        if audience and kind not in FORMATS[audience]:
            raise forms.ValidationError(_("There is no such file of this edition."))
        if audience and "edition" in self.cleaned_data:
            self.cleaned_data["edition"] = self.chosen(audience, self.cleaned_data["edition"])
        return self.cleaned_data

    def chosen(self, audience, key):
        editions = self.plan.shared_editions if audience == CLIENT else self.plan.editions
        if key is None:
            return editions.first() if audience == CLIENT else None
        return editions.filter(pk=key).first()

    @property
    def lacks_edition(self) -> bool:
        """Whether what is asked for was never made, or belongs to another plan."""
        asked = self.cleaned_data
        wanted = asked["audience"] == CLIENT or self.data.get("edition")
        return bool(wanted) and asked["edition"] is None

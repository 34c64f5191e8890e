"""What is typed of a result and of those who recognise it."""

from datetime import date

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import AmountField, PastDayField
from accounts.forms.parts import lines
from accounts.stakeholders.models import Stakeholder
from projects.forms import ProjectRowForm
from projects.models import ProjectResult, ResultRecognition
from projects.sharing import republish


class ResultForm(ProjectRowForm):
    rows = (
        ("metric", "unit"), ("starting", "target", "actual"), ("value", "delivered_on"), "evidence", "evidence_link",
        "is_internal",
    )  # fmt: skip

    evidence_link = forms.URLField(
        label=capfirst(_("address of the evidence")), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = ProjectResult
        fields = [
            "metric", "unit", "starting", "target", "actual", "value", "delivered_on", "evidence", "evidence_link",
            "is_internal",
        ]  # fmt: skip
        field_classes = dict.fromkeys(("starting", "target", "actual", "value"), AmountField) | {
            "delivered_on": PastDayField
        }
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"is_internal": _("The client reads it nowhere, and nobody is asked to recognise it.")}

    def offer(self):
        self.fields["delivered_on"].until(self.on)
        if self.instance.pk is None:
            self.instance.made_by = self.user


class RecognitionForm(ConflictMixin, forms.ModelForm):
    """Somebody of the client recognises `result`; today, unless another day is given."""

    class Meta:
        model = ResultRecognition
        fields = ["stakeholder", "level", "recognised_on", "channel", "quote"]
        field_classes = {"recognised_on": PastDayField}
        widgets = {"quote": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, result: ProjectResult, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.result = self.instance.result = result
        people = Stakeholder.objects.of(result.project.account).known().real().order_by("name", "pk")
        self.fields["stakeholder"].queryset = people
        self.fields["recognised_on"].until(on)
        if self.instance.pk is None:
            self.instance.recorded_by = self.user
            self.fields["recognised_on"].initial = on
        self.helper = lines(self, ("stakeholder", "level"), ("recognised_on", "channel"), "quote")

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"result"}

    def save(self, commit=True):
        recognition = super().save(commit)
        republish(self.result.project)
        return recognition

"""What is typed into a plan."""

from datetime import date

from crispy_forms.helper import FormHelper
from dateutil.relativedelta import relativedelta
from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import AmountField, DayField, PastDayField
from accounts.forms.parts import PartForm, lines
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.catalogue import BY_KEY, SECTIONS
from plans.models import (
    AccountPlan,
    Endorsement,
    Figure,
    Passage,
    PlanAction,
    PlanObjective,
    PlanRisk,
    SignOff,
    StrategicPriority,
    SwotItem,
    TowsOption,
)
from plans.models.plan import last_day

FROZEN = _(
    "The plan has been handed in since you opened this page: nothing was saved. What you wrote is still here; copy it "
    "before you leave."
)


class PlanForm(PartForm):
    """`on` is today: a new plan begins with the year, or the next one, for as many months as the house plans, anew or from another."""

    source = forms.ModelChoiceField(
        AccountPlan.objects.none(),
        label=capfirst(_("copy the plan")),
        required=False,
        empty_label=_("None: begin on white paper"),
        help_text=_(
            "Texts, SWOT, priorities, objectives and actions, their days as many years later; nothing agreed or signed."
        ),
    )
    keeps_done = forms.BooleanField(label=capfirst(_("copy the actions that are done too")), required=False)

    class Meta:
        model = AccountPlan
        fields = ["starts_on", "ends_on", "sponsor", "investment"]
        field_classes = {"starts_on": DayField, "ends_on": DayField, "investment": AmountField}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].queryset = User.objects.colleagues_of(self.user)
        self.fields["source"].queryset = AccountPlan.objects.visible_to(self.user).of(self.account)
        if self.instance.pk is None:
            first = on.replace(month=1, day=1) + relativedelta(years=self.is_planned(on))
            self.fields["starts_on"].initial = first
            self.fields["ends_on"].initial = last_day(first, settings.PLAN_MONTHS)
        if self.instance.pk or not self.fields["source"].queryset.exists():
            del self.fields["source"], self.fields["keeps_done"]
        self.helper = lines(self, ("starts_on", "ends_on"), ("sponsor", "investment"), "source", "keeps_done")

    def is_planned(self, on: date) -> bool:
        """Whether the account has a plan for this day, so that the next one begins with next year."""
        return self.fields["source"].queryset.in_force(on).exists()

    def clean(self):
        if self.instance.pk and not self.instance.is_still_open_to(self.user):
            raise forms.ValidationError(FROZEN)
        return super().clean()

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"status"}


class PlanPartForm(ConflictMixin, forms.ModelForm):
    """A row of `plan`, which the person may not choose but the rules of the row know.

    It is validated and saved in one transaction, during which the plan goes nowhere.
    """

    rows: tuple = ()

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan
        self.offer()
        self.helper = lines(self, *(self.rows or self.Meta.fields))

    def offer(self):
        """Choices from this plan and this house only."""
        if "owner" in self.fields:
            current = User.objects.filter(pk=self.instance.owner_id)
            self.fields["owner"].queryset = User.objects.colleagues_of(self.user) | current
        for name, rows in (("objective", self.plan.objectives), ("priority", self.plan.priorities)):
            if name in self.fields:
                self.fields[name].queryset = rows.all()

    def clean(self):
        if not self.is_open():
            raise forms.ValidationError(FROZEN)
        return super().clean()

    def is_open(self) -> bool:
        section = self.cleaned_data.get("section") or self.instance.section
        return self.plan.is_still_open_to(self.user, section)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"plan"}


class PassageForm(PlanPartForm):
    class Meta:
        model = Passage
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {"text": _("Markdown: # title, **bold**, - list, | table |.")}

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["text"].label = self.instance.label
        self.fields["text"].widget.attrs.pop("maxlength", None)  # a browser would cut a longer paste without a word
        if self.instance.pk is None:  # whoever writes it first while this is open is not overwritten
            self.fields["version"].initial = self.fields["seen"].initial = 0

    def clean(self):
        if self.instance.pk is None and self.is_open():
            self.instance = Passage.objects.named(self.plan, self.instance.section, self.instance.field)
        return super().clean()


class FigureForm(PlanPartForm):
    rows = "section", ("label", "value", "unit"), ("source", "as_of")

    class Meta:
        model = Figure
        fields = ["section", "label", "value", "unit", "source", "as_of"]
        field_classes = {"as_of": DayField, "value": AmountField}

    def offer(self):
        theirs = self.plan.sections_open_to(self.user, whenever=True)
        sourced = [each for each in SECTIONS if each.is_sourced and each.key in theirs]
        self.fields["section"].choices = [(section.key, section.title) for section in sourced]


class SwotItemForm(PlanPartForm):
    rows = ("quadrant", "weight"), "text", "evidence", ("source", "seen_on"), "is_confirmed"

    class Meta:
        model = SwotItem
        fields = ["quadrant", "text", "evidence", "weight", "source", "seen_on", "is_confirmed"]
        field_classes = {"seen_on": DayField}
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}


class TowsOptionForm(PlanPartForm):
    class Meta:
        model = TowsOption
        fields = ["text", "items"]

    def offer(self):
        self.fields["items"].queryset = self.plan.swot.all()
        self.fields["items"].label_from_instance = lambda item: f"{item.get_quadrant_display()} · {item.text}"

    def clean_items(self):
        items = self.cleaned_data["items"]
        if {item.is_internal for item in items} != {True, False}:
            told = _("Cross at least one strength or weakness with at least one opportunity or threat.")
            raise forms.ValidationError(told)
        return items


class PriorityForm(PlanPartForm):
    class Meta:
        model = StrategicPriority
        fields = ["title", "sentence", "client_issue", "options"]

    def offer(self):
        self.fields["options"].queryset = self.plan.options.all()


class ObjectiveForm(PlanPartForm):
    rows = (
        "title", "priority", ("metric", "unit"), ("baseline", "target", "due_on"), "owner",
        ("measure", "measure_source"), ("current", "current_on"), "is_internal",
    )  # fmt: skip

    class Meta:
        model = PlanObjective
        fields = [
            "title", "priority", "metric", "unit", "baseline", "target", "due_on", "owner", "measure",
            "measure_source", "current", "current_on", "is_internal",
        ]  # fmt: skip
        field_classes = {"due_on": DayField, "current_on": DayField} | dict.fromkeys(
            ("baseline", "target", "current"), AmountField
        )

    def offer(self):
        """What the records measure is not typed; of a choice just made, what was typed is left out (`clean`)."""
        super().offer()
        if self.instance.pk and self.instance.measure != PlanObjective.Measure.MANUAL:
            for name in ("current", "current_on"):
                self.fields[name].disabled = self["measure"].value() != PlanObjective.Measure.MANUAL

    def clean(self):
        cleaned = super().clean()
        if cleaned and cleaned.get("measure") != PlanObjective.Measure.MANUAL:
            cleaned |= {name: self.initial.get(name) for name in ("current", "current_on") if name in cleaned}
        return cleaned


class ActionForm(PlanPartForm):
    rows = (
        "title", "objective", ("owner", "client_owner"), ("starts_on", "due_on"), ("weight", "progress"),
        ("recurrence", "after"), "is_internal",
    )  # fmt: skip

    class Meta:
        model = PlanAction
        fields = [
            "title", "objective", "owner", "client_owner", "starts_on", "due_on", "weight", "progress", "recurrence",
            "after", "is_internal",
        ]  # fmt: skip
        field_classes = {"starts_on": DayField, "due_on": DayField}

    def offer(self):
        super().offer()
        self.fields["client_owner"].queryset = Stakeholder.objects.of(self.plan.account).present()
        self.fields["after"].queryset = self.plan.actions.exclude(pk=self.instance.pk)


class RiskForm(PlanPartForm):
    rows = "text", ("probability", "impact"), "trigger", "mitigation", "owner"

    class Meta:
        model = PlanRisk
        fields = ["text", "probability", "impact", "trigger", "mitigation", "owner"]
        widgets = {"mitigation": forms.Textarea(attrs={"rows": 3})}


class ProgressForm(ConflictMixin, forms.ModelForm):
    """What is told of an action once its plan is in force; `on` is today."""

    class Meta:
        model = PlanAction
        fields = ["progress", "done_on"]
        field_classes = {"done_on": PastDayField}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].until(on)
        self.helper = lines(self, ("progress", "done_on"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("done_on"):
            cleaned["progress"] = 100
        return cleaned


class AgreementForm(forms.ModelForm):
    """Somebody of the client agreed to the text that the page showed; `on` is today, `row.digest` that text now."""

    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, account, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].queryset = Stakeholder.objects.of(account).filter(is_placeholder=False)
        self.fields["stakeholder"].required = True
        self.fields["read"].initial = self.instance.digest
        self.fields[self.day].until(on)
        self.fields[self.day].initial = on
        self.conflicts, self.merged, self.warnings = [], [], []
        self.helper = lines(self, ("stakeholder", self.day), "evidence")

    def clean_read(self):
        if self.cleaned_data["read"] != self.instance.digest:
            raise forms.ValidationError(_("The text has changed since you opened this page: read it again first."))
        return self.cleaned_data["read"]

    def clean(self):
        cleaned = super().clean()
        if "read" in self.errors:
            self.add_error(None, self.errors["read"])
        if person := cleaned.get("stakeholder"):
            self.instance.name, self.instance.influence = person.name, person.influence
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"plan", "priority", "digest", "withdrawn_on"}


class EndorsementForm(AgreementForm):
    day = "endorsed_on"

    class Meta:
        model = Endorsement
        fields = ["stakeholder", "endorsed_on", "evidence"]
        field_classes = {"endorsed_on": PastDayField}
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}


class SignOffForm(AgreementForm):
    day = "signed_on"

    class Meta:
        model = SignOff
        fields = ["stakeholder", "signed_on", "evidence"]
        field_classes = {"signed_on": PastDayField}
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}


class MoveForm(forms.Form):
    """Why a plan goes where it goes; a director who sends it back says what of which section: `remarks` so far."""

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, remarks=None, asks_waiver=False, **kwargs):
        super().__init__(*args, **kwargs)
        if asks_waiver:
            self.fields["waiver"] = forms.CharField(
                label=_("Why without the client's agreement"), required=False, max_length=2_000,
                help_text=_("Only if the client cannot agree or sign: the reason is kept with the plan."),
            )  # fmt: skip
        if remarks is not None:
            for section in SECTIONS:
                self.fields[f"remark-{section.key}"] = forms.CharField(
                    label=f"{section.number}. {section.title}", required=False, max_length=5_000,
                    widget=forms.Textarea(attrs={"rows": 1}), initial=remarks.get(section.key, ""),
                )  # fmt: skip
        self.helper = FormHelper()
        self.helper.form_tag = False

    def reasons(self) -> dict:
        """What the service takes: comment, waiver, remarks by section."""
        told = {name.removeprefix("remark-"): text for name, text in self.cleaned_data.items() if text}
        return {
            "comment": self.cleaned_data["comment"],
            "waiver": self.cleaned_data.get("waiver", ""),
            "remarks": {key: text for key, text in told.items() if key in BY_KEY},
        }

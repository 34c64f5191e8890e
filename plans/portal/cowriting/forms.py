"""What a client types on the portal, and what we answer: checked as the forms of the plan itself check it."""

from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import modelform_factory
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PastDayField
from accounts.forms.parts import lines
from plans.forms import ActionForm, ObjectiveForm, PassageForm, PriorityForm
from plans.models import AccountPlan, Passage, PlanAction
from plans.portal.cowriting.places import NUMBERS, TERMS, Kind, Place, told
from plans.portal.models import ClientView, Message

ORDINARY = {
    Kind.PASSAGE: PassageForm,
    Kind.PRIORITY: PriorityForm,
    Kind.OBJECTIVE: ObjectiveForm,
    Kind.ACTION: ActionForm,
}
WHY = forms.CharField(label=_("Why"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


SENTENCES = {"sentence", "client_issue"}  # of one line, but too long for one of a phone


def spread(field: forms.CharField) -> None:
    """Give it several lines to be read in."""
    field.widget = forms.Textarea(attrs={"rows": 3})
    field.widget.attrs |= field.widget_attrs(field.widget)


class WordsForm(forms.ModelForm):
    """Some fields of a row of `plan`, under all the rules of the row."""

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan
        for name in SENTENCES & set(self.fields):
            spread(self.fields[name])
        self.helper = lines(self, *rows_of(tuple(self.fields)))

    def clean(self):
        cleaned = super().clean()
        return cleaned | {name: " ".join(cleaned[name].split()) for name in SENTENCES & set(cleaned)}

    def _get_validation_exclusions(self):
        known = {field.name for field in self.instance._meta.concrete_fields if self.instance.pk}
        return super()._get_validation_exclusions() - known - {"plan"}

    def _update_errors(self, errors):
        """What is wrong with a field that is not here is wrong with the whole."""
        told = errors.update_error_dict({})
        for name in set(told) - set(self.fields) - {NON_FIELD_ERRORS}:
            told.setdefault(NON_FIELD_ERRORS, []).extend(told.pop(name))
        super()._update_errors(ValidationError(told))


def words_form(kind: str, fields: tuple[str, ...]) -> type[WordsForm]:
    """The form of those fields, each as the form of the plan has it."""
    ordinary = ORDINARY[kind].Meta
    return modelform_factory(
        ordinary.model, form=WordsForm, fields=fields, widgets=getattr(ordinary, "widgets", None),
        field_classes={k: v for k, v in getattr(ordinary, "field_classes", {}).items() if k in fields},
    )  # fmt: skip


def row_at(plan: AccountPlan, kind: str, section: str, field: str, line) -> object | None:
    """The row of the plan that a place stands for, a new one for what is not written yet; None if it is gone."""
    if kind == Kind.PASSAGE:
        return Passage.objects.named(plan, section, field)
    model = TERMS[kind].model
    return model(plan=plan) if line is None else model.objects.filter(plan=plan, lineage=line).first()


def fields_at(kind: str, field: str, *, is_new: bool) -> tuple[str, ...]:
    if kind == Kind.PASSAGE:
        return ("text",)
    return TERMS[kind].fields if is_new else (field,)


class ReasonForm(forms.Form):
    reason = WHY


class ProposalForm:
    """The words of a client at a place, and why: two forms on one page, valid together.

    A new line names the line that it belongs to, one of the client edition.
    """

    def __init__(self, data=None, *, place: Place, row, plan: AccountPlan, content):
        self.place = place
        fields = fields_at(place.kind, place.field, is_new=place.is_new)
        standing = {} if place.is_new else {fields[0]: typed(fields[0], place.text)}  # of his edition, not of the plan
        self.words = words_form(place.kind, fields)(data, instance=row, plan=plan, initial=standing)
        for field in self.words.fields.values():
            field.help_text = ""  # written for us
        self.more = ReasonForm(data)
        if place.is_new and TERMS[place.kind].parent:
            self.offer_parents(TERMS[place.kind], content)
        self.more.helper = lines(self.more, *self.more.fields)

    def offer_parents(self, terms, content):
        choices = [(line.key, line.title) for line in getattr(content, terms.parents)]
        field = forms.ChoiceField(label=_("It belongs to"), choices=[("", "---------"), *choices], required=False)
        self.more.fields = {"parent": field, **self.more.fields}

    def is_valid(self) -> bool:
        if not (self.words.is_valid() and self.more.is_valid()):
            return False
        if self.proposed == self.place.text and not self.place.is_new:
            self.words.add_error(None, _("These are the words as they stand: change them, or write us a message."))
        return self.words.is_valid()

    @property
    def proposed(self) -> str:
        name = "title" if self.place.is_new else next(iter(self.words.fields))
        return told(self.words.cleaned_data[name])

    @property
    def facts(self) -> dict[str, str]:
        """All that a new line says; nothing of an old one."""
        if not self.place.is_new:
            return {}
        facts = {name: told(self.words.cleaned_data[name]) for name in self.words.fields}
        return facts | ({"parent": parent} if (parent := self.more.cleaned_data.get("parent")) else {})

    @property
    def reason(self) -> str:
        return self.more.cleaned_data["reason"]


def typed(field: str, text: str) -> str | Decimal:
    """What `told` wrote, as the field of a form shows it."""
    if not text or field not in NUMBERS:
        return text
    number = Decimal(text)
    return number if number % 1 else number.to_integral_value()


def rows_of(fields: tuple[str, ...]) -> tuple:
    """Short fields side by side."""
    if fields == TERMS[Kind.OBJECTIVE].fields:
        return "title", ("metric", "unit"), ("baseline", "target", "due_on")
    return ("title", ("starts_on", "due_on")) if fields == TERMS[Kind.ACTION].fields else fields


class MessageForm(forms.ModelForm):
    class Meta:
        model = Message
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Your message")}


class ViewForm(forms.ModelForm):
    class Meta:
        model = ClientView
        fields = ["side", "text", "weight"]
        widgets = {
            "side": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 2}),
            "weight": forms.NumberInput(attrs={"min": 1, "max": 5}),
        }  # fmt: skip
        labels = {"side": _("You tell us")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = ClientView.Side.choices
        self.fields["weight"].min_value, self.fields["weight"].max_value = 1, 5
        self.helper = lines(self, "side", "text", "weight")

    def clean_weight(self):
        if not 1 <= self.cleaned_data["weight"] <= 5:
            raise ValidationError(_("A number from 1 (a little) to 5 (very much)."))
        return self.cleaned_data["weight"]


class EndorsingForm(forms.Form):
    """`read` is the digest of the words that the page showed."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    why = forms.CharField(
        label=_("In a sentence, why (if you like)"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class SigningForm(forms.Form):
    """`read` is the digest of the edition that the page showed, `agreed` the sentence that is signed."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(error_messages={"required": _("Tick the sentence that you sign.")})

    def __init__(self, *args, sentence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = sentence


class StepForm(forms.ModelForm):
    """How far the client is with an action of his, and a word; `on` is today."""

    word = forms.CharField(
        label=_("A word to us"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = PlanAction
        fields = ["progress", "done_on"]
        field_classes = {"done_on": PastDayField}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].until(on)
        self.helper = lines(self, ("progress", "done_on"), "word")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("done_on"):
            cleaned["progress"] = 100
        return cleaned


class RefusalForm(forms.Form):
    answer = forms.CharField(
        label=_("A word to the client"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the client reads it.")},
    )  # fmt: skip

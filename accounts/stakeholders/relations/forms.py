"""Introductions and ties: only people of the account, and those of us who may be named on it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PastDayField
from accounts.forms.parts import PartForm, lines
from accounts.stakeholders.models import Introduction, Stakeholder, Step, Tie
from accounts.stakeholders.network import Side
from kam.users.models import User

DAYS = ("asked_on", "promised_on", "made_on", "refused_on", "met_on", "thanked_on")


class RelationForm(PartForm):
    """Knows who may be chosen: those still here, and those whom the row already names."""

    def scope(self, theirs: tuple[str, ...], ours: tuple[str, ...]) -> None:
        for name in theirs:
            self.fields[name].queryset = Stakeholder.objects.of(self.account).order_by("name")
        for name in ours:
            named = Q(pk=getattr(self.instance, f"{name}_id"))
            here = Q(pk__in=User.objects.colleagues_of(self.user).values("pk"))
            self.fields[name].queryset = User.objects.filter(here | named).order_by("last_name", "first_name")


class TieForm(RelationForm):
    class Meta:
        model = Tie
        fields = ["source", "colleague", "kind", "target", "is_confirmed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope(theirs=("source", "target"), ours=("colleague",))
        self.helper = lines(self, ("source", "colleague"), ("kind", "target"), "is_confirmed")


class IntroductionForm(RelationForm):
    """`on` is today: what is still to come has no day yet."""

    class Meta:
        model = Introduction
        fields = ["introducer", "introducing_colleague", "introduced", "introduced_to", "context", *DAYS]
        field_classes = dict.fromkeys(DAYS, PastDayField)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope(theirs=("introducer", "introduced"), ours=("introducing_colleague", "introduced_to"))
        for name in DAYS:
            self.fields[name].until(on)
        if self.instance.pk is None:
            self.fields["introduced_to"].initial = self.user.pk
            self.fields["asked_on"].initial = on
        self.helper = lines(
            self,
            ("introducer", "introducing_colleague"),
            ("introduced", "introduced_to"),
            "context",
            DAYS[:3],
            DAYS[3:],
        )


def trial(row) -> list[str]:
    """Why the rules of the row itself refuse it; field by field is of no use without the fields."""
    try:
        row.full_clean()
    except forms.ValidationError as refusal:
        return refusal.messages
    return []


class StepForm(forms.Form):
    """The step that one click takes, among the next ones of the introduction, `on` that day."""

    step = forms.TypedChoiceField(
        coerce=Step,
        error_messages={
            "invalid_choice": _("Somebody has changed this introduction meanwhile: look at it again."),
            "required": _("Choose the step that the introduction has reached."),
        },
    )

    def __init__(self, *args, introduction, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.introduction, self.on = introduction, on
        self.fields["step"].choices = [(step.value, step.label) for step in introduction.next_steps]

    def clean_step(self):
        """Try it on the row: its own rules may refuse the day."""
        step = self.cleaned_data["step"]
        self.introduction.reach(step, self.introduction.day_for(step, self.on))
        refused = trial(self.introduction)
        if refused:
            raise forms.ValidationError(refused)
        return step

    @property
    def refusal(self) -> str:
        return " ".join(error for errors in self.errors.values() for error in errors)

    def save(self):
        self.introduction.save(update_fields=[f"{self.cleaned_data['step']}_on"])


class QuestionForm(forms.Form):
    """Whom one wants to reach, and whose departure one fears."""

    to = forms.ChoiceField(label=_("Who can open the door to…"), required=False)
    leaving = forms.ChoiceField(label=_("What breaks if this person leaves…"), required=False)

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = answers
        nobody = [("", "---------")]
        self.fields["to"].choices = nobody + answers.people
        self.fields["leaving"].choices = nobody + [
            (_("Theirs"), [(f"theirs-{key}", name) for key, name in answers.people]),
            (_("Ours"), [(f"ours-{key}", name) for key, name in answers.ours]),
        ]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked and can be answered."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_bound else {}

    def door(self):
        self.is_valid()
        return self.answers.door(int(self.chosen["to"])) if "to" in self.chosen else None

    def loss(self):
        self.is_valid()
        if "leaving" not in self.chosen:
            return None
        side, key = self.chosen["leaving"].split("-")
        return self.answers.loss(Side(side), int(key))

"""What is asked about repetitions: which were made in an exchange, whose to show, whom one is about to meet."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import AmountField, PastDayField
from accounts.forms.parts import lines
from accounts.imports.values import fold
from accounts.models import Account
from accounts.stakeholders.models import Interaction, Stakeholder
from plans.models import PlanObjective, Repetition
from plans.models.plan import SHARED
from plans.sharing import publish
from plans.thread.repeating import note, present_at, repeatable_in, told_in

SAID = "-"  # repeated, though nobody noted how it was received
CHOICES = [("", _("not said")), (SAID, _("said")), *Repetition.Reception.choices]
NONE = "none"


class RepeatForm(forms.Form):
    """One choice for each priority and each person present; `on` is today."""

    merged: tuple = ()
    warnings: tuple = ()

    def __init__(self, *args, interaction: Interaction, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.interaction = interaction
        self.people = present_at(interaction)
        self.priorities = repeatable_in(interaction, on)
        self.told = told_in(interaction)
        for priority, person in self.pairs:
            row = self.told.get((priority.lineage, person.pk))
            self.fields[f"{priority.pk}-{person.pk}"] = forms.ChoiceField(
                label=f"{priority} · {person}", required=False, choices=CHOICES,
                initial=(row.reception or SAID) if row else "",
                widget=forms.Select(attrs={"class": "form-select", "data-plain": ""}),
            )  # fmt: skip

    @property
    def pairs(self) -> list[tuple]:
        return [(priority, person) for priority in self.priorities for person in self.people]

    @property
    def rows(self) -> list[tuple]:
        """(priority, its fields, one a person)."""
        return [(each, [self[f"{each.pk}-{person.pk}"] for person in self.people]) for each in self.priorities]

    @property
    def noted(self) -> list[tuple]:
        """(priority, what was noted of it) as it stands."""
        return [
            (each, [row for person in self.people if (row := self.told.get((each.lineage, person.pk)))])
            for each in self.priorities
        ]

    def save(self) -> None:
        answers = {None: None, "": None, SAID: ""}
        given = [(p, who, self.cleaned_data[f"{p.pk}-{who.pk}"]) for p, who in self.pairs]
        note(self.interaction, [(p, who, answers.get(answer, answer)) for p, who, answer in given])


class QuickForm(forms.Form):
    """One priority, repeated to everybody present, received in the same way."""

    priority = forms.ChoiceField()
    reception = forms.ChoiceField(choices=Repetition.Reception.choices)

    def __init__(self, *args, grid: RepeatForm, **kwargs):
        super().__init__(*args, **kwargs)
        self.grid = grid
        self.fields["priority"].choices = [(each.pk, str(each)) for each in grid.priorities]

    def save(self) -> None:
        chosen = next(each for each in self.grid.priorities if str(each.pk) == self.cleaned_data["priority"])
        reception = self.cleaned_data["reception"]
        note(self.grid.interaction, [(chosen, person, reception) for person in self.grid.people])


class ThreadFilter(forms.Form):
    """Whose lines of the matrix are shown; what it does not understand narrows nothing."""

    q = forms.CharField(label=_("Name, title"), required=False, max_length=200)
    function = forms.ChoiceField(label=_("Function"), required=False)
    entity = forms.ChoiceField(label=_("Entity or site"), required=False)
    circle = forms.ChoiceField(
        label=_("Informal power"), required=False,
        choices=[("", _("Any informal power")), *Stakeholder.InformalPower.choices],
    )  # fmt: skip
    only = forms.MultipleChoiceField(
        label=_("Only"), required=False, choices=[("unheard", _("those who have not heard everything"))]
    )
    FACTS = ("q", "function", "entity")  # what narrows without telling what we think

    def __init__(self, *args, people: list[Stakeholder], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for name, every in (("function", _("All functions")), ("entity", _("All entities"))):
            self.fields[name].choices = [("", every), *self.offered(name)]

    def offered(self, name: str) -> list[tuple[str, str]]:
        rows = {row.pk: row for person in self.people if (row := getattr(person, name))}
        nothing = [(NONE, _("none given"))] if any(getattr(p, f"{name}_id") is None for p in self.people) else []
        return [*sorted(((str(pk), str(row)) for pk, row in rows.items()), key=lambda pair: pair[1]), *nothing]

    @cached_property
    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self, names=("q", "function", "entity", "circle")) -> list[Stakeholder]:
        tests = [getattr(self, f"has_{name}") for name in names if name in self.asked]
        return [person for person in self.people if all(test(person) for test in tests)]

    def has_q(self, person) -> bool:
        text = fold(f"{person.name} {person.title}")
        return all(word in text for word in fold(self.asked["q"]).split())

    def has_function(self, person) -> bool:
        return str(person.function_id or NONE) == self.asked["function"]

    def has_entity(self, person) -> bool:
        return str(person.entity_id or NONE) == self.asked["entity"]

    def has_circle(self, person) -> bool:
        return person.informal_power == self.asked["circle"]


class MeetForm(forms.Form):
    """Whom one is about to meet."""

    people = forms.ModelMultipleChoiceField(
        label=_("Whom do you meet?"), required=False, queryset=Stakeholder.objects.none()
    )

    def __init__(self, *args, account: Account, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = (
            Stakeholder.objects.of(account).present().filter(is_placeholder=False).select_related("function")
        )

    @cached_property
    def met(self) -> list[Stakeholder]:
        return list(self.cleaned_data["people"]) if self.is_valid() else []


class ObjectiveProgressForm(ConflictMixin, forms.ModelForm):
    """The value of an objective that is measured by hand, once its plan is in force; `on` is today, `at` now."""

    class Meta:
        model = PlanObjective
        fields = ["current", "current_on"]
        field_classes = {"current": AmountField, "current_on": PastDayField}

    def __init__(self, *args, on, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["current"].required = True
        self.fields["current_on"].until(on)
        self.fields["current_on"].required = True
        self.initial["current_on"] = on
        self.helper = lines(self, ("current", "current_on"))

    def save(self, commit=True):
        """What the client may read of it, he reads at once."""
        objective = super().save(commit)
        if objective.plan.status in SHARED:
            publish(objective.plan, by=self.user, at=self.at)
        return objective

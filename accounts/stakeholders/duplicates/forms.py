"""Which of two values a merged person keeps."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.stakeholders.duplicates.choices import Pair, choices, chosen_values, loops, named_rows
from accounts.stakeholders.duplicates.merging import merge
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User

SIDES = (("kept", gettext_lazy("the first entry")), ("gone", gettext_lazy("the second entry")))


class PairForm(forms.Form):
    """Any two people of the account, to be compared."""

    kept = forms.ModelChoiceField(Stakeholder.objects.none(), label=gettext_lazy("Keep"))
    gone = forms.ModelChoiceField(Stakeholder.objects.none(), label=gettext_lazy("Make part of it"))

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = Stakeholder.objects.of(account).known().order_by("name", "pk")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kept") and cleaned["kept"] == cleaned.get("gone"):
            raise forms.ValidationError(_("Choose two different people."))
        return cleaned

    @property
    def keys(self) -> tuple[int, int]:
        return self.cleaned_data["kept"].pk, self.cleaned_data["gone"].pk


class MergeForm(forms.Form):
    """One radio a field that both fill differently; to be validated and saved in one transaction.

    `version_kept` and `version_gone` are the history events that the page was opened on: whoever has changed an entry
    meanwhile is not overruled by somebody who has not seen it.
    """

    version_kept = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version_gone = forms.IntegerField(widget=forms.HiddenInput, required=False)
    merged = ()

    def __init__(self, *args, pair: Pair, user: User, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.at = user, at
        self.compare(pair)
        for side in ("kept", "gone"):
            self.fields[f"version_{side}"].initial = latest_event(pair.side(side))

    def compare(self, pair: Pair) -> None:
        self.pair, self.choices = pair, choices(pair, named_rows(pair, self.user))
        for choice in self.choices:
            self.fields[f"take_{choice.name}"] = forms.ChoiceField(
                label=choice.label, choices=SIDES, initial=choice.proposed, widget=forms.RadioSelect
            )

    @property
    def rows(self) -> list[tuple]:
        """(choice, its field) for the page."""
        return [(choice, self[f"take_{choice.name}"]) for choice in self.choices]

    def clean(self):
        cleaned = super().clean()
        self.refuse_the_gone()
        self.refuse_the_unseen(cleaned)
        if not self.errors:
            self.refuse_loops()
        return cleaned

    def refuse_the_gone(self) -> None:
        """Lock both, in the order of their keys: two merges at once wait for each other."""
        keys = [self.pair.kept.pk, self.pair.gone.pk]
        found = {
            person.pk: person for person in Stakeholder.objects.filter(pk__in=keys).select_for_update().order_by("pk")
        }
        if len(found) < 2:
            raise forms.ValidationError(_("One of both entries has just been merged or deleted: nothing was changed."))
        if any(person.anonymised_on for person in found.values()):
            raise forms.ValidationError(_("Somebody anonymised cannot be merged."))
        self.compare(Pair(found[keys[0]], found[keys[1]]))

    def refuse_the_unseen(self, cleaned: dict) -> None:
        """Somebody saved one of them since the page was opened: show both again, with the answers given."""
        for side in ("kept", "gone"):
            person, latest = self.pair.side(side), latest_event(self.pair.side(side))
            if cleaned.get(f"version_{side}") not in (latest, None):
                self.data = self.data.copy()
                self.data[f"version_{side}"] = latest
                told = _("Somebody has changed %(name)s meanwhile. Look at both again, then merge.")
                self.add_error(None, told % {"name": person})

    def refuse_loops(self) -> None:
        lines = Stakeholder.objects.filter(account=self.pair.kept.account_id).reporting_lines()
        for loop in loops(self.pair, self.values, lines):
            told = _("Once merged, they would report in a circle: %(loop)s. Choose another manager.")
            self.add_error(None, told % {"loop": " → ".join(loop)})

    @property
    def values(self) -> dict:
        return chosen_values(self.pair, {c.name: self.cleaned_data.get(f"take_{c.name}", "kept") for c in self.choices})

    def save(self):
        return merge(self.pair.kept, self.pair.gone, values=self.values, by=self.user, at=self.at)


def latest_event(person: Stakeholder) -> int:
    events = person.pgh_event_model.objects.filter(pgh_obj=person.pk).order_by("-pk").values_list("pk", flat=True)
    return events.first() or 0

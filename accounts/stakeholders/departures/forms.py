"""How a departure is settled: a successor, a handover, a look at the risk."""

from django import forms
from django.utils.translation import gettext as _

from accounts.forms.parts import PartForm, lines
from accounts.stakeholders.departures.services import open_vacancy
from accounts.stakeholders.departures.succession import candidates
from accounts.stakeholders.models import Departure, Stakeholder
from kam.users.models import User


class DepartureForm(PartForm):
    """`on` is today. The button pressed says what else is asked: `settle`, or `vacancy` as the successor."""

    class Meta:
        model = Departure
        fields = ["successor", "owner", "handover", "risk", "risk_note"]
        widgets = {"handover": forms.Textarea(attrs={"rows": 4}), "risk_note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.was_settled = on, self.instance.settled_on
        self.offer_successors()
        named = User.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = User.objects.colleagues_of(self.user) | named
        self.helper = lines(self, ("successor", "owner"), "handover", "risk", "risk_note")

    def offer_successors(self):
        field, found = self.fields["successor"], candidates(self.instance)
        field.queryset = Stakeholder.objects.of(self.account).exclude(pk=self.instance.stakeholder_id)
        groups = (
            (_("Reports of the person leaving"), found.reports),
            (_("Same function"), found.same_function),
            (_("Others"), found.others),
        )
        chosen = self.instance.successor
        if chosen and chosen.departed_on:
            groups = (*groups, (_("Chosen before"), [chosen]))
        offered = [(label, [(person.pk, str(person)) for person in people]) for label, people in groups if people]
        field.choices = [("", _("Not known yet")), *offered]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"settled_on", "stakeholder"}

    @property
    def is_settling(self) -> bool:
        return "settle" in self.data

    def clean(self):
        cleaned = super().clean()
        if self.is_settling:
            told = _("Needed to settle a departure.")
            for name in ("handover", "risk"):
                if name in cleaned and not cleaned[name].strip():
                    self.add_error(name, told)
        if self.is_settling and not self.errors:
            self.instance.settled_on = self.was_settled or self.on
        return cleaned

    def save(self, commit=True):
        if "vacancy" in self.data and self.instance.successor is None:
            open_vacancy(self.instance)  # first: it locks the row that is then saved with its successor
        departure = super().save(commit)
        if self.is_settling:
            departure.save(update_fields=["settled_on"])
        return departure

"""The client's people, and what was exchanged with them."""

from datetime import date

from crispy_forms.layout import HTML
from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms.attachments import ZONE
from accounts.forms.fields import DayField, PastDayField
from accounts.forms.journal import RecordForm
from accounts.forms.parts import PartForm, groups, lines
from accounts.models import ListValue
from accounts.stakeholders.departures.following import follow_departures
from accounts.stakeholders.duplicates.warning import DuplicateMixin
from accounts.stakeholders.models import Interaction, Stakeholder
from accounts.stakeholders.models.relations import born_on
from accounts.stakeholders.opinions.keeping import keep_former_views
from accounts.stakeholders.reporting import loop_through
from accounts.stakeholders.strength import suggested_strength
from kam.users.models import User

SELF = _("%(name)s cannot report to himself or herself.")
BEFORE = _("This account begins on %(day)s: no day before.")
FIRST_DAY = date(1990, 1, 1)  # nobody writes down older exchanges by hand: an earlier day is a slip
PRIVACY = HTML('{% include "stakeholders/_privacy.html" %}')


def guide_link(aspect: str) -> HTML:
    return HTML(f'{{% include "stakeholders/_guide_link.html" with aspect="{aspect}" %}}')


class StakeholderForm(DuplicateMixin, PartForm):
    """`on` is today: an attitude is seen on a day that has come, the day it is written down unless said otherwise."""

    buying_roles = forms.MultipleChoiceField(
        label=_("Buying roles"),
        choices=Stakeholder.BuyingRole.choices,
        required=False,
        help_text=_("The parts played in a purchase; several are possible."),
    )

    class Meta:
        model = Stakeholder
        fields = [
            "name", "is_placeholder", "title", "email", "phone", "languages", "preferred_channel", "location", "code",
            "departed_on", "function", "level", "entity", "reports_to", "dotted_to", "buying_roles", "informal_power",
            "influence", "is_influence_confirmed", "attitude", "attitude_on", "attitude_evidence",
            "is_attitude_confirmed", "contact_strength", "is_strength_confirmed", "relationship",
            "is_relationship_confirmed", "relationship_target", "owner", "backup", "stakes", "source",
        ]  # fmt: skip
        field_classes = {"attitude_on": PastDayField, "departed_on": DayField}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("attitude_evidence", "stakes")}
        help_texts = {
            "attitude_on": _("Today when you leave it empty."),
            "attitude_evidence": _("What was said or done, and when: facts, no guesses."),
            "informal_power": _("How close to those whose word decides, whatever the title."),
            "stakes": _("What the person is answerable for at work. Stay factual: no opinion, nothing about private life."),
            "source": _("Where this comes from: a meeting, a card, a public page…"),
            "relationship": _("What we are to this person today."),
        }  # fmt: skip
        labels = dict.fromkeys(
            ("is_influence_confirmed", "is_attitude_confirmed", "is_strength_confirmed", "is_relationship_confirmed"),
            _("confirmed (else: assumed)"),
        )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["attitude_on"].until(on)
        self.fields["function"].queryset = ListValue.objects.of(
            ListValue.Kind.CLIENT_FUNCTION, self.instance.function_id
        )
        self.fields["entity"].queryset = self.account.entities.all()
        self.offer_people()
        self.fields["contact_strength"].help_text = self.suggestion()
        self.helper = groups(self, *self.layout())

    def layout(self) -> list[tuple]:
        return [
            (
                _("Who"), ("name", "title"), "is_placeholder", ("email", "phone"), ("languages", "preferred_channel"),
                ("location", "code"), "departed_on",
            ),
            (
                _("Place in the organisation"), ("function", "level", "entity"), ("reports_to", "dotted_to"),
                "buying_roles", "informal_power",
            ),
            (
                _("How we stand"), PRIVACY, ("influence", "is_influence_confirmed"), guide_link("influence"),
                ("attitude", "is_attitude_confirmed"), guide_link("attitude"), "attitude_on", "attitude_evidence",
                ("contact_strength", "is_strength_confirmed"), ("relationship", "is_relationship_confirmed"), guide_link("relationship"),
                "relationship_target",
            ),
            (_("Who looks after the relation"), ("owner", "backup"), "stakes", "source"),
        ]  # fmt: skip

    def offer_people(self):
        """Managers from the account, owners from our house; whoever is already named stays a choice."""
        named = [self.instance.reports_to_id, self.instance.dotted_to_id]
        present = Stakeholder.objects.of(self.account).exclude(pk=self.instance.pk)
        for name in ("reports_to", "dotted_to"):
            self.fields[name].queryset = present.filter(Q(departed_on=None) | Q(pk__in=named)).order_by("name", "pk")
            if self.instance.pk and self.data.get(self.add_prefix(name)) == str(self.instance.pk):
                self.fields[name].error_messages["invalid_choice"] = SELF % {"name": self.instance.name}
        for name in ("owner", "backup"):
            current = User.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = User.objects.colleagues_of(self.user) | current

    def suggestion(self) -> str:
        """What the interactions suggest, beside what a human confirms."""
        if self.instance.pk is None:
            return ""
        contacts = self.instance.contacts(self.on)
        strength = Stakeholder.ContactStrength(suggested_strength(contacts, self.on)).label
        seen = ngettext(
            "%(count)s two-way interaction in 180 days", "%(count)s two-way interactions in 180 days", contacts.recent
        ) % {"count": contacts.recent}
        return _("The interactions suggest: %(strength)s (%(seen)s).") % {"strength": strength, "seen": seen}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("attitude") is None:
            cleaned["attitude_on"] = None
        elif "attitude_on" in cleaned and self.is_assessed_anew(cleaned):
            cleaned["attitude_on"] = self.on
        self.ask_for_evidence(cleaned)
        self.refuse_loops(cleaned)
        self.refuse_days_before_birth(cleaned)
        self.warn_of_twins(cleaned)
        return cleaned

    def save(self, commit=True):
        """A judgement that a colleague had given stays as his opinion; a departure that weighs opens its task."""
        if self.instance.pk:
            keep_former_views(self.instance.pk, self.cleaned_data, by=self.user)
        person = super().save(commit)
        follow_departures(self.on, [person.pk])
        return person

    def refuse_days_before_birth(self, cleaned):
        """A day that is written down now lies in the life of the account."""
        told = {name: cleaned.get(name) for name in ("attitude_on", "departed_on") if name in self.changed_data}
        days = {name: day for name, day in told.items() if day}
        if days and min(days.values()) < (birth := born_on(self.account)):
            refusal = BEFORE % {"day": date_format(birth, "SHORT_DATE_FORMAT")}
            for name in (name for name, day in days.items() if day < birth):
                self.add_error(name, refusal)

    def refuse_loops(self, cleaned):
        lines = Stakeholder.objects.of(self.account).reporting_lines() if self.instance.pk else {}
        for name in ("reports_to", "dotted_to"):
            if lines and (boss := cleaned.get(name)) and (loop := loop_through(self.instance.pk, boss.pk, lines)):
                told = _("This would go round in a circle: %(loop)s.") % {"loop": " → ".join(loop)}
                self.add_error(name, told)

    def ask_for_evidence(self, cleaned):
        """Whoever sees somebody otherwise says what shows it (domain.md 1.3, indicator 5)."""
        before, now = self.initial.get("attitude"), cleaned.get("attitude")
        is_turned = self.instance.pk and None not in {before, now} and before != now
        if is_turned and not (cleaned.get("attitude_evidence") and "attitude_evidence" in self.changed_data):
            self.add_error("attitude_evidence", _("The attitude has changed: say what shows it, and when."))

    def is_assessed_anew(self, cleaned) -> bool:
        """Whether the attitude has no day of its own: none given, or the day of the attitude it replaces."""
        changed = set(self.changed_data)
        return cleaned["attitude_on"] is None or ("attitude" in changed and "attitude_on" not in changed)


class GuideForm(forms.Form):
    """The questions of a guide (accounts.stakeholders.guidance), all to be answered."""

    def __init__(self, *args, guide, **kwargs):
        super().__init__(*args, **kwargs)
        self.guide = guide
        for question in guide.questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text, choices=question.options, widget=forms.RadioSelect
            )

    def proposal(self):
        """The value that the answers propose, with its label; None until they are all given."""
        return self.guide.choices(self.guide.propose(self.cleaned_data)) if self.is_valid() else None


class InteractionForm(RecordForm):
    """`on` is today: what is still to come is no interaction yet, but a next step."""

    naming = ("notes", "outcome")

    class Meta:
        model = Interaction
        fields = [
            "occurred_on", "kind", "subject", "stakeholders", "colleagues", "is_two_way", "notes", "outcome",
            "next_step", "next_step_on", "next_step_done_on",
        ]  # fmt: skip
        field_classes = {"occurred_on": PastDayField, "next_step_on": DayField, "next_step_done_on": PastDayField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 4}), "outcome": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("occurred_on", "next_step_done_on"):
            self.fields[name].until(on)
        self.fields["occurred_on"].since(FIRST_DAY)
        self.fields["stakeholders"].queryset = self.people()
        self.fields["colleagues"].queryset = self.ours()
        if self.instance.pk is None:
            self.fields["occurred_on"].initial = on
            self.fields["colleagues"].initial = [self.user.pk]
            del self.fields["next_step_done_on"]
        self.helper = lines(
            self, ("occurred_on", "kind"), "subject", ("stakeholders", "colleagues"), "is_two_way", "notes", "outcome",
            "next_step", ("next_step_on", "next_step_done_on"), ZONE,
        )  # fmt: skip

    def _get_validation_exclusions(self):
        """A step has its rule with the day on which it is done, which the form of a new interaction lacks."""
        return super()._get_validation_exclusions() - {"next_step_done_on"}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_two_way") and "stakeholders" in cleaned and not cleaned["stakeholders"]:
            self.add_error(
                "stakeholders",
                _("An exchange in both directions has somebody of the client: say who, or untick “two-way”."),
            )
        return cleaned

    def people(self):
        """Those of the account, and those of another one (its group, say) who already stand in the interaction."""
        here = Q(account=self.account)
        present = Q(pk__in=self.instance.stakeholders.values("pk")) if self.instance.pk else Q()
        return Stakeholder.objects.filter(here | present if present else here).order_by("name")

    def ours(self):
        """Everybody who works here, and those who took part and left since."""
        colleagues = User.objects.colleagues_of(self.user)
        if self.instance.pk is None:
            return colleagues
        return User.objects.filter(
            Q(pk__in=colleagues.values("pk")) | Q(pk__in=self.instance.colleagues.values("pk"))
        ).order_by("last_name", "first_name")

"""The client's people, and what was exchanged with them."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, PastDayField
from accounts.forms.parts import PartForm, lines
from accounts.models import ListValue
from accounts.stakeholders.models import Interaction, Stakeholder
from kam.users.models import User


class StakeholderForm(PartForm):
    """`on` is today: an attitude is seen on a day that has come, the day it is written down unless said otherwise."""

    class Meta:
        model = Stakeholder
        fields = [
            "name", "is_placeholder", "title", "function", "entity", "level", "influence", "contact_strength",
            "attitude", "attitude_on", "email", "phone", "code", "departed_on",
        ]  # fmt: skip
        field_classes = {"attitude_on": PastDayField, "departed_on": DayField}
        help_texts = {
            "attitude_on": _("Today when you leave it empty."),
            "attitude": _("Stay factual: the person may ask to read what is noted about him or her."),
        }

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["attitude_on"].until(on)
        self.fields["function"].queryset = ListValue.objects.of(
            ListValue.Kind.CLIENT_FUNCTION, self.instance.function_id
        )
        self.fields["entity"].queryset = self.account.entities.all()
        self.helper = lines(
            self,
            ("name", "title"),
            "is_placeholder",
            ("function", "level", "entity"),
            ("influence", "contact_strength"),
            ("attitude", "attitude_on"),
            ("email", "phone"),
            ("code", "departed_on"),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("attitude") is None:
            cleaned["attitude_on"] = None
        elif "attitude_on" in cleaned and self.is_assessed_anew(cleaned):
            cleaned["attitude_on"] = self.on
        return cleaned

    def is_assessed_anew(self, cleaned) -> bool:
        """Whether the attitude has no day of its own: none given, or the day of the attitude it replaces."""
        changed = set(self.changed_data)
        return cleaned["attitude_on"] is None or ("attitude" in changed and "attitude_on" not in changed)


class InteractionForm(PartForm):
    """`on` is today: what is still to come is no interaction yet."""

    class Meta:
        model = Interaction
        fields = ["occurred_on", "kind", "subject", "stakeholders", "colleagues", "is_two_way", "notes"]
        field_classes = {"occurred_on": PastDayField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"].until(on)
        self.fields["stakeholders"].queryset = self.people()
        self.fields["colleagues"].queryset = self.ours()
        if self.instance.pk is None:
            self.fields["occurred_on"].initial = on
            self.fields["colleagues"].initial = [self.user.pk]
        self.helper = lines(
            self, ("occurred_on", "kind"), "subject", ("stakeholders", "colleagues"), "is_two_way", "notes"
        )

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

"""Who is invited, and the code of a guest."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms.parts import lines
from accounts.stakeholders.models import Stakeholder
from plans.portal.codes import DIGITS
from plans.portal.models import Guest
from plans.portal.services import invite

LONGEST_DAYS = 730


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name} · {person.email}"


def days_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("For how many days"), initial=settings.PORTAL_DAYS, min_value=1, max_value=LONGEST_DAYS
    )


class InvitationForm(forms.Form):
    """`account`: of whose people one is invited; `by` invites, now (`at`)."""

    stakeholder = PersonField(
        queryset=Stakeholder.objects.none(), label=_("Who"),
        help_text=_("People of the account who are here and have an e-mail address."),
    )  # fmt: skip
    days = forms.IntegerField()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    word = forms.CharField(
        label=_("A word of yours"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the e-mail, above the link."),
    )  # fmt: skip

    def __init__(self, *args, account, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.at = by, at
        self.fields["stakeholder"].queryset = Guest.objects.who_may_come(account)
        self.fields["days"] = days_field()
        self.fields["language"].initial = Guest.objects.language_of(account) or by.language
        self.helper = lines(self, "stakeholder", ("days", "language"), "word")

    @property
    def told(self) -> dict[str, str]:
        return {"name": self.cleaned_data["stakeholder"].name}

    def save(self) -> Guest:
        return invite(**self.cleaned_data, by=self.by, at=self.at)


class ExtensionForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"] = days_field()
        self.helper = lines(self, "days")


class CodeForm(forms.Form):
    """Six digits, typed with whatever blanks between them."""

    code = forms.CharField(
        label=_("The code of the e-mail"), max_length=20, strip=True,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "portal-code"}
        ),
    )  # fmt: skip

    def clean_code(self):
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", code):
            raise forms.ValidationError(_("A code has six digits."))
        return code

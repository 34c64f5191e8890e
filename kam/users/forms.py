"""What a person types about himself or, as administrator, about others."""

from allauth.account import forms as allauth
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from kam.users.models import RolePolicy, Team, User, time_zones


def helper(*rows) -> FormHelper:
    """Rows of fields side by side; the form tag and the buttons are the template's."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*(Row(*(Column(name, css_class="col-sm") for name in row)) for row in rows))
    return helper


class LoginForm(allauth.LoginForm):
    """allauth repeats each label inside the field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "role", "team", "language", "time_zone"]
        help_texts = {"email": _("The address to sign in with, and where the invitation goes.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance == user:
            self.fields["role"].disabled = True
            self.fields["role"].help_text = _("Another administrator can change your role.")
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["time_zone"] = time_zone_field(self.fields["time_zone"])
        self.helper = helper(["first_name", "last_name"], ["email"], ["role", "team"], ["language", "time_zone"])

    def clean_role(self):
        role = self.cleaned_data["role"]
        leaves = role != User.Role.ADMINISTRATOR and not self.instance.is_superuser
        if leaves and self.instance.pk and self.instance.is_last_administrator():
            raise forms.ValidationError(_("This is the last active administrator; name another one first."))
        return role


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "time_zone", "theme"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = time_zone_field(self.fields["time_zone"])
        self.helper = helper(["first_name", "last_name"], ["language", "time_zone"], ["theme"])


class DisplayForm(forms.ModelForm):
    """The quick switch of the top bar: it sends one of the two and leaves the other as it is."""

    class Meta:
        model = User
        fields = ["language", "theme"]

    def __init__(self, data, *, instance):
        super().__init__({"language": instance.language, "theme": instance.theme, **data.dict()}, instance=instance)


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["name", "director"]
        help_texts = {"director": _("Sees the accounts of everybody in the team.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["director"].queryset = User.objects.directors()
        self.helper = helper(["name", "director"])


class SecurityPolicyForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("A second factor is required of"),
        choices=User.Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever has none yet sets it up at the next page he opens."),
    )

    def __init__(self, *args, **kwargs):
        required = RolePolicy.objects.filter(is_second_factor_required=True).values_list("role", flat=True)
        super().__init__(*args, initial={"roles": list(required)}, **kwargs)
        self.helper = helper(["roles"])


def time_zone_field(field: forms.Field) -> forms.ChoiceField:
    return forms.ChoiceField(label=field.label, choices=time_zones, initial=field.initial)

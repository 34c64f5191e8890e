"""What is typed into a bulletin, and to whom it goes."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import DayField
from accounts.forms.parts import lines
from projects.models import Bulletin
from projects.models.communication import SECTIONS
from projects.telling.people import FIRST_CHOICE, Concerned
from projects.telling.services import refusals
from projects.telling.standing import Standing


class LanguageForm(forms.Form):
    """In which language a bulletin is drafted: that of its readers, whatever ours."""

    language = forms.ChoiceField(
        label=_("Language of the readers"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class BulletinForm(ConflictMixin, forms.ModelForm):
    """A bulletin until it is sent. A colour better than that of the project is saved with its reason only."""

    class Meta:
        model = Bulletin
        fields = ["title", "period_from", "period_to", "colour", "colour_reason", *SECTIONS]
        labels = {"colour": pgettext_lazy("project", "Status")}
        field_classes = {"period_from": DayField, "period_to": DayField}
        widgets = {
            name: forms.Textarea(attrs={"rows": rows}) for name, rows in zip(SECTIONS, (8, 5, 5, 5, 4), strict=True)
        }

    def __init__(self, *args, standing: Standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.fields["recovery"].help_text = _("A red project has one: what, who, by when.")
        self.helper = lines(self, "title", ("period_from", "period_to"), ("colour", "colour_reason"), *SECTIONS)

    def clean(self):
        told = super().clean()
        if type(self.instance).objects.sent().filter(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This bulletin has been sent meanwhile: it does not change any more."))
        if (told.get("period_from") or date.min) > (told.get("period_to") or date.max):
            self.add_error("period_to", _("The period ends before it starts."))
        return told

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        refused = refusals(self.instance, self.standing)
        if "colour_reason" in refused:
            self.add_error("colour_reason", refused["colour_reason"])
        self.warnings += [text for name, text in refused.items() if name == "recovery"]

    def save(self, commit=True):
        bulletin = super().save(commit)
        bulletin.save(update_fields=["known_colour"])
        return bulletin


class ReadersForm(forms.Form):
    """To whom a bulletin goes: those whom the project concerns and who have an address, by their role."""

    to = forms.MultipleChoiceField(
        label=_("To"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose to whom the bulletin goes.")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, people: list[Concerned], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {each.key: each for each in people if each.email}
        self.silent = [each for each in people if not each.email]
        groups: dict = {}
        for key, each in self.people.items():
            groups.setdefault(str(each.role), []).append((key, f"{each.person} · {each.email}"))
        self.fields["to"].choices = list(groups.items())
        self.fields["to"].initial = [key for key, each in self.people.items() if each.role in FIRST_CHOICE]

    def chosen(self) -> list[Concerned]:
        return [self.people[key] for key in self.cleaned_data["to"]]

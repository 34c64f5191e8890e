"""The lists that an administrator keeps."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import ListValue, Sector, Tier


class ReferenceForm(forms.ModelForm):
    """The code names the entry in files that are imported; left empty, it is made of the French name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Names it in imported files. Left empty, it is made of the French name.")
        self.fields["name_en"].help_text = _("Left empty, the French name is shown.")
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self):
        cleaned = super().clean()
        slug = slugify(cleaned.get("name_fr", ""))[: self.fields["code"].max_length]
        cleaned["code"] = cleaned.get("code") or slug or "-"
        return cleaned


class SectorForm(ReferenceForm):
    class Meta:
        model = Sector
        fields = ["name_fr", "name_en", "code"]


class TierForm(ReferenceForm):
    class Meta:
        model = Tier
        fields = ["name_fr", "name_en", "weight", "position", "code"]
        help_texts = {"weight": _("An account of weight 3 counts three times as much in averages as one of weight 1.")}


class ListValueForm(ReferenceForm):
    class Meta:
        model = ListValue
        fields = ["kind", "name_fr", "name_en", "position", "is_active", "code"]
        help_texts = {"is_active": _("Switched off, it stays where it is used and is no longer offered.")}

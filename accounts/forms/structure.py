"""Entities and sites of the client, its listing and the indices it is in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CodeField, DayField
from accounts.forms.parts import PartForm, lines
from accounts.models import ClientEntity, IndexMembership, Listing
from accounts.trees import path_back


class EntityForm(PartForm):
    class Meta:
        model = ClientEntity
        fields = [
            "kind", "name", "parent", "code", "siren", "siret", "address", "postal_code", "city", "country",
        ]  # fmt: skip
        field_classes = {"siren": CodeField, "siret": CodeField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = self.account.entities.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("the group itself")
        for name, room in (("siren", 11), ("siret", 17)):  # as they are typed, with blanks
            self.fields[name].widget.attrs["maxlength"] = room
        self.helper = lines(
            self,
            ("kind", "name"),
            ("parent", "code"),
            ("siren", "siret"),
            "address",
            ("postal_code", "city"),
            "country",
        )

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        rows = {row.pk: row for row in self.account.entities.all()}
        loop = path_back(self.instance.pk, parent.pk, lambda pk: rows[pk].parent_id) if parent else []
        if loop:
            told = " → ".join(rows[pk].name for pk in loop)
            raise forms.ValidationError(_("This would go round in a circle: %(loop)s.") % {"loop": told})
        return parent

    def clean(self):
        cleaned = super().clean()
        siren, siret = cleaned.get("siren"), cleaned.get("siret")
        if siren and siret and not siret.startswith(siren):
            self.add_error("siret", _("This SIRET starts with another SIREN."))
        return cleaned


class ListingForm(PartForm):
    class Meta:
        model = Listing
        fields = ["isin", "ticker", "market"]
        field_classes = {"isin": CodeField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["isin"].widget.attrs["maxlength"] = 20
        self.helper = lines(self, ("isin", "ticker"), "market")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in self.Meta.fields):
            raise forms.ValidationError(_("Give at least one of the three."))
        return cleaned


class IndexForm(PartForm):
    """A time in an index; the account gets an empty listing when it has none yet."""

    class Meta:
        model = IndexMembership
        fields = ["index", "from_on", "to_on"]
        field_classes = {"from_on": DayField, "to_on": DayField}
        help_texts = {"to_on": _("Empty while the membership lasts.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = lines(self, "index", ("from_on", "to_on"))

    def save(self, commit=True):
        if self.instance.listing_id is None:
            self.instance.listing = Listing.objects.get_or_create(account=self.account)[0]
        return super().save(commit)

"""Forms of an import: the file, then what its columns hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.imports.kinds.base import ImportKind, kinds
from accounts.imports.problems import ReadError
from accounts.imports.readers import open_table
from accounts.models import Import

TRIED = 1000  # rows read before a file is accepted; what is wrong further down is told by the dry run


class UploadForm(forms.Form):
    """A file that can be read; `table` is its content."""

    kind = forms.ChoiceField(
        label=_("What the file contains"), widget=forms.RadioSelect(attrs={"class": "form-check-input"})
    )
    file = forms.FileField(label=_("File"), allow_empty_file=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds().values()]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            self.table = open_table(upload.file, upload.name)
            self.table.try_out(TRIED)
        except ReadError as error:
            raise forms.ValidationError(str(error)) from None
        return upload

    @property
    def chosen_kind(self) -> ImportKind:
        return kinds()[self.cleaned_data["kind"]]


class MappingForm(forms.Form):
    """A field for each column, the match key, and what the person fixes instead of letting it be guessed."""

    match_key = forms.ChoiceField(
        label=_("Match key"),
        help_text=_("How a row finds the record that it is about; without one, it is created."),
    )
    mark = forms.ChoiceField(
        label=_("Decimal mark"),
        required=False,
        choices=[("", _("As the file shows")), (",", _("Comma: 1 234,5")), (".", _("Point: 1,234.5"))],
    )
    dates = forms.ChoiceField(
        label=_("Dates in figures"),
        required=False,
        choices=[("", _("As the file shows")), ("day", _("Day first: 31/12")), ("month", _("Month first: 12/31"))],
    )

    def __init__(self, *args, imported: Import, kind: ImportKind, samples: list[list[str]], **kwargs):
        self.imported, self.kind, self.samples = imported, kind, samples
        super().__init__(*args, **kwargs)
        choices = [("", _("Not imported")), *((each.key, label_of(each)) for each in kind.fields)]
        for place, header in enumerate(imported.headers):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header, required=False, choices=choices, initial=imported.mapping.get(header, "")
            )
        self.fields["match_key"].choices = [(key.key, key.label) for key in kind.keys]
        self.initial |= {"match_key": imported.match_key, **imported.hints}

    def columns(self):
        """Each column of the file: its field of this form and some of its values."""
        return [(self[f"column-{place}"], self.samples[place]) for place in range(len(self.imported.headers))]

    def choices_of_reading(self):
        return [self[name] for name in ("match_key", "mark", "dates")]

    def clean(self):
        cleaned = super().clean()
        mapping = {}
        for place, header in enumerate(self.imported.headers):
            key = cleaned.get(f"column-{place}")
            if key and key in mapping.values():
                self.add_error(f"column-{place}", _("Another column already holds this."))
            elif key:
                mapping[header] = key
        self.check_key(cleaned.get("match_key"), mapping)
        cleaned["mapping"] = mapping
        return cleaned

    def check_key(self, chosen: str | None, mapping: dict[str, str]) -> None:
        usable = [key.key for key in self.kind.mapped_keys(mapping.values())]
        if chosen and chosen not in usable:
            self.add_error("match_key", _("No column holds what this key needs."))

    def save(self) -> Import:
        """The decisions, in the import; not saved yet."""
        cleaned = self.cleaned_data
        self.imported.mapping, self.imported.match_key = cleaned["mapping"], cleaned["match_key"]
        self.imported.hints = {name: cleaned[name] for name in ("mark", "dates") if cleaned[name]}
        return self.imported


def label_of(each) -> str:
    label = str(each.label)
    return f"{label[:1].upper()}{label[1:]}{' *' if each.is_required else ''}"

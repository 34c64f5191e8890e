"""A file with a schedule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.files import plain_name
from accounts.forms.parts import lines
from accounts.imports.problems import ReadError
from projects.interchange.reading import read_schedule
from projects.interchange.report import words_of


class ScheduleFileForm(forms.Form):
    """A file that holds a schedule; `outline` is what it holds."""

    file = forms.FileField(label=_("File"), help_text=_("Microsoft Project XML, CSV or XLSX."), allow_empty_file=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = lines(self, "file")

    def clean_file(self):
        file = self.cleaned_data["file"]
        file.name = plain_name(file.name)
        try:
            self.outline = read_schedule(file, file.name)
        except ReadError as error:
            raise forms.ValidationError(words_of(error)) from error
        return file

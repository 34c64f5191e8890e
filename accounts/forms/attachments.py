"""Files that a person adds to a record: each is looked at, and one that is refused says which and why."""

from crispy_forms.layout import HTML
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.attachments import Upload, attach
from accounts.files import ACCEPTED, Refused, kind_of, plain_name

ZONE = HTML('{% include "accounts/_files_field.html" %}')


class FilesInput(forms.FileInput):
    """Written by accounts/_files_field.html, as a zone on which files can be dropped."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Some files at once; `room` says how many more the record takes."""

    widget = FilesInput(attrs={"accept": ACCEPTED})
    room = 0

    def clean(self, data, initial=None):
        """The uploads, good ones all. Raises ValidationError with a line for each refused file."""
        files = [file for file in data or [] if file]
        problems = [self.too_many()] if len(files) > self.room else []
        uploads = []
        for file in files:
            name = plain_name(file.name)
            try:
                kind = kind_of(file, name, file.size, settings.ATTACHMENT_MAX_BYTES)
                uploads.append(Upload(file, name, kind))
            except Refused as reason:
                problems.append(_("“%(name)s” is not taken: %(reason)s") % {"name": name, "reason": reason})
        if problems:
            raise forms.ValidationError(problems)
        if self.required and not uploads:
            raise forms.ValidationError(_("Choose a file first."))
        return uploads

    def too_many(self) -> str:
        return ngettext(
            "At most %(max)s file a record; there is room for %(room)s more.",
            "At most %(max)s files a record; there is room for %(room)s more.",
            settings.ATTACHMENT_MAX_FILES,
        ) % {"max": settings.ATTACHMENT_MAX_FILES, "room": max(0, self.room)}


class FilesForm(forms.Form):
    """Files for a record that exists."""

    files = FilesField(label=_("Files"))

    def __init__(self, *args, record, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.user = record, user
        self.fields["files"].room = settings.ATTACHMENT_MAX_FILES - record.attachments.count()

    def save(self):
        attach(self.record, self.cleaned_data["files"], by=self.user)

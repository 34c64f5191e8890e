"""What the records of the journal share: colleagues named in their texts, and files."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.attachments import attach
from accounts.forms.attachments import FilesField
from accounts.forms.parts import PartForm
from accounts.mentions import tell_named


class RecordForm(PartForm):
    """A record of the journal: `naming` are the texts in which colleagues are named, who get word of it once."""

    naming: tuple[str, ...] = ()
    files = FilesField(label=_("Files"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.instance.attachments.count() if self.instance.pk else 0
        self.fields["files"].room = settings.ATTACHMENT_MAX_FILES - held
        for name in self.naming:
            self.fields[name].widget.attrs["data-mentions"] = reverse("accounts:colleagues", args=[self.account.pk])

    def save(self, commit=True):
        record = super().save(commit)
        attach(record, self.cleaned_data["files"], by=self.user)
        for person in tell_named(record, [getattr(record, name) for name in self.naming], by=self.user):
            told = _("%(name)s does not see this and was not told: share the account, or the note, first.")
            self.warnings.append(told % {"name": person})
        return record

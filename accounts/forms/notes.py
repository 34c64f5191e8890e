"""What we say to each other about an account."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.attachments import ZONE
from accounts.forms.journal import RecordForm
from accounts.forms.parts import lines
from accounts.models import Comment


class CommentForm(RecordForm):
    """A note of the person who writes it."""

    naming = ("text",)

    class Meta:
        model = Comment
        fields = ["text", "topic", "is_internal", "is_confidential"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        labels = {"is_internal": _("Internal: never shown to the client"), "text": pgettext_lazy("journal", "Note")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.author = self.user
        self.fields["topic"].choices = [("", _("No topic")), *Comment.Topic.choices]
        self.helper = lines(self, "text", "topic", "is_internal", "is_confidential", ZONE)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_confidential") and not cleaned.get("is_internal"):
            self.add_error("is_confidential", _("A confidential note is internal: it cannot be shown to the client."))
        return cleaned

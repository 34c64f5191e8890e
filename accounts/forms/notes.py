"""What we say to each other about an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.parts import PartForm, lines
from accounts.models import Comment


class CommentForm(PartForm):
    """A comment of the person who writes it."""

    class Meta:
        model = Comment
        fields = ["text", "is_internal"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        labels = {"is_internal": _("Internal: never shown to the client")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.author = self.user
        self.helper = lines(self, "text", "is_internal")

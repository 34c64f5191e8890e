"""What a guest says of a result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ResultRecognition

Level = ResultRecognition.Level
LEVELS = (
    (Level.VALIDATED, _("I confirm it: this result was obtained")),
    (Level.ACKNOWLEDGED, _("I have taken note of it, without confirming the figure")),
)


class RecognitionForm(forms.Form):
    """`read` is the digest of the result that the page showed."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    level = forms.ChoiceField(
        label=_("What do you say of it?"), choices=LEVELS, initial=Level.VALIDATED, widget=forms.RadioSelect
    )
    quote = forms.CharField(
        label=_("In your words (if you like)"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your colleagues who are invited read them too, with your name."),
    )  # fmt: skip

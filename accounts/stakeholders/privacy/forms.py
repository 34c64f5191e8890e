from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class AnonymiseForm(forms.Form):
    """The one thing that no undo button follows asks twice."""

    is_sure = forms.BooleanField(label=_("I understand that this cannot be undone by anybody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

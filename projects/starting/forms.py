"""What is asked for to save a template, and to start a project from one."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.forms.parts import lines
from projects.models import ProjectTemplate

YEARS = range(1990, 2100)


class TemplateForm(forms.ModelForm):
    class Meta:
        model = ProjectTemplate
        fields = ["name", "description", "is_offered"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = lines(self, "name", "description", "is_offered")


class StartForm(forms.Form):
    name = forms.CharField(label=_("Name of the project"), max_length=120)
    starts_on = DayField(label=_("First day"))
    is_alsace_moselle = forms.BooleanField(label=capfirst(_("holidays of Alsace-Moselle")), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = lines(self, "name", "starts_on", "is_alsace_moselle")

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day.year not in YEARS:
            raise forms.ValidationError(_("No project starts then."))
        return day

"""Who is in charge of a section, what is said of it, and what its reader notes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.parts import lines
from plans.forms import PassageForm, PlanPartForm
from plans.models import SectionCharge, SectionComment, SectionReading


class PlacedPassageForm(PassageForm):
    """One of several passages on a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.instance.section}-{self.instance.field}-%s"
        self.fields["text"].widget.attrs["rows"] = 8


class SectionChargeForm(PlanPartForm):
    """Naming somebody again changes what is asked of him; a section has one who answers for it."""

    class Meta:
        model = SectionCharge
        fields = ["user", "is_owner"]
        help_texts = {"is_owner": _("One person answers for a section; the others contribute.")}

    def offer(self):
        self.fields["user"].queryset = self.plan.account.readers().order_by("last_name", "first_name")

    def is_open(self) -> bool:
        return self.plan.is_still_open_to(self.user)

    def clean(self):
        named = self.plan.charges.filter(section=self.instance.section, user=self.cleaned_data.get("user"))
        self.instance = named.first() or self.instance
        return super().clean()

    def save(self, commit=True):
        if self.cleaned_data["is_owner"]:
            owners = self.plan.charges.filter(section=self.instance.section, is_owner=True)
            owners.exclude(pk=self.instance.pk).update(is_owner=False)
        return super().save(commit)


class SectionCommentForm(forms.ModelForm):
    class Meta:
        model = SectionComment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    line = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, names: dict[str, str], **kwargs):
        """`names`: the keys of the lines of the section that may be spoken of."""
        super().__init__(*args, **kwargs)
        self.names = names
        self.fields["text"].widget.attrs.pop("maxlength", None)  # a browser would cut a longer paste without a word

    def clean_line(self):
        line = self.cleaned_data["line"]
        return line if str(line) in self.names else None

    def save(self, commit=True):
        self.instance.line = self.cleaned_data["line"]
        return super().save(commit)


class SectionReadingForm(forms.ModelForm):
    class Meta:
        model = SectionReading
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your remark on this section")
        self.fields["text"].help_text = _("Yours alone until you send the plan back.")
        self.fields["text"].widget.attrs.pop("maxlength", None)
        self.helper = lines(self, "text")

"""What is typed about how a project stands: a declared colour, a baseline, the end of it all."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import PastDayField
from accounts.forms.parts import lines
from accounts.stakeholders.models import Stakeholder
from projects.forms import ProjectRowForm
from projects.models import Baseline, Colour, DeclaredStatus, Project, Status
from projects.services import freeze_baseline
from projects.sharing import republish
from projects.tasks import keep_status

OVER = [(each.value, each.label) for each in (Status.FINISHED, Status.GIVEN_UP)]


class DeclareForm(ProjectRowForm):
    """What the leader says of the project today; red says how it will recover."""

    class Meta:
        model = DeclaredStatus
        fields = ["colour", "reason", "recovery"]
        labels = {"colour": pgettext_lazy("project", "Status")}
        widgets = {"recovery": forms.Textarea(attrs={"rows": 4})}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("colour") == Colour.RED and not cleaned.get("recovery"):
            self.add_error("recovery", _("A red project has a recovery plan: write what, who, by when."))
        return cleaned

    def save(self, commit=True):
        self.instance.declared_on, self.instance.declared_by = self.on, self.user
        row = super().save(commit)
        keep_status.delay_on_commit(self.project.pk)
        return row


class BaselineForm(ProjectRowForm):
    """Why the schedule is promised anew, and with whom of the client it was agreed."""

    class Meta:
        model = Baseline
        fields = ["reason", "agreed_with"]

    def offer(self):
        self.fields["agreed_with"].queryset = Stakeholder.objects.of(self.project.account).present()

    def save(self, commit=True):
        told = self.cleaned_data
        return freeze_baseline(
            self.project, by=self.user, reason=told["reason"], agreed_with=told["agreed_with"], on=self.on
        )


class CloseForm(ConflictMixin, forms.ModelForm):
    status = forms.ChoiceField(label=_("The project is"), choices=OVER, widget=forms.RadioSelect)
    closed_on = PastDayField(label=capfirst(_("closed on")))

    class Meta:
        model = Project
        fields = ["status"]

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.initial["status"], self.fields["closed_on"].initial = Status.FINISHED, on
        self.fields["closed_on"].since(self.instance.starts_on)
        self.fields["closed_on"].until(on)
        self.helper = lines(self, "status", "closed_on")

    def save(self, commit=True):
        self.instance.closed_on = self.cleaned_data["closed_on"]
        self.instance.date_status(self.on)
        self.instance.save(update_fields=["status", "opened_on", "closed_on"])
        republish(self.instance)
        return self.instance

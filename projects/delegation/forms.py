"""What is typed when somebody is put to work, or takes over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.delegation.assigning import AssigningMixin, offer_people
from projects.delegation.note import Facts
from projects.delegation.services import hand_over
from projects.forms import ProjectPartForm, ProjectRowForm
from projects.models import Assignment, Handover, Task


class AssignForm(AssigningMixin, ProjectPartForm):
    """The people of a task and nothing else, each with his share of its days."""

    class Meta:
        model = Task
        fields = []

    def offer(self):
        offer_people(self, self.project, self.user)
        self.people = list(self.instance.assignments.select_related("user", "stakeholder"))
        for each in self.people:
            self.fields[share_name(each)] = forms.IntegerField(
                label=_("%(name)s: share of the days (%%)") % {"name": each}, min_value=1, max_value=100,
                required=False, initial=each.share,
            )  # fmt: skip
        self.rows = "ours", "theirs", *map(share_name, self.people), "share"

    def _save_m2m(self):
        for each in self.people:
            if share := self.cleaned_data.get(share_name(each)):
                Assignment.objects.filter(pk=each.pk).update(share=share)
        super()._save_m2m()


def share_name(assignment: Assignment) -> str:
    return f"share_{assignment.pk}"


class HandoverForm(ProjectRowForm):
    """To whom, with which words; sent, it is offered, and nothing else moves (`at` is now, `task` None: the project)."""

    class Meta:
        model = Handover
        fields = ["user", "stakeholder", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args, task, at, **kwargs):
        self.task, self.at = task, at
        super().__init__(*args, **kwargs)

    def offer(self):
        self.instance.task = self.task
        carrier = self.project.leader_id or self.project.reference_kam_id
        ours = User.objects.colleagues_of(self.user).exclude(pk=self.user.pk)
        self.fields["user"].queryset = ours if self.task else ours.exclude(pk=carrier)
        self.fields["stakeholder"].queryset = Stakeholder.objects.of(self.project.account).present().real()
        self.fields["note"].initial = Facts(self.project, self.task, self.on).note
        self.rows = ("user", "stakeholder"), "note"

    def clean(self):
        told = super().clean()
        if bool(told.get("user")) == bool(told.get("stakeholder")) and not {"user", "stakeholder"} & self.errors.keys():
            self.add_error("user", _("Choose one person, of ours or of theirs."))
        return told

    def save(self, commit=True):
        hand_over(self.instance, by=self.user, at=self.at)
        if self.instance.is_out_of_reach():
            told = _(
                "%(name)s does not see this account: nothing can be accepted before somebody adds him to its team."
            )
            self.warnings.append(told % {"name": self.instance.user})
        return self.instance

"""What is typed about deliverables, milestones, risks and decisions of a project."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, PastDayField
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.forms import ProjectPartForm, ProjectRowForm
from projects.models import Decision, Deliverable, Meeting, ProjectRisk, Task
from projects.sharing import republish

State = Deliverable.State


def people_of(project, chosen_id):
    """Those of the client who may be named, and the one who is."""
    people = Stakeholder.objects.of(project.account).known().real()
    return people.present() | people.filter(pk=chosen_id)


class DeliverableForm(ProjectRowForm):
    link = forms.URLField(label=capfirst(_("address")), max_length=500, required=False, assume_scheme="https")
    rows = "name", ("task", "due_on"), ("state", "delivered_on", "accepted_by"), "link", ("is_must", "is_internal")

    class Meta:
        model = Deliverable
        fields = [
            "name", "task", "due_on", "state", "delivered_on", "accepted_by", "link", "is_must", "is_internal",
        ]  # fmt: skip
        field_classes = {"due_on": DayField, "delivered_on": PastDayField}

    def offer(self):
        self.fields["task"].queryset = self.project.tasks.all()
        self.fields["accepted_by"].queryset = people_of(self.project, self.instance.accepted_by_id)
        self.fields["delivered_on"].until(self.on)

    def clean(self):
        told = super().clean()
        if told.get("state") == State.ACCEPTED and not told.get("accepted_by") and "accepted_by" not in self.errors:
            self.add_error("accepted_by", _("Say who of the client accepted it."))
        return told


class RiskForm(ProjectRowForm):
    rows = "text", ("probability", "impact"), "response", ("owner", "state"), ("task", "review_on")

    class Meta:
        model = ProjectRisk
        fields = ["text", "probability", "impact", "response", "owner", "state", "task", "review_on"]
        field_classes = {"review_on": DayField}
        widgets = {"response": forms.Textarea(attrs={"rows": 3})}

    def offer(self):
        self.fields["task"].queryset = self.project.tasks.all()
        current = User.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = User.objects.colleagues_of(self.user) | current
        for name in ("probability", "impact"):
            self.fields[name].widget.attrs |= {"min": 1, "max": 5}


class DecisionForm(ProjectRowForm):
    """A decision, or one that is asked for: then it has no day yet."""

    replaces = forms.ModelChoiceField(
        Decision.objects.none(), label=capfirst(_("replaces")), required=False, empty_label=_("no earlier decision")
    )
    rows = "text", ("due_on", "decided_on"), ("meeting", "replaces"), "is_internal"

    class Meta:
        model = Decision
        fields = ["text", "due_on", "decided_on", "meeting", "is_internal"]
        field_classes = {"due_on": DayField, "decided_on": PastDayField}
        help_texts = {"decided_on": _("Without a day, it is asked for: it stands on the agenda until it is taken.")}

    def offer(self):
        self.fields["decided_on"].until(self.on)
        self.fields["meeting"].queryset = Meeting.objects.in_project(self.project)
        replaced = self.project.decisions.filter(replaced_by=self.instance.pk) if self.instance.pk else None
        others = self.project.decisions.taken().filter(replaced_by=None).exclude(pk=self.instance.pk)
        self.fields["replaces"].queryset = (others | replaced) if replaced is not None else others
        self.replaced = replaced.first() if replaced is not None else None
        self.fields["replaces"].initial = self.replaced

    def clean(self):
        told = super().clean()
        if told.get("replaces") and not told.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Only a decision that is taken replaces another: say when."))
        return told

    def save(self, commit=True):
        decision, chosen = super().save(commit), self.cleaned_data["replaces"]
        for other, now in ((self.replaced, None), (chosen, decision)):
            if other and self.replaced != chosen:
                other.replaced_by = now
                other.save(update_fields=["replaced_by"])
        republish(self.project)
        return decision


class MilestoneForm(ProjectPartForm):
    """When it was reached, and who accepts it by which criterion; reaching it moves what waits for it."""

    rows = "criterion", "done_on", ("accepted_on", "accepted_by")

    class Meta:
        model = Task
        fields = ["criterion", "done_on", "accepted_on", "accepted_by"]
        labels = {"done_on": _("reached on")}
        field_classes = {"done_on": PastDayField, "accepted_on": PastDayField}

    def offer(self):
        self.fields["accepted_by"].queryset = people_of(self.project, self.instance.accepted_by_id)
        for name in ("done_on", "accepted_on"):
            self.fields[name].until(self.on)

    def clean(self):
        told = super().clean()
        if told.get("accepted_on") and not told.get("done_on"):
            self.add_error("done_on", _("What is accepted was reached: say when."))
        if bool(told.get("accepted_on")) != bool(told.get("accepted_by")) and not self.errors:
            self.add_error("accepted_by", _("Say who accepted it, and when."))
        return told

"""What is typed into a project. Durations are typed in working days and kept in minutes."""

from decimal import Decimal

from django import forms
from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.conflict import ConflictMixin
from accounts.forms.fields import AmountField, DayField
from accounts.forms.parts import PartForm, lines
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.models import StrategicPriority
from projects.delegation.assigning import AssigningMixin, offer_people
from projects.governance.seats import seat_reference
from projects.models import Closure, Dependency, Project, Task
from projects.services import change, timed
from projects.sharing import republish
from projects.tasks import keep_status
from projects.worktime import A_DAY

MOST = 2_000  # working days of a task


class ProjectForm(PartForm):
    """`on` is today: a project begins then unless said otherwise, and the KAM of the account is its reference."""

    class Meta:
        model = Project
        fields = [
            "name", "purpose", "priority", "status", "starts_on", "promised_on", "reference_kam", "led_by", "leader",
            "client_leader", "sponsor", "client_sponsor", "budget", "is_alsace_moselle",
        ]  # fmt: skip
        labels = {"status": _("State")}
        field_classes = {"starts_on": DayField, "promised_on": DayField, "budget": AmountField}
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        people, colleagues = Stakeholder.objects.of(self.account).present(), User.objects.colleagues_of(self.user)
        self.fields["priority"].queryset = StrategicPriority.objects.in_force(self.account, on)
        for name in ("client_leader", "client_sponsor"):
            self.fields[name].queryset = people
        for name in ("reference_kam", "leader", "sponsor"):
            current = User.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = colleagues | current
        if self.instance.pk is None:
            self.fields["starts_on"].initial, self.fields["reference_kam"].initial = on, self.account.kam
        self.helper = lines(
            self, "name", "purpose", ("priority", "status"), ("starts_on", "promised_on", "budget"),
            ("reference_kam", "led_by", "leader"), ("client_leader", "sponsor", "client_sponsor"), "is_alsace_moselle",
        )  # fmt: skip

    def save(self, commit=True):
        """Its first day and its holidays move its tasks, and so does taking it up again. Raises Refused."""
        self.instance.date_status(self.on)
        is_planned = self.instance.pk is not None and self.instance.is_under_way
        project = super().save(commit)
        project.save(update_fields=["opened_on", "closed_on"])
        seat_reference(project)
        if is_planned:
            timed(project, self.on)
        republish(project)
        keep_status.delay_on_commit(project.pk)
        return project


class DaysField(forms.DecimalField):
    """Working days, half ones too, as minutes."""

    def __init__(self, *, is_signed=False, **kwargs):
        super().__init__(min_value=-MOST if is_signed else 0, max_value=MOST, decimal_places=2, **kwargs)

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else f"{Decimal(value) / A_DAY:.4g}"

    def clean(self, value):
        days = super().clean(value)
        return None if days is None else round(days * A_DAY)


class ProjectRowForm(ConflictMixin, forms.ModelForm):
    """A row of `project` that moves nothing of its schedule; `on` is today."""

    rows: tuple = ()

    def __init__(self, *args, project, on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.project, self.on = project, on
        self.instance.project = project
        self.offer()
        self.helper = lines(self, *(self.rows or self.Meta.fields))

    def offer(self):
        """Choices from this project only."""

    def save(self, commit=True):
        row = super().save(commit)
        republish(self.project)
        return row

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"project"}


class ProjectPartForm(ProjectRowForm):
    """A row of the schedule; saved only if the project can still be scheduled with it, and then its times are kept."""

    def save(self, commit=True):
        change(self.project, super().save, on=self.on)
        return self.instance


class TaskForm(AssigningMixin, ProjectPartForm):
    minutes = DaysField(label=capfirst(_("duration (working days)")))
    optimistic = DaysField(label=capfirst(_("at best (days)")), required=False)
    pessimistic = DaysField(label=capfirst(_("at worst (days)")), required=False)
    rows = (
        "name", ("parent", "is_milestone"), ("minutes", "optimistic", "pessimistic"), ("rule", "rule_at", "deadline"),
        ("progress", "began_on", "done_on"), ("ours", "theirs", "share"), "criterion", "note",
    )  # fmt: skip

    class Meta:
        model = Task
        fields = [
            "name", "parent", "is_milestone", "minutes", "optimistic", "pessimistic", "rule", "rule_at", "deadline",
            "progress", "began_on", "done_on", "criterion", "note",
        ]  # fmt: skip
        field_classes = dict.fromkeys(("deadline", "began_on", "done_on"), DayField)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def offer(self):
        offer_people(self, self.project, self.user)
        self.fields["parent"].queryset = self.project.tasks.exclude(pk=self.instance.pk).filter(is_milestone=False)
        if self.instance.pk is None:
            self.instance.position = (self.project.tasks.aggregate(last=Max("position"))["last"] or 0) + 1


class DependencyForm(ProjectPartForm):
    lag = DaysField(label=capfirst(_("and then so many working days")), required=False, is_signed=True)
    rows = ("before", "after"), ("kind", "lag")

    class Meta:
        model = Dependency
        fields = ["before", "after", "kind", "lag"]

    def offer(self):
        for name in ("before", "after"):
            self.fields[name].queryset = self.project.tasks.all()

    def clean_lag(self):
        return self.cleaned_data["lag"] or 0


class ClosureForm(ProjectPartForm):
    rows = "label", ("starts_on", "ends_on")

    class Meta:
        model = Closure
        fields = ["label", "starts_on", "ends_on"]
        field_classes = {"starts_on": DayField, "ends_on": DayField}

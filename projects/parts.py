"""The rows that a project is made of, each with its form and the words of its pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.forms import ClosureForm, DependencyForm, ProjectPartForm, ProjectRowForm, TaskForm
from projects.governance.forms import CommitteeForm
from projects.governance.planning import why_kept
from projects.models import Project
from projects.scope.forms import DecisionForm, DeliverableForm, RiskForm


@dataclass(frozen=True)
class Part:
    """Pages `projects:<key>-create`, -edit and -delete; `page` shows its rows, and is where one comes back to."""

    key: str
    form: type[ProjectRowForm]
    new: str
    edit: str
    page: str = "detail"
    refusal: Callable[[Model], str] = lambda row: ""  # why a row is not deleted, "" if it may be

    @property
    def is_scheduled(self) -> bool:
        """Whether a row of it moves the tasks of the project."""
        return issubclass(self.form, ProjectPartForm)

    def back(self, project: Project) -> str:
        return reverse(f"projects:{self.page}", args=[project.pk])

    @property
    def model(self) -> type[Model]:
        return self.form.Meta.model


PARTS = (
    Part("task", TaskForm, _("New task"), _("Edit the task")),
    Part("link", DependencyForm, _("New link"), _("Edit the link")),
    Part("closure", ClosureForm, _("New closure"), _("Edit the closure")),
    Part("committee", CommitteeForm, _("New committee"), _("Edit the committee"), "governance", why_kept),
    Part("deliverable", DeliverableForm, _("New deliverable"), _("Edit the deliverable"), "scope"),
    Part("risk", RiskForm, _("New risk"), _("Edit the risk"), "scope"),
    Part("decision", DecisionForm, _("New decision"), _("Edit the decision"), "decision-list"),
)

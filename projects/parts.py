"""The rows that a project is made of, each with its form and the words of its pages."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from projects.forms import ClosureForm, DependencyForm, ProjectPartForm, TaskForm


@dataclass(frozen=True)
class Part:
    """Pages `projects:<key>-create`, -edit and -delete."""

    key: str
    form: type[ProjectPartForm]
    new: str
    edit: str

    @property
    def model(self) -> type[Model]:
        return self.form.Meta.model


PARTS = (
    Part("task", TaskForm, _("New task"), _("Edit the task")),
    Part("link", DependencyForm, _("New link"), _("Edit the link")),
    Part("closure", ClosureForm, _("New closure"), _("Edit the closure")),
)

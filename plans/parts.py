"""The rows that a plan is made of, each with its form and the words of its pages."""

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.catalogue import BY_KEY
from plans.forms import (
    ActionForm,
    FigureForm,
    ObjectiveForm,
    PlanPartForm,
    PriorityForm,
    RiskForm,
    SwotItemForm,
    TowsOptionForm,
)
from plans.models import AccountPlan


@dataclass(frozen=True)
class Part:
    """Pages `plans:<key>-create`, -edit and -delete; `page` is where the rows are shown: a page of the plan."""

    key: str
    form: type[PlanPartForm]
    new: str
    edit: str
    page: str

    @property
    def model(self) -> type[Model]:
        return self.form.Meta.model

    def section_of(self, data) -> str:
        """The section that a new row belongs to: that of all such rows, or the one named in what was sent."""
        named = data.get("section", "")
        return self.model.section if isinstance(self.model.section, str) else named if named in BY_KEY else ""

    def shown_at(self, plan: AccountPlan, row: Model | None = None) -> str:
        if self.page != "section":
            return reverse(f"plans:{self.page}", args=[plan.pk])
        return reverse("plans:section", args=[plan.pk, getattr(row, "section", None) or "risks"])


PARTS = (
    Part("figure", FigureForm, _("New figure"), _("Edit the figure"), "section"),
    Part("swot", SwotItemForm, _("New SWOT item"), _("Edit the SWOT item"), "swot"),
    Part("option", TowsOptionForm, _("New TOWS option"), _("Edit the TOWS option"), "swot"),
    Part("priority", PriorityForm, _("New priority"), _("Edit the priority"), "strategy"),
    Part("objective", ObjectiveForm, _("New objective"), _("Edit the objective"), "strategy"),
    Part("action", ActionForm, _("New action"), _("Edit the action"), "strategy"),
    Part("risk", RiskForm, _("New risk"), _("Edit the risk"), "section"),
)

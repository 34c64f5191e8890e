"""The Gantt of a project as PDF: what `paper` lays out, set by the typesetter."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kam import typesetting
from projects.editing.data import baseline_of
from projects.editing.paper import Paper, Sheets
from projects.editing.plan import Plan
from projects.models import Project


def pdf_of(project: Project, paper: Paper, on: date, language: str) -> bytes:
    """`project` comes from `with_chart`; `on` is today. Raises NoFont."""
    plan = Plan(project, on)
    told = {"account": project.account, "day": date_format(on, "SHORT_DATE_FORMAT")}
    told["end"] = date_format(plan.outlook.finish, "SHORT_DATE_FORMAT")
    subtitle = _("%(account)s · as of %(day)s · end on %(end)s") % told
    return typesetting.pdf(
        "gantt", Sheets(plan.timetable, baseline_of(project), on, paper).printed(project.name, subtitle, language)
    )

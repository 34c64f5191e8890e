"""The actions of a plan as a workbook: dates are dates, figures are figures, and no cell is ever run as a formula."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from accounts.spreadsheets import safe_cell, text_cell, xlsx_cell
from plans.content import Action, Content
from plans.exports.formats import Report
from plans.exports.paper import recurring

HEAD = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor="0F5C5C")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")
DAY = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
SHARE = "0%"


@dataclass(frozen=True)
class Links:
    """Key of an objective → its title and that of its priority."""

    objectives: dict[str, str]
    priorities: dict[str, str]


@dataclass(frozen=True)
class Column:
    """`width` in characters; `is_day` and `is_share` say how the cell is shown."""

    label: str
    width: int
    value: Callable[[Action, Links], Any]
    is_day: bool = False
    is_share: bool = False


COLUMNS = (
    Column(gettext_lazy("Action"), 50, lambda a, links: a.title),
    Column(gettext_lazy("Priority"), 34, lambda a, links: links.priorities.get(a.objective, "")),
    Column(gettext_lazy("Objective"), 34, lambda a, links: links.objectives.get(a.objective, "")),
    Column(gettext_lazy("Owner"), 22, lambda a, links: a.owner),
    Column(gettext_lazy("Side"), 10, lambda a, links: _("client") if a.is_clients else _("us")),
    Column(gettext_lazy("From"), 12, lambda a, links: a.starts_on, is_day=True),
    Column(gettext_lazy("Due"), 12, lambda a, links: a.due_on, is_day=True),
    Column(gettext_lazy("Year"), 8, lambda a, links: a.year),
    Column(gettext_lazy("Weight"), 8, lambda a, links: a.weight),
    Column(gettext_lazy("Progress"), 12, lambda a, links: a.progress / 100, is_share=True),
    Column(gettext_lazy("Done on"), 12, lambda a, links: a.done_on, is_day=True),
    Column(gettext_lazy("Recurrence"), 18, lambda a, links: recurring(a.recurrence)),
    Column(gettext_lazy("In the client edition"), 14, lambda a, links: _("no") if a.is_internal else _("yes")),
)


def workbook(content: Content, report: Report) -> bytes:
    """One sheet, one action a row, with filters and a head that stays."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Actions"))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(content.actions) + 1}"
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.append([head(sheet, column) for column in COLUMNS])
    links = links_of(content)
    for action in content.actions:
        sheet.append([cell(sheet, column, column.value(action, links)) for column in COLUMNS])
    report(90, _("Writing the file"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def links_of(content: Content) -> Links:
    titles = {each.key: each.title for each in content.priorities}
    return Links(
        {each.key: each.title for each in content.objectives},
        {each.key: titles.get(each.priority, "") for each in content.objectives},
    )


def head(sheet, column: Column) -> WriteOnlyCell:
    made = text_cell(sheet, str(column.label), font=HEAD)
    made.fill = GROUND
    return made


def cell(sheet, column: Column, value: Any) -> WriteOnlyCell:
    made = (
        text_cell(sheet, safe_cell(value)) if isinstance(value, str) else WriteOnlyCell(sheet, xlsx_cell(sheet, value))
    )
    made.alignment = WRAPPED if column.width > 20 else TOP
    if column.is_day:
        made.number_format = DAY.get(get_language() or "", DAY["en"])
    if column.is_share:
        made.number_format = SHARE
    return made

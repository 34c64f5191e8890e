"""What a file is, whoever it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.files import KINDS

Report = Callable[[int, str], None]  # percent of the writing, 0 to 100, and what is being done
SMALL = 500  # actions up to which a table or a calendar is written while the person waits (docs/speed.md)


@dataclass(frozen=True)
class Type:
    """`icon` is one of Bootstrap's."""

    extension: str
    media_type: str
    label: str
    hint: str
    icon: str


PDF = Type(
    "pdf", KINDS["pdf"].media_type, _("PDF"), _("A document to print or to send, set page by page."), "file-earmark-pdf"
)
PPTX = Type(
    "pptx", KINDS["pptx"].media_type, _("Presentation"), _("Slides with texts, tables and charts that can be edited."),
    "file-earmark-slides",
)  # fmt: skip
XLSX = Type(
    "xlsx", KINDS["xlsx"].media_type, _("Actions in a spreadsheet"), _("With dates and figures to sort and filter."),
    "file-earmark-spreadsheet",
)  # fmt: skip
ICS = Type(
    "ics", "text/calendar; charset=utf-8", _("Due dates for a calendar"),
    _("The actions as whole days, for any calendar that reads iCalendar."), "calendar-event",
)  # fmt: skip


@dataclass(frozen=True)
class Format:
    """`write` takes the source of its edition; `at_once`: small ones need no worker."""

    type: Type
    write: Callable[[Any, Report], bytes]
    at_once: bool = False

    def is_quick(self, size: int) -> bool:
        """Whether it is written at once for so many actions."""
        return self.at_once and size <= SMALL

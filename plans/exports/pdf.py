"""A paper as PDF: the words go to the typesetter as data, its template draws them."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from kam import typesetting
from plans.exports.formats import Report
from plans.exports.paper import Paper

TEMPLATE = "plan"


def pdf(paper: Paper, report: Report) -> bytes:
    report(20, _("Setting the pages"))
    return typesetting.pdf(TEMPLATE, printed(paper))


def printed(paper: Paper) -> dict[str, Any]:
    """What the template reads."""
    words = {
        "contents": _("Contents"),
        "page": _("Page {page} of {pages}"),
        "empty": _("Nothing is written here yet."),
        "agreed": _("Carried by"),
        "done": _("done"),
    }
    return {**asdict(paper), "words": words}

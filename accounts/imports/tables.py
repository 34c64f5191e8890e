"""Tables of imports and of their rows."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.kinds.base import kinds
from accounts.models import Import, ImportRow

TONES = {"mapping": "blue", "checked": "blue", "done": "green", "rolled_back": "stone"}
OUTCOMES = {"create": "green", "update": "teal", "unchanged": "stone", "merged": "stone", "error": "red"}


def pill(tone: str, label: str) -> str:
    return format_html('<span class="pill pill-{}">{}</span>', tone, label)


class ImportTable(tables.Table):
    name = tables.Column(linkify=True)
    kind = tables.Column()
    status = tables.Column()
    rows = tables.Column(
        pgettext_lazy("plural", "Rows"), accessor="counts", orderable=False, attrs={"td": {"class": "num"}}
    )
    refused = tables.Column(_("Refused"), accessor="counts", orderable=False, attrs={"td": {"class": "num"}})
    created_by = tables.Column(default=_("command line"), order_by=("created_by__last_name", "created_by__first_name"))
    created_at = tables.Column(attrs={"td": {"class": "num"}})

    class Meta:
        model = Import
        fields = ["name", "kind", "status", "rows", "refused", "created_by", "created_at"]
        attrs = {"caption": _("Imports"), "class": "table table-links"}
        order_by = "-created_at"

    def render_kind(self, value):
        return kinds()[value].label if value in kinds() else value

    def render_status(self, record):
        return pill(TONES[record.status], record.get_status_display())

    def render_rows(self, value):
        return number_format(value.get("rows", 0), force_grouping=True)

    def render_refused(self, value):
        return number_format(value.get("error", 0), force_grouping=True)

    def render_created_at(self, value):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")


class RowTable(tables.Table):
    """What becomes of each row; the values are quoted as text, whatever they hold."""

    number = tables.Column(attrs={"td": {"class": "num"}})
    outcome = tables.Column()
    label = tables.Column()
    details = tables.Column(
        _("Detail"), accessor="changes", orderable=False, empty_values=(), attrs={"td": {"class": "import-details"}}
    )

    class Meta:
        model = ImportRow
        fields = ["number", "outcome", "label", "details"]
        attrs = {"caption": _("Rows of the file")}
        order_by = "number"
        empty_text = _("No row like this.")

    def __init__(self, *args, imported: Import, **kwargs):
        self.links = imported.kind == "accounts" and imported.status == Import.Status.DONE
        super().__init__(*args, **kwargs)

    def render_outcome(self, record):
        return pill(OUTCOMES[record.outcome], record.get_outcome_display())

    def render_label(self, record):
        if self.links and record.target and record.outcome != ImportRow.Outcome.ERROR:
            return format_html('<a href="{}">{}</a>', reverse("accounts:detail", args=[record.target]), record.label)
        return record.label

    def render_details(self, record):
        return format_html(
            "{}{}{}{}",
            format_html_join("", '<div class="import-error"><strong>{}</strong> {}</div>', record.errors),
            format_html_join("", '<div class="warn">{}</div>', [(note,) for note in record.notes]),
            format_html('<div class="warn">{}</div>', record.kept) if record.kept else "",
            format_html_join(" ", "<span>{}</span>", [(change_of(*change),) for change in told(record)]),
        )


def told(record: ImportRow) -> list:
    """The changes worth reading: the name of a new record stands beside them already."""
    return [change for change in record.changes if change[1] or change[2] != record.label]


def change_of(label: str, old: str, new: str) -> str:
    if old:
        return format_html('<span class="muted">{}</span> <del>{}</del> → {}', label, old, new)
    return format_html('<span class="muted">{}</span> {}', label, new)

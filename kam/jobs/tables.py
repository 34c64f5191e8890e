import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kam.jobs.models import Job


class JobTable(tables.Table):
    label = tables.Column(linkify=True)
    status = tables.Column()
    percent = tables.Column(attrs={"td": {"class": "num"}})
    started_by = tables.Column(default="", order_by=("started_by__last_name", "started_by__first_name"))
    created_at = tables.Column(attrs={"td": {"class": "num"}})

    class Meta:
        model = Job
        fields = ["label", "kind", "status", "percent", "started_by", "created_at"]
        attrs = {"caption": _("Jobs"), "class": "table table-links"}
        empty_text = _("No long work here. Imports, bulk edits and computations appear in this list.")
        order_by = "-created_at"

    def render_status(self, record):
        return format_html('<span class="pill pill-{}">{}</span>', record.tone, record.get_status_display())

    def render_percent(self, value):
        return f"{value} %"

    def render_created_at(self, value):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")

"""The table of interactions; no column compiles a template per cell."""

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.stakeholders.models import Interaction

SHOWN = 4  # participants named in a cell


def day(value) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def named(people) -> str:
    """The first few names, and how many more there are."""
    names = format_html_join(", ", "{}", ((person,) for person in people[:SHOWN]))
    more = len(people) - SHOWN
    return format_html("{} +{}", names, more) if more > 0 else names


class InteractionTable(tables.Table):
    subject = tables.Column(empty_values=(), attrs={"td": {"class": "cell-main"}})
    is_two_way = tables.Column()
    stakeholders = tables.Column(orderable=False, empty_values=())
    colleagues = tables.Column(orderable=False, empty_values=())

    class Meta:
        model = Interaction
        fields = ["occurred_on", "kind", "subject", "stakeholders", "colleagues", "is_two_way", "next_step"]
        attrs = {"caption": gettext_lazy("Interactions")}
        empty_text = gettext_lazy("No interaction matches.")

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def render_occurred_on(self, value):
        return day(value)

    def render_subject(self, record):
        told = Truncator(record.outcome or record.notes).chars(90)
        return format_html('<a href="{}">{}</a><small>{}</small>', record.get_absolute_url(), record, told)

    def render_next_step(self, value, record):
        return format_html("{}<small>{}</small>", Truncator(value).chars(60), self.step_state(record))

    def step_state(self, record):
        if record.next_step_done_on:
            return _("done on %(day)s") % {"day": day(record.next_step_done_on)}
        if record.next_step_on is None:
            return ""
        due = _("due on %(day)s") % {"day": day(record.next_step_on)}
        late = format_html(' <span class="pill pill-red">{}</span>', _("late")) if record.is_step_late(self.on) else ""
        return format_html("{}{}", due, late)

    def render_is_two_way(self, value):
        return _("two-way") if value else _("one-way")

    def render_stakeholders(self, record):
        return named(record.stakeholders.all())

    def render_colleagues(self, record):
        return named(record.colleagues.all())

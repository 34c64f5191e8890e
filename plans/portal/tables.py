"""The guests of the whole house."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from plans.portal.models import Guest

TICK = '<input class="form-check-input" type="checkbox" name="guest" value="{}" aria-label="{}">'
PILL = ' <span class="pill pill-amber">{}</span>'


class GuestTable(tables.Table):
    tick = tables.Column("", accessor="pk", orderable=False)
    name = tables.Column(_("Guest"), accessor="stakeholder__name")
    account = tables.Column(linkify=lambda record: reverse("guests:list", args=[record.account_id]))
    invited_by = tables.Column(default="", order_by=("invited_by__last_name", "invited_by__first_name"))
    invited_at = tables.Column()
    seen_at = tables.Column(default=_("not yet"))
    expires_at = tables.Column()

    class Meta:
        model = Guest
        fields = ["tick", "name", "account", "email", "invited_by", "invited_at", "seen_at", "expires_at"]
        attrs = {"caption": _("Guests"), "class": "table"}
        empty_text = _("Nobody may come into the portal at the moment.")
        order_by = "-invited_at"

    email = tables.Column()  # else a mailto link

    def render_tick(self, record):
        return format_html(TICK, record.pk, _("Select: %(name)s") % {"name": record})

    def render_name(self, record):
        gone = format_html(PILL, _("has left")) if record.stakeholder.departed_on else ""
        return format_html("{}{}", record.stakeholder.name, gone)

    def render_invited_at(self, value):
        return day(value)

    def render_seen_at(self, value):
        return day(value)

    def render_expires_at(self, value):
        return day(value)


def day(moment) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT")

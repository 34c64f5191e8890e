"""Tables of who is about to be anonymised, and of who has read opinions."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.stakeholders.models import OpinionAccess, Stakeholder


class RetentionTable(tables.Table):
    name = tables.Column(linkify=True, attrs={"td": {"class": "cell-main"}})
    since = tables.DateColumn(verbose_name=gettext_lazy("Last contact"), attrs={"td": {"class": "nowrap"}})
    kam = tables.Column(
        verbose_name=gettext_lazy("KAM"), accessor="account__kam", default="–",
        order_by=("account__kam__last_name", "account__kam__first_name"),
    )  # fmt: skip
    act = tables.Column(verbose_name=gettext_lazy("Still in contact?"), empty_values=(), orderable=False)

    class Meta:
        model = Stakeholder
        fields = ["name", "account", "kam", "since", "act"]
        attrs = {"caption": gettext_lazy("People to be anonymised")}
        empty_text = gettext_lazy("Nobody: with everybody there was a contact within three years.")

    def render_act(self, record):
        url = reverse("stakeholders:interaction-create", args=[record.account_id])
        words = _("Record a contact")
        label = _("Record a contact with %(name)s") % {"name": record.name}
        return format_html('<a class="btn btn-light btn-sm" href="{}" aria-label="{}">{}</a>', url, label, words)


class ReadingTable(tables.Table):
    on = tables.DateColumn(attrs={"td": {"class": "nowrap"}})
    user = tables.Column(order_by=("user__last_name", "user__first_name"))
    account = tables.Column(linkify=True, order_by=("account__name",))
    stakeholder = tables.Column(empty_values=(), order_by=("stakeholder__name",))
    times = tables.Column(attrs={"td": {"class": "num"}})
    last_at = tables.Column(attrs={"td": {"class": "nowrap"}})

    class Meta:
        model = OpinionAccess
        fields = ["on", "user", "account", "page", "stakeholder", "times", "last_at"]
        attrs = {"caption": gettext_lazy("Who has read opinions")}
        empty_text = gettext_lazy("Nobody has read the opinions of these accounts yet.")

    def render_stakeholder(self, record):
        person = record.stakeholder
        return format_html('<a href="{}">{}</a>', person.get_absolute_url(), person) if person else _("everybody")

    def render_last_at(self, value):
        return date_format(localtime(value), "TIME_FORMAT")

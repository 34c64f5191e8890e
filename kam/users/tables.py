import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kam.users.models import Team, User

PILL = '<span class="pill pill-{}">{}</span>'


class UserTable(tables.Table):
    name = tables.Column(_("Name"), accessor="pk", order_by=("last_name", "first_name"), linkify=True)
    email = tables.Column()  # else a mailto link, as bold as the name
    role = tables.Column()
    team = tables.Column(default="")
    state = tables.Column(_("State"), accessor="is_active", order_by=("-is_active", "last_login"))
    has_second_factor = tables.Column(_("Second factor"))
    last_login = tables.Column(_("Last sign-in"), default="", attrs={"td": {"class": "num"}})

    class Meta:
        model = User
        fields = ["name", "email", "role", "team", "state", "has_second_factor", "last_login"]
        attrs = {"caption": _("Users"), "class": "table table-links"}
        empty_text = _("Nobody matches this search.")
        order_by = "name"

    def render_name(self, record):
        return record.get_full_name() or record.email

    def render_state(self, record):
        if not record.is_active:
            return format_html(PILL, "stone", _("Deactivated"))
        if record.is_invited:
            return format_html(PILL, "amber", _("Invited"))
        return format_html(PILL, "green", _("Active"))

    def render_has_second_factor(self, value):
        return format_html(PILL, "teal", _("Set up")) if value else format_html(PILL, "stone", _("Not set up"))

    def render_last_login(self, value):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")


class TeamTable(tables.Table):
    name = tables.Column(linkify=True)
    director = tables.Column(default="", order_by=("director__last_name", "director__first_name"))
    member_count = tables.Column(_("People"), attrs={"td": {"class": "num"}})

    class Meta:
        model = Team
        fields = ["name", "director", "member_count"]
        attrs = {"caption": _("Teams"), "class": "table table-links"}
        empty_text = _("No team yet.")
        order_by = "name"

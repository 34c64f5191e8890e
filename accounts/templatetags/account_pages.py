"""The tabs of an account and the views within one; an upper app's page is named by its URL, never imported."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

JOURNAL = (
    *(f"stakeholders:{page}" for page in ("journal", "interaction", "knowledge", "note", "capture")),
    "accounts:comment",
)
TABS = [  # the page, its label, how the names of the pages under it begin: the longest beginning wins
    ("accounts:detail", _("Overview"), ("accounts:", "scorecards:")),
    ("stakeholders:map", _("Relations"), ("stakeholders:",)),
    ("stakeholders:journal", _("Journal"), JOURNAL),
    ("plans:list", _("Business plan"), ("plans:", "guests:", "cowriting:")),
    ("projects:list", _("Projects"), ("projects:",)),
    ("accounts:structure", _("Structure"), ("accounts:structure", "accounts:entity", "accounts:listing", "accounts:index")),
    ("accounts:team", _("Team"), ("accounts:team", "accounts:member")),
    ("accounts:revenue", _("Revenue"), ("accounts:revenue",)),
    ("accounts:history", _("History"), ("accounts:history",)),
]  # fmt: skip


@register.inclusion_tag("accounts/_tabs.html", takes_context=True)
def account_tabs(context, account):
    current = tab_of(context["request"].resolver_match.view_name)
    tabs = [
        {"url": reverse(name, args=[account.pk]), "label": label, "is_current": name == current}
        for name, label, _under in TABS
    ]
    return {"tabs": tabs}


def tab_of(page: str) -> str:
    """The page of the tab under which another page stands; "" for none."""
    found = [
        (len(beginning), name) for name, _label, under in TABS for beginning in under if page.startswith(beginning)
    ]
    return max(found, default=(0, ""))[1]


@register.inclusion_tag("accounts/_view_link.html", takes_context=True)
def view_link(context, name, icon, label):
    """One view of a tab: its link, marked when it is the page one is on."""
    is_current = context["request"].resolver_match.view_name == name
    return {"url": reverse(name, args=[context["account"].pk]), "icon": icon, "label": label, "is_current": is_current}

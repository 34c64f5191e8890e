"""The tabs of an account; an upper app's page is named by its URL, never imported."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

PEOPLE = "stakeholders:chart", "stakeholders:create", "stakeholders:detail", "stakeholders:edit"
TABS = [  # the page, its label, how the names of the pages reached from it begin
    ("accounts:detail", _("Overview"), ("accounts:edit", "accounts:declare", "accounts:comment", "scorecards:")),
    ("stakeholders:list", _("Stakeholders"), PEOPLE),
    ("stakeholders:interaction-list", _("Interactions"), ("stakeholders:interaction",)),
    ("stakeholders:introduction-list", _("Introductions"), ("stakeholders:introduction", "stakeholders:tie")),
    ("stakeholders:answers", _("Answers"), ()),
    ("accounts:structure", _("Structure"), ("accounts:entity", "accounts:listing", "accounts:index")),
    ("accounts:team", _("Team"), ("accounts:member",)),
    ("accounts:revenue", _("Revenue"), ("accounts:revenue",)),
    ("accounts:history", _("History"), ()),
]


@register.inclusion_tag("accounts/_tabs.html", takes_context=True)
def account_tabs(context, account):
    here = context["request"].resolver_match.view_name
    tabs = [
        {
            "url": reverse(name, args=[account.pk]),
            "label": label,
            "is_current": here == name or here.startswith(reached),
        }
        for name, label, reached in TABS
    ]
    return {"tabs": tabs}

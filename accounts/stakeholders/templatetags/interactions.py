"""What the account page, which lies below, shows of the interactions."""

from django import template

from accounts.stakeholders.models import Interaction

register = template.Library()
LATEST = 5
ICONS = {"meeting": "people", "call": "telephone", "visio": "camera-video", "email": "envelope", "other": "chat"}


@register.filter
def kind_icon(kind) -> str:
    return ICONS[kind]


@register.inclusion_tag("stakeholders/_latest_interactions.html")
def latest_interactions(account):
    """The latest interactions of an account that the page has already found for its reader."""
    return {"account": account, "interactions": Interaction.objects.of(account).with_participants()[:LATEST]}

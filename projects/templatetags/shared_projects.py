"""The projects that a guest may read, on the pages of the portal that know of plans only."""

from django import template

from projects.models import SharedProject

register = template.Library()


@register.simple_tag
def projects_shared_with(guest) -> int:
    """How many there are."""
    return SharedProject.objects.shared_with(guest.account_id).count()

"""What the pages of a plan ask of its desk, and the priorities at the top of each page of an account."""

from django import template
from django.utils import timezone

from plans.models import StrategicPriority

register = template.Library()


@register.simple_tag
def lacking(desk, key) -> tuple[bool, bool]:
    """Whether an item lacks what it follows from, and what follows from it."""
    return desk.orphans.get(str(key), (False, False))


@register.inclusion_tag("plans/_thread.html")
def common_thread(account):
    """The priorities of the plan in force, that are repeated to everybody."""
    return {"priorities": StrategicPriority.objects.in_force(account, timezone.localdate()), "account": account}

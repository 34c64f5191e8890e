"""What the pages of a plan ask of its desk, and the priorities at the top of each page of an account."""

from django import template
from django.utils import timezone

from plans.thread.ribbon import priorities_with_thread
from plans.writing import mending

register = template.Library()


@register.filter
def late(action, on) -> bool:
    return action.is_late(on)


@register.inclusion_tag("plans/_thread.html")
def common_thread(account):
    """The priorities of the plan in force, that are repeated to everybody."""
    return {"priorities": priorities_with_thread(account, timezone.localdate()), "account": account}


@register.simple_tag
def mended_at(plan, reason) -> str:
    """Where a reason that stands against the plan is mended."""
    return mending.mended_at(plan, reason)


@register.simple_tag
def my_sections(plan, charges) -> list:
    """The charges that are of this plan."""
    return [charge for charge in charges if charge.plan_id == plan.pk]

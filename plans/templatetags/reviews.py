"""A word on the page of an account when its plan waits for a review."""

from django import template
from django.utils import timezone

from plans.reviews.facts import overdue_of

register = template.Library()


@register.inclusion_tag("plans/reviews/_due.html")
def review_due(account):
    return {"overdue": overdue_of(account, timezone.localdate())}

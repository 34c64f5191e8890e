"""How a page that lies below, and shows what we think of people, has it written down."""

from django import template
from django.utils import timezone

from accounts.stakeholders.models import OpinionAccess
from accounts.stakeholders.privacy.reading import note_reading

register = template.Library()


@register.simple_tag(takes_context=True)
def note_history_read(context):
    note_reading(context["request"].user, context["account"], OpinionAccess.Page.HISTORY, timezone.now())
    return ""

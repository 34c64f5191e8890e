"""What the page of a person shows of the journal."""

from django import template
from django.utils import timezone

from accounts.stakeholders.models import Interaction, KnowledgeItem

register = template.Library()
LATEST = 10


@register.inclusion_tag("stakeholders/_person_journal.html", takes_context=True)
def person_journal(context, person):
    """What the person told us, and what is still to be done after meeting him or her, as far as the reader may know."""
    reader = context["request"].user
    told = KnowledgeItem.objects.visible_to(reader).filter(told_by=person)
    steps = Interaction.objects.visible_to(reader).filter(stakeholders=person).with_open_step()
    return {
        "account": context["account"],
        "person": person,
        "told": told[:LATEST],
        "steps": steps[:LATEST],
        "on": timezone.localdate(),
    }


@register.filter
def is_step_late(interaction, on):
    return interaction.is_step_late(on)

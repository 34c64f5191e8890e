"""What the page of a person offers to whoever answers for the person's data."""

from django import template

from accounts.stakeholders.models import Stakeholder

register = template.Library()


@register.inclusion_tag("stakeholders/_person_privacy.html", takes_context=True)
def person_privacy(context, person):
    entrusted = Stakeholder.objects.entrusted_to(context["request"].user)
    return {"person": person, "is_entrusted": entrusted.filter(pk=person.pk).exists()}

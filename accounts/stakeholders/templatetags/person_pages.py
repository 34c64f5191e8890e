"""What the page of a person shows beside the facts: departure, merges, the views of the colleagues."""

from django import template

from accounts.stakeholders.models import Departure, Merge
from accounts.stakeholders.opinions.comparing import disagreements, retained_view, views_of

register = template.Library()


@register.inclusion_tag("stakeholders/_person_notes.html", takes_context=True)
def person_notes(context, person):
    departure = Departure.objects.filter(stakeholder=person).select_related("owner", "successor").first()
    merges = Merge.objects.into(person).select_related("merged_by")
    return {
        "account": context["account"],
        "departure": departure,
        "merges": merges,
        "csrf_token": context["csrf_token"],
    }


@register.inclusion_tag("stakeholders/_opinions.html", takes_context=True)
def person_opinions(context, person):
    views = views_of(person)
    return {
        "account": context["account"],
        "person": person,
        "user": context["request"].user,
        "views": views,
        "sentences": disagreements([retained_view(person), *views]),
        "csrf_token": context["csrf_token"],
    }

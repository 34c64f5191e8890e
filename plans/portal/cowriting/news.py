"""What is new for a guest since he was last told."""

from django.db.models import Q

from plans.portal.cowriting.places import is_topic
from plans.portal.models import Guest, Message, Suggestion
from plans.sharing import shared_from

ANSWERED = (Suggestion.Status.ACCEPTED, Suggestion.Status.AMENDED, Suggestion.Status.REFUSED)


def news_for(guest: Guest) -> dict:
    """Our answers to his proposals, each with the content of the plan that it names, and our messages
    about what he may still read; or nothing.
    """
    contents = {edition.plan_id: shared_from(edition.content) for edition in guest.editions()}
    answers = guest.suggestions.filter(since(guest, "decided_at"), plan__in=contents, status__in=ANSWERED)
    said = Message.objects.filter(since(guest, "written_at"), plan__in=contents, guest=None)
    written = [each for each in said if is_topic(contents[each.plan_id], each.section, each.line and str(each.line))]
    told = [(each, contents[each.plan_id]) for each in answers]
    return {"answers": told, "written": written} if told or written else {}


def since(guest: Guest, field: str) -> Q:
    """After he was last told, or ever."""
    return Q(**{f"{field}__gt": guest.told_at or guest.invited_at})

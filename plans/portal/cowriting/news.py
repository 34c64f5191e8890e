"""What is new for a guest since he was last told."""

from django.db.models import Q

from plans.portal.models import Guest, Message, Suggestion
from plans.sharing import shared_from

ANSWERED = (Suggestion.Status.ACCEPTED, Suggestion.Status.AMENDED, Suggestion.Status.REFUSED)


def news_for(guest: Guest) -> dict:
    """Our answers to his proposals, each with the content of the plan that it names, and our messages; or nothing."""
    contents = {edition.plan_id: shared_from(edition.content) for edition in guest.editions()}
    answers = guest.suggestions.filter(since(guest, "decided_at"), plan__in=contents, status__in=ANSWERED)
    written = Message.objects.filter(since(guest, "written_at"), plan__in=contents, guest=None)
    told = [(each, contents[each.plan_id]) for each in answers]
    return {"answers": told, "written": list(written)} if told or written else {}


def since(guest: Guest, field: str) -> Q:
    """After he was last told, or ever."""
    return Q(**{f"{field}__gt": guest.told_at or guest.invited_at})

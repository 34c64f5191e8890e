"""What is new for a guest since he was last told."""

from django.db.models import Q

from plans.portal.models import Guest, Message, Suggestion

ANSWERED = (Suggestion.Status.ACCEPTED, Suggestion.Status.AMENDED, Suggestion.Status.REFUSED)


def news_for(guest: Guest) -> dict:
    """Our answers to his proposals and our messages; empty when there is nothing to tell."""
    plans = guest.editions().values("plan")
    answers = guest.suggestions.filter(since(guest, "decided_at"), plan__in=plans, status__in=ANSWERED)
    written = Message.objects.filter(since(guest, "written_at"), plan__in=plans, guest=None)
    return {"answers": list(answers), "written": list(written)} if answers or written else {}


def since(guest: Guest, field: str) -> Q:
    """After he was last told, or ever."""
    return Q(**{f"{field}__gt": guest.told_at or guest.invited_at})

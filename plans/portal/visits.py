"""The visit of a guest: what his session holds, and whether it still stands.

It never holds a user: it begins in an empty session, and ends with it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from plans.portal.models import Guest

KEY = "portal"


def begin_visit(request: HttpRequest, guest: Guest, *, at: datetime) -> None:
    """Whoever was signed in here is no longer; nothing that was known of the session before opens it."""
    until = at + timedelta(hours=settings.PORTAL_SESSION_HOURS)
    request.session.flush()
    request.session[KEY] = {
        "guest": guest.pk,
        "link": guest.token_digest,  # a new link ends the visits that the old one opened
        "until": until.isoformat(),
        "since": guest.seen_at and guest.seen_at.isoformat(),
    }
    request.session.set_expiry(until)
    rotate_token(request)


def end_visit(request: HttpRequest) -> None:
    if KEY in request.session:
        request.session.flush()


def visitor_of(request: HttpRequest, *, at: datetime) -> Guest | None:
    """The guest whose visit this is, asked of the database each time: withdrawn or expired, he is out at once."""
    visit = request.session.get(KEY)
    if visit is None or request.user.is_authenticated or at >= datetime.fromisoformat(visit["until"]):
        return None
    guest = Guest.objects.active(at).with_host().filter(pk=visit["guest"], token_digest=visit["link"]).first()
    if guest:
        guest.note_visit(at)
    return guest


def last_visit(request: HttpRequest) -> datetime | None:
    """When the guest was last here before this visit."""
    visit = request.session.get(KEY) or {}
    return datetime.fromisoformat(visit["since"]) if visit.get("since") else None

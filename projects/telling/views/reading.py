"""The page of a reader, without sign-in: the bulletin and nothing else. No GET has an effect: mail scanners follow links."""

from allauth.core.ratelimit import consume
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from plans.portal.views.door import entrance_page
from projects.models import Recipient

LONGEST = 64


@entrance_page
def bulletin_read(request, token):
    """GET shows it; POST, which a person's browser does once the page has stood before him a moment, notes the reading."""
    if not consume(request, action="bulletin_read"):  # counts POST only; nobody guesses an address of 256 bits
        return render(request, "projects/telling/gone.html", {"is_too_often": True}, status=429)
    now = timezone.now()
    recipient = Recipient.objects.holding(token[:LONGEST])
    if recipient is None:
        return render(request, "projects/telling/gone.html", status=404)
    bulletin = recipient.bulletin
    with translation.override(bulletin.language):
        if not recipient.may_read(now):
            return render(request, "projects/telling/gone.html", {"project": bulletin.project}, status=410)
        if request.method == "POST":
            return noted(request, recipient, now)
        context = {"bulletin": bulletin, "project": bulletin.project, "reader": recipient}
        return render(request, "projects/telling/read.html", context)


def noted(request, recipient, at):
    recipient.note_reading(at)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect("projects:bulletin-read", recipient.token)

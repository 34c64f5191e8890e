"""The door of the portal: who is the guest of a request, and what becomes of a request without one."""

import logging
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from plans.portal.visits import visitor_of

logger = logging.getLogger("plans.portal")
LONGEST_PATH = 200


def guest_page(view):
    """A page under /portal/ for the guest in `request.guest`, in his language; what is not his is not found, and logged.

    Whoever has no visit under way is sent to the door; what he had written comes with him. No login is asked for.
    """

    @login_not_required
    @wraps(view)
    def page(request, *args, **kwargs):
        request.guest = visitor_of(request, at=timezone.now())
        if request.guest is None:
            return turn_away(request)
        with translation.override(language_for(request, request.guest)):
            return sealed(answer(view, request, *args, **kwargs))

    page.is_for_guests = True
    return page


def entrance_page(view):
    """A page before the door: for anybody, and kept nowhere."""

    @login_not_required
    @wraps(view)
    def page(request, *args, **kwargs):
        request.guest = None
        return sealed(view(request, *args, **kwargs))

    return page


def answer(view, request, *args, **kwargs) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Http404:
        guest = request.guest
        fields = {"guest": guest.pk, "account": guest.account_id, "path": request.path[:LONGEST_PATH]}
        logger.warning("a guest asked for what is not his", extra={"fields": fields})
        return render(request, "portal/404.html", status=404)


def turn_away(request) -> HttpResponse:
    """To the door; what was posted is shown again there, so that it can be copied."""
    if request.method == "POST":
        kept = [text for name, text in request.POST.items() if name != "csrfmiddlewaretoken" and text.strip()]
        return sealed(render(request, "portal/door.html", {"kept": kept}, status=403))
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": reverse("portal:door")})
    return redirect("portal:door")


def language_for(request, guest) -> str:
    """The one chosen in this browser, else the one he was invited in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else guest.language


def sealed(response: HttpResponse) -> HttpResponse:
    """Kept by no browser and no server on the way, found by no search engine; no other site learns the address."""
    patch_cache_control(response, private=True, no_store=True)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

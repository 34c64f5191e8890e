"""What every request of a signed-in person goes through: language, time zone, privacy, devices, second factor."""

import zoneinfo

from allauth.usersessions.models import UserSession
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from redis.exceptions import RedisError


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """An htmx request whose session expired goes to the sign-in page as a whole, not into a fragment.

    After the sign-in the person is back on the page he was on; the address of a fragment or of a POST is no page.
    """

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if not request.htmx:
            return response
        if not (request.htmx.boosted and request.method == "GET"):
            response = redirect_to_login(page_of(request))
        return HttpResponse(headers={"HX-Redirect": response.url})


def page_of(request) -> str:
    """The page that an htmx request came from."""
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:  # no address at all
        return "/"


class PreferencesMiddleware:
    """Activate the language and the time zone that the person chose."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user if request.user.is_authenticated else None
        language = person.language if person else translation.get_language_from_request(request)
        zone = zoneinfo.ZoneInfo(person.time_zone) if person else None
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class PrivatePagesMiddleware:
    """The browser keeps no page of a signed-in person: after a sign-out, its back button has nothing to show."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class DevicesMiddleware:
    """Note in the list of signed-in devices when each was last seen; allauth's own middleware writes at every request."""

    SECONDS_BETWEEN_NOTES = 300

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self.is_due(request.session.session_key):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)

    def is_due(self, session_key: str) -> bool:
        try:
            return cache.add(f"seen:{session_key}", True, self.SECONDS_BETWEEN_NOTES)
        except RedisError:
            return False  # pages that need no cache open without one


class TwoFactorMiddleware:
    """A person whose role requires a second factor sets it up before anything else.

    Asked of the database at every request, not remembered in the session: when an administrator resets a factor or
    requires one of a role, open sessions must feel it.
    """

    ALLOWED = {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "users:set-display",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or request.resolver_match.view_name in self.ALLOWED:
            return None
        return redirect("mfa_activate_totp") if request.user.lacks_second_factor() else None

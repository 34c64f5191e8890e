"""What every request of a signed-in person goes through: language, time zone, second factor."""

import zoneinfo

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from kam.users.models import RolePolicy


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """An htmx request whose session expired goes to the sign-in page as a whole, not into a fragment."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": response.url})
        return response


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


class TwoFactorMiddleware:
    """A person whose role requires a second factor sets it up before anything else."""

    ALLOWED = ("mfa_", "account_", "usersessions_")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or (request.resolver_match.url_name or "").startswith(self.ALLOWED):
            return None
        if request.session.get("second_factor_checked"):
            return None
        if RolePolicy.objects.filter(
            role=request.user.role, is_second_factor_required=True
        ).exists() and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        request.session["second_factor_checked"] = True
        return None

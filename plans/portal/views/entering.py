"""The way in: the link of the invitation, a code sent to the address, a visit. No GET has an effect: mail scanners
follow links."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plans.portal.forms import CodeForm
from plans.portal.models import Guest
from plans.portal.services import ask_for_code, spend_code
from plans.portal.views.door import entrance_page, language_for
from plans.portal.visits import begin_visit, end_visit

LONGEST_KEY = 100


@entrance_page
def door(request):
    return render(request, "portal/door.html")


def with_link(view):
    """A page before the door for whoever holds a link that leads somewhere, in his language; else the same page."""

    @entrance_page
    def page(request):
        key = (request.POST.get("key") or request.GET.get("key") or "")[:LONGEST_KEY]
        guest = Guest.objects.led_by(key, timezone.now()).with_host().first()
        if guest is None:
            return render(request, "portal/no_link.html", status=404)
        with translation.override(language_for(request, guest)):
            return view(request, guest, key)

    return page


@with_link
def enter(request, guest, key):
    """Who invited whom to what, and a button that sends the code."""
    return render(request, "portal/enter.html", {"host": guest.invited_by, "invited": guest, "key": key})


@require_POST
@with_link
def code_send(request, guest, key):
    if not consume(request, action="portal_code", key=str(guest.pk)):
        messages.error(request, _("Too many codes were asked for. Use the last one, or wait a quarter of an hour."))
    else:
        ask_for_code(guest)
        messages.success(request, _("A code is on its way to your address."))
    return redirect(f"{reverse('portal:code')}?{urlencode({'key': key})}")


@with_link
def code(request, guest, key):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and opens(request, guest, form):
        begin_visit(request, guest, at=timezone.now())
        return redirect("portal:list")
    return render(request, "portal/code.html", {"form": form, "invited": guest, "key": key})


def opens(request, guest, form) -> bool:
    """Whether the code of the form opens the door; if not, the form says what to do."""
    if not consume(request, action="portal_try"):
        form.add_error("code", _("Too many attempts. Wait a quarter of an hour, then ask for a new code."))
        return False
    if spend_code(guest, form.cleaned_data["code"], at=timezone.now()):
        return True
    form.add_error("code", _("This code does not open, or no longer. Check it, or ask for a new one."))
    return False


@require_POST
@entrance_page
def leave(request):
    end_visit(request)
    return redirect("portal:door")

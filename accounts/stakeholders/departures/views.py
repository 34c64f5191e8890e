"""The departures of an account, and the task that each one is."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.stakeholders.departures.forms import DepartureForm
from accounts.stakeholders.departures.services import hand_reports_over
from accounts.stakeholders.departures.succession import circle_with, left_behind, loss_by
from accounts.stakeholders.models import Departure, OpinionAccess
from accounts.stakeholders.privacy.reading import note_reading
from accounts.views.page import account_page, delete_part, saved, say_it_is_saved


def departures_of(pk):
    return reverse("stakeholders:departure-list", args=[pk])


def departure_list(request, pk):
    account, on = account_page(request, pk), timezone.localdate()
    departures = Departure.objects.visible_to(request.user).of(account).with_people()
    lines = [(departure, departure.is_late(on)) for departure in departures]
    return render(request, "stakeholders/departure_list.html", {"account": account, "lines": lines})


def departure_page(request, pk):
    """The form; whoever was told of the departure but may only read the account finds it in the list."""
    departure = get_object_or_404(Departure.objects.visible_to(request.user).with_people(), pk=pk)
    account = account_page(request, departure.account_id)
    return departure_edit(request, account, departure) if account.may_edit else redirect(departures_of(account.pk))


def departure_edit(request, account, departure):
    on = timezone.localdate()
    note_reading(request.user, account, OpinionAccess.Page.PERSON, timezone.now(), departure.stakeholder)
    form = DepartureForm(request.POST or None, instance=departure, account=account, user=request.user, on=on)
    if request.method == "POST" and saved(form):
        say_it_is_saved(request, form)
        return redirect(departure if "vacancy" in request.POST or left_behind(departure) else departures_of(account.pk))
    context = {
        "account": account, "departure": departure, "form": form, "loss": loss_by(departure, account, on),
        "left_behind": left_behind(departure) if form.was_settled else [], "is_late": departure.is_late(on),
    }  # fmt: skip
    return render(request, "stakeholders/departure_form.html", context)


@require_POST
def departure_reopen(request, pk):
    departure = get_object_or_404(Departure.objects.editable_by(request.user), pk=pk)
    departure.reopen()
    return redirect(departure)


@require_POST
def departure_hand_over(request, pk):
    departure = get_object_or_404(Departure.objects.editable_by(request.user).with_people(), pk=pk)
    if departure.successor is None:
        messages.error(request, _("Choose a successor first."))
    elif loop := circle_with(departure):
        messages.error(request, _("This would go round in a circle: %(loop)s.") % {"loop": " → ".join(loop)})
    else:
        moved = hand_reports_over(departure)
        told = ngettext("%(count)s person now reports to %(name)s.", "%(count)s people now report to %(name)s.", moved)
        messages.success(request, told % {"count": moved, "name": departure.successor})
    return redirect(departure)


@require_POST
def departure_delete(request, pk):
    departure = get_object_or_404(Departure.objects.editable_by(request.user), pk=pk)
    return delete_part(request, departure, back=departures_of(departure.account_id))

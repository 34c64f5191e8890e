"""Through a guest's eyes: his own pages, read only, by whoever may invite him; he need not be invited yet."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from accounts.stakeholders.models import Stakeholder
from plans.models import AccountPlan
from plans.portal.eyes import edition_for
from plans.portal.models import Guest
from plans.portal.reading import Reading


def look_as(request, pk, person):
    """Put the guest that this person is, or would be, where the pages of the portal look for theirs; 404 for others."""
    people = Stakeholder.objects.editable_by(request.user).present().select_related("account")
    seen = get_object_or_404(people, pk=person, account=pk, is_placeholder=False)
    request.guest = Guest.objects.standing_for(seen, by=request.user)
    return {"viewing_as": reverse("guests:list", args=[pk])}


def as_list(request, pk, person):
    context = look_as(request, pk, person)
    editions = list(request.guest.editions())
    if len(editions) == 1:
        return redirect("guests:as-plan", pk, person, editions[0].plan_id)
    context["readings"] = [Reading(edition, timezone.localdate()) for edition in editions]
    with translation.override(request.guest.language):
        return render(request, "portal/plan_list.html", context)


def as_plan(request, pk, person, plan):
    context = look_as(request, pk, person)
    plans = AccountPlan.objects.visible_to(request.user).with_people()
    edition = edition_for(request.guest, get_object_or_404(plans, pk=plan, account=pk), timezone.now())
    if edition is None:
        raise Http404
    context |= {
        "reading": Reading(edition, timezone.localdate()),
        "is_closed": edition.pk is None,
        "is_first_visit": True,
    }
    with translation.override(request.guest.language):
        return render(request, "portal/plan_detail.html", context)

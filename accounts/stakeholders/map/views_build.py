"""Building the map: people added and joined in a dialog, boxes moved and tidied up."""

import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.stakeholders.map.facts import theirs
from accounts.stakeholders.map.forms import JoinForm, PlacesForm, QuickPersonForm
from accounts.stakeholders.models import Place, Tie
from accounts.stakeholders.privacy.reading import note_tie
from accounts.views.page import account_page, delete_part, saved


def changed(focus):
    """Nothing to show; the map hears of it, draws anew and goes to that box."""
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"map:changed": {"focus": focus}})})


def form_piece(request, account, form, *, title, delete_url=""):
    context = {"account": account, "form": form, "title": title, "path": request.path, "delete_url": delete_url}
    return render(request, "stakeholders/_map_form.html", context)


def map_add(request, pk):
    account = account_page(request, pk, to_edit=True)
    where = {name: request.GET.get(name) for name in ("x", "y", "reports_to")}
    form = QuickPersonForm(
        request.POST or None, account=account, user=request.user, on=timezone.localdate(), initial=where
    )
    if request.method == "POST" and saved(form):
        return changed(theirs(form.instance.pk))
    return form_piece(request, account, form, title=_("Add a person"))


def map_join(request, pk):
    account = account_page(request, pk, to_edit=True)
    ends = [end for end in (request.GET.get("from"), request.GET.get("to")) if end]
    form = JoinForm(request.POST or None, account=account, user=request.user, ends=ends)
    if request.method == "POST" and saved(form):
        return changed(theirs(form.instance.target_id))
    return form_piece(request, account, form, title=_("Join two people"))


def map_tie(request, pk):
    tie = get_object_or_404(Tie.objects.editable_by(request.user), pk=pk)
    account = account_page(request, tie.account_id, to_edit=True)
    note_tie(request.user, tie, timezone.now())
    form = JoinForm(request.POST or None, instance=tie, account=account, user=request.user)
    if request.method == "POST" and saved(form):
        return changed(theirs(form.instance.target_id))
    delete_url = reverse("stakeholders:map-tie-delete", args=[pk])
    return form_piece(request, account, form, title=_("Edit the tie"), delete_url=delete_url)


@require_POST
def map_tie_delete(request, pk):
    tie = get_object_or_404(Tie.objects.editable_by(request.user), pk=pk)
    return delete_part(request, tie, back=reverse("stakeholders:map", args=[tie.account_id]))


@require_POST
def map_place(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = PlacesForm(request.POST, account=account, user=request.user)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(form.errors["places"])}, status=400)
    form.save()
    return HttpResponse(status=204)


@require_POST
def map_tidy(request, pk):
    account = account_page(request, pk, to_edit=True)
    Place.objects.editable_by(request.user).of(account).delete()
    return redirect("stakeholders:map", pk)

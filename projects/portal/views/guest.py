"""What a guest reads of projects; whatever is not shared with his company is not found, and logged by the door."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plans.portal.views.door import guest_page
from projects.models import ResultRecognition, SharedProject
from projects.portal import services
from projects.portal.forms import RecognitionForm
from projects.portal.reading import Reading


def shared_with(guest):
    return SharedProject.objects.shared_with(guest.account_id)


def reading_of(request, pk):
    shared = get_object_or_404(shared_with(request.guest), project=pk)
    return Reading(shared, timezone.localdate(), request.guest.stakeholder_id)


@guest_page
def project_list(request):
    on = timezone.localdate()
    readings = [Reading(shared, on) for shared in shared_with(request.guest)]
    return render(request, "projects/portal/project_list.html", {"readings": readings})


@guest_page
def project_detail(request, pk):
    return render(request, "projects/portal/project_detail.html", {"reading": reading_of(request, pk), "may_say": True})


@guest_page
def recognise(request, pk, result):
    reading = reading_of(request, pk)
    found = next((each for each in reading.results if each.result.key == result and each.is_open), None)
    form = RecognitionForm(request.POST or None)
    if found is None:
        messages.info(request, _("There is nothing to recognise here at the moment."))
    elif not (request.method == "POST" and form.is_valid() and recognised(request, pk, result, form)):
        context = {"reading": reading, "found": found, "form": form}
        return render(request, "projects/portal/recognise.html", context)
    return redirect("shared:project", pk)


def recognised(request, pk, result, form):
    try:
        services.recognise(request.guest, pk, result, **form.cleaned_data, at=timezone.now(), on=timezone.localdate())
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Thank you: it is written down under your name, and we hear of it."))
    return True


@guest_page
@require_POST
def recognition_back(request, pk):
    mine = ResultRecognition.objects.said_on_portal(request.guest.stakeholder_id)
    recognition = get_object_or_404(mine.shared_with(request.guest.account_id), pk=pk)
    try:
        project = services.take_back(request.guest, recognition, at=timezone.now())
    except services.Refused as refused:
        raise Http404 from refused
    messages.success(request, _("Taken back."))
    return redirect("shared:project", project.pk)

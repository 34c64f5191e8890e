"""The minutes of a meeting that was held: as a document, and sent to those who were there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.views.page import account_page
from plans.reviews.forms import SendForm
from projects.governance.minutes import file_name, minutes_pdf, text_of
from projects.governance.services import ask_to_send
from projects.models import Meeting


@require_GET
def meeting_pdf(request, pk):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_project(), pk=pk)
    if not meeting.is_held:
        raise Http404
    answer = HttpResponse(minutes_pdf(meeting, request.LANGUAGE_CODE), content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{file_name(meeting)}.pdf")
    return answer


def meeting_send(request, pk):
    meeting = get_object_or_404(Meeting.objects.sendable_by(request.user).with_project(), pk=pk)
    project, text = meeting.committee.project, text_of(meeting)
    form = SendForm(request.POST or None, presences=meeting.attendances)
    if request.method == "POST" and text and form.is_valid():
        count = ask_to_send(meeting, form.cleaned_data["to"], at=timezone.now())
        told = ngettext("The minutes leave for %(n)s person.", "The minutes leave for %(n)s people.", count)
        messages.success(request, told % {"n": count})
        return redirect(meeting)
    context = {"account": account_page(request, project.account_id), "project": project, "meeting": meeting}
    context |= {"form": form, "attendances": meeting.attendances.with_people(), "text": text}
    return render(request, "projects/governance/send.html", context)

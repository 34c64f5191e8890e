"""One meeting: its agenda, what is noted and decided, what becomes of it."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, form_page
from plans.reviews.views.notes import note_state
from projects.governance import services
from projects.governance.forms import CancelForm, DecideForm, HoldForm, PostponeForm
from projects.governance.sitting import Sitting
from projects.models import Meeting

TEXTS = {"topics": 10_000, "minutes": 50_000}


def meeting_to_edit(request, pk):
    """A meeting of a project under way whose minutes have not left yet, or 404."""
    return get_object_or_404(Meeting.objects.editable_by(request.user).unsent().with_project(), pk=pk)


def meeting_detail(request, pk, form=None):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_project(), pk=pk)
    project = meeting.committee.project
    account = account_page(request, project.account_id)
    sitting = Sitting(meeting, timezone.localdate(), may_edit=bool(account.may_edit))
    context = {"account": account, "project": project, "meeting": meeting, "sitting": sitting}
    return render(request, "projects/governance/meeting.html", context | {"decide": form or DecideForm()})


@require_POST
def meeting_note(request, pk, field):
    """Save a text while it is written."""
    meeting = meeting_to_edit(request, pk)
    if field not in TEXTS:
        raise Http404
    return note_state(request, partial(services.write_down, meeting, field), field=field, longest=TEXTS[field])


@require_POST
def meeting_draft(request, pk):
    meeting = meeting_to_edit(request, pk)
    services.draft(meeting, on=timezone.localdate())
    messages.success(request, _("The agenda stands in the minutes: say what was said of each point."))
    return redirect(meeting)


@require_POST
def meeting_decide(request, pk):
    meeting, form = meeting_to_edit(request, pk), DecideForm(request.POST)
    if not form.is_valid():
        return meeting_detail(request, pk, form)
    decision = services.decide(meeting, **form.cleaned_data)
    undo = reverse("projects:decision-delete", args=[decision.pk])
    messages.success(request, _("Noted: %(text)s") % {"text": decision}, extra_tags=f"undo:{undo}")
    return redirect(meeting)


def act(request, pk, form_class, title, **options):
    """The page of a form that does something with a meeting."""
    meeting = meeting_to_edit(request, pk)
    account = account_page(request, meeting.committee.project.account_id, to_edit=True)
    form = form_class(request.POST or None, meeting=meeting, on=timezone.localdate(), **options)
    return form_page(request, account, form, title=f"{title}: {meeting}", back=meeting.get_absolute_url())


def meeting_hold(request, pk):
    return act(request, pk, HoldForm, _("It was held"), user=request.user)


def meeting_postpone(request, pk):
    return act(request, pk, PostponeForm, _("Postpone"))


def meeting_cancel(request, pk):
    return act(request, pk, CancelForm, _("Cancel the meeting"))


@require_POST
def meeting_reopen(request, pk):
    meeting = meeting_to_edit(request, pk)
    services.reopen(meeting)
    messages.success(request, _("The meeting is planned again."))
    return redirect(meeting)

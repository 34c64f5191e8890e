"""The committees of a project: their series, their members, their meetings as a calendar."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.views.page import account_page, form_page
from projects.governance.desk import cards_of
from projects.governance.forms import ExtraForm, PeopleForm
from projects.governance.ical import calendar_of
from projects.models import Committee, Meeting, Project


def governance(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    account, on = account_page(request, project.account_id), timezone.localdate()
    context = {"account": account, "project": project, "on": on, "cards": cards_of(project, on)}
    return render(request, "projects/governance/governance.html", context)


def committee_to_edit(request, pk):
    committees = Committee.objects.editable_by(request.user).select_related(
        "project__account", "project__reference_kam"
    )
    return get_object_or_404(committees, pk=pk)


def committee_people(request, pk):
    committee = committee_to_edit(request, pk)
    account = account_page(request, committee.project.account_id, to_edit=True)
    form = PeopleForm(request.POST or None, committee=committee, user=request.user)
    title = _("Who sits on: %(committee)s") % {"committee": committee}
    return form_page(request, account, form, title=title, back=committee.get_absolute_url())


def meeting_create(request, pk):
    committee = committee_to_edit(request, pk)
    account = account_page(request, committee.project.account_id, to_edit=True)
    form = ExtraForm(request.POST or None, committee=committee)
    title = _("One more meeting: %(committee)s") % {"committee": committee}
    return form_page(
        request, account, form, title=title, back=reverse("projects:governance", args=[committee.project_id])
    )


@require_GET
def governance_calendar(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    file = calendar_of(project, list(Meeting.objects.in_project(project)), at=timezone.now())
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    name = slugify(f"{_('meetings')}-{project}")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.ics")
    return answer

"""How a project stands, when it ends and why that moved, who must be there, what was promised, and its end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.page import account_page, form_page, saved
from projects.answers import Answers
from projects.models import Baseline, Project
from projects.status.comparison import Comparison
from projects.status.forms import BaselineForm, CloseForm, DeclareForm
from projects.status.leftovers import left_open
from projects.status.pages import DatesPage, StatusPage
from projects.status.presence import Presence
from projects.views.project import project_to_edit


def page_of(request, pk):
    """The project with what its header shows, and today."""
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    context = {"account": account_page(request, project.account_id), "project": project}
    return project, timezone.localdate(), context


def status(request, pk):
    project, on, context = page_of(request, pk)
    return render(request, "projects/status/status.html", context | {"status": StatusPage(project, on)})


def status_declare(request, pk):
    project, on = project_to_edit(request, pk), timezone.localdate()
    account = account_page(request, project.account_id, to_edit=True)
    form = DeclareForm(request.POST or None, project=project, user=request.user, on=on)
    back = reverse("projects:status", args=[pk])
    return form_page(request, account, form, title=_("How the project stands"), back=back)


def dates(request, pk):
    project, on, context = page_of(request, pk)
    return render(request, "projects/status/dates.html", context | {"page": DatesPage(Answers(project, on))})


def presence(request, pk):
    project, on, context = page_of(request, pk)
    context |= {"presence": Presence(project, request.user, on)}
    return render(request, "projects/status/presence.html", context)


def baselines(request, pk):
    project, _on, context = page_of(request, pk)
    rows = project.baselines.select_related("agreed_with", "made_by")
    return render(request, "projects/status/baselines.html", context | {"baselines": rows})


def baseline_create(request, pk):
    project, on = project_to_edit(request, pk), timezone.localdate()
    account = account_page(request, project.account_id, to_edit=True)
    form = BaselineForm(request.POST or None, project=project, user=request.user, on=on)
    back = reverse("projects:baselines", args=[pk])
    return form_page(request, account, form, title=_("Keep this schedule as baseline"), back=back)


def baseline_detail(request, pk):
    baseline = get_object_or_404(Baseline.objects.visible_to(request.user).select_related("agreed_with"), pk=pk)
    project, on, context = page_of(request, baseline.project_id)
    comparison = Comparison(Answers(project, on).timetable, baseline)
    context |= {"baseline": baseline, "comparison": comparison}
    return render(request, "projects/status/baseline.html", context)


def close(request, pk):
    project, on = project_to_edit(request, pk), timezone.localdate()
    account = account_page(request, project.account_id, to_edit=True)
    form = CloseForm(request.POST or None, instance=project, user=request.user, on=on)
    if request.method == "POST" and saved(form):
        messages.success(request, _("The project is closed."))
        return redirect(project)
    context = {"account": account, "project": project, "form": form, "left": left_open(project)}
    return render(request, "projects/status/close.html", context)

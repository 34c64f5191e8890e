"""Templates of projects: listed, saved, offered, deleted; a project started from one, its days shown before."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page
from projects.models import Project, ProjectTemplate
from projects.outline import TaskLine
from projects.starting.content import outline_from
from projects.starting.forms import StartForm, TemplateForm
from projects.starting.ready import READY
from projects.starting.services import save_as_template, start_project
from projects.timetable import Times, Timetable

LONGEST_KEY = 18  # digits of a number that may be the key of a row


def template_list(request, pk):
    account = account_page(request, pk, to_edit=True)
    templates = ProjectTemplate.objects.visible_to(request.user).select_related("owner")
    context = {"account": account, "ready": READY, "templates": templates}
    return render(request, "projects/starting/template_list.html", context)


def template_of(request, key):
    """A ready template by its word, another one by its number, or 404."""
    ready = next((each for each in READY if each.key == key), None)
    if ready is None and not (key.isdecimal() and len(key) <= LONGEST_KEY):
        raise Http404
    return ready or get_object_or_404(ProjectTemplate.objects.visible_to(request.user), pk=key)


def start(request, pk, key):
    """The days are shown for what is typed; nothing is written before the person says so."""
    account, template = account_page(request, pk, to_edit=True), template_of(request, key)
    initial = {"name": str(template.name), "starts_on": timezone.localdate()}
    form = StartForm(request.POST or None, initial=initial)
    outline = outline_of_form(template.content, form)
    if form.is_valid() and "show" not in request.POST:
        told = {"is_alsace_moselle": form.cleaned_data["is_alsace_moselle"]}
        return redirect(start_project(outline, account, by=request.user, **told))
    context = {"account": account, "template": template, "form": form, "lines": lines_of(outline)}
    return render(request, "projects/starting/start.html", context)


def outline_of_form(content: dict[str, Any], form):
    """The plan as typed; while something is wrong with that, as proposed."""
    told = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    off = told.get("is_alsace_moselle", False)
    return outline_from(content, name=told["name"], on=told["starts_on"], is_alsace_moselle=off)


@dataclass(frozen=True)
class Line:
    task: TaskLine
    times: Times
    is_phase: bool


def lines_of(outline) -> list[Line]:
    timetable = Timetable(outline)
    return [Line(task, timetable.times[task.uid], task.uid in timetable.below) for task in outline.tasks]


def template_create(request, pk):
    project = get_object_or_404(Project.objects.editable_by(request.user).with_people(), pk=pk)
    account = account_page(request, project.account_id, to_edit=True)
    form = TemplateForm(request.POST or None, initial={"name": project.name})
    if form.is_valid():
        save_as_template(form.save(commit=False), project, by=request.user)
        messages.success(request, _("Saved as a template: its dates are counted from the first day."))
        return redirect("projects:template-list", account.pk)
    context = {"account": account, "project": project, "form": form}
    return render(request, "projects/starting/template_form.html", context)


@require_POST
def template_offer(request, pk, account):
    template = get_object_or_404(ProjectTemplate.objects.editable_by(request.user), pk=pk)
    template.is_offered = not template.is_offered
    template.save(update_fields=["is_offered"])
    return redirect("projects:template-list", account)


@require_POST
def template_delete(request, pk, account):
    template = get_object_or_404(ProjectTemplate.objects.editable_by(request.user), pk=pk)
    template.delete()
    messages.success(request, _("“%(name)s” was deleted.") % {"name": template})
    return redirect("projects:template-list", account)

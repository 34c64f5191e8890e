"""Deliverables, milestones, risks and decisions of a project."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.page import account_page, form_page
from projects.models import Project, Task
from projects.scope.desk import Scope, log_of
from projects.scope.forms import MilestoneForm


def project_page(request, pk):
    """What the pages around one project share."""
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    return {"project": project, "account": account_page(request, project.account_id)}


def scope(request, pk):
    context = project_page(request, pk)
    return render(
        request, "projects/scope/scope.html", context | {"scope": Scope(context["project"], timezone.localdate())}
    )


def decision_list(request, pk):
    context, chosen = project_page(request, pk), request.GET.get("show", "")
    context |= {"decisions": log_of(context["project"], chosen), "chosen": chosen, "on": timezone.localdate()}
    return render(request, "projects/scope/decisions.html", context)


def milestone_edit(request, pk):
    """Reached, and accepted by the client: by which criterion, on which day, by whom."""
    task = get_object_or_404(Task.objects.editable_by(request.user).milestones().select_related("project"), pk=pk)
    account, on = account_page(request, task.project.account_id, to_edit=True), timezone.localdate()
    form = MilestoneForm(request.POST or None, instance=task, project=task.project, user=request.user, on=on)
    back = reverse("projects:scope", args=[task.project_id])
    return form_page(request, account, form, title=_("Milestone: %(name)s") % {"name": task}, back=back)

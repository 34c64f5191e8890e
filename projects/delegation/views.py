"""Who works on what; handing over and taking over; what was delegated, how much, and who carries too much."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, saved, say_it_is_saved
from projects.delegation.delegates import Delegates
from projects.delegation.forms import AssignForm, HandoverForm
from projects.delegation.loading import Behind, Loads
from projects.delegation.rate import Rates
from projects.delegation.services import accept, take_back
from projects.delegation.team import ProjectTeam
from projects.models import Handover, Project, Task
from projects.views.project import project_to_edit


def team(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    context = {
        "account": account_page(request, project.account_id),
        "project": project,
        "team": ProjectTeam(project, timezone.localdate()),
        "handovers": project.handovers.standing().with_people(),
    }
    return render(request, "projects/delegation/team.html", context)


def task_to_edit(request, pk):
    tasks = Task.objects.editable_by(request.user).select_related("project__account", "project__reference_kam")
    return get_object_or_404(tasks, pk=pk)


def task_assign(request, pk):
    """A page of its own, or, in the table of tasks, the cell that says who."""
    task = task_to_edit(request, pk)
    project = task.project
    form = AssignForm(request.POST or None, instance=task, project=project, user=request.user)
    if request.method == "POST" and saved(form):
        return redirect("projects:table", project.pk)
    context = {"account": account_page(request, project.account_id, to_edit=True), "project": project, "task": task}
    return render(request, "projects/delegation/assign.html", context | {"form": form})


def project_handover(request, pk):
    return handover_page(request, project_to_edit(request, pk), None)


def task_handover(request, pk):
    task = task_to_edit(request, pk)
    return handover_page(request, task.project, task)


def handover_page(request, project, task):
    """The form with its note drafted from facts; sent, it is offered to the receiver."""
    account, on, now = account_page(request, project.account_id, to_edit=True), timezone.localdate(), timezone.now()
    form = HandoverForm(request.POST or None, project=project, task=task, user=request.user, on=on, at=now)
    if request.method == "POST" and saved(form):
        say_it_is_saved(request, form)
        return redirect(form.instance)
    context = {"account": account, "project": project, "task": task, "form": form}
    return render(request, "projects/delegation/handover_form.html", context)


def handover_detail(request, pk):
    rows = Handover.objects.visible_to(request.user).with_people().with_answers_of(request.user)
    handover = get_object_or_404(rows, pk=pk)
    account = account_page(request, handover.project.account_id)
    context = {"account": account, "project": handover.project, "handover": handover}
    return render(request, "projects/delegation/handover_detail.html", context)


@require_POST
def handover_accept(request, pk):
    handover = get_object_or_404(Handover.objects.acceptable_by(request.user).with_people(), pk=pk)
    return answered(request, handover, accept, _("“%(what)s” is with %(receiver)s now."))


@require_POST
def handover_end(request, pk):
    handover = get_object_or_404(Handover.objects.endable_by(request.user).with_people(), pk=pk)
    return answered(request, handover, take_back, _("“%(what)s” is no longer with %(receiver)s."))


def answered(request, handover, act, told):
    """Do it and say so, or say why not."""
    try:
        act(handover, by=request.user, at=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, told % {"what": handover, "receiver": handover.receiver})
    return redirect(handover)


def delegates(request):
    context = {"delegates": Delegates(request.user, timezone.localdate())}
    return render(request, "projects/delegation/delegates.html", context)


def delegation_rate(request):
    rates = Rates(request.user, request.GET, timezone.localdate())
    return render(request, "projects/delegation/rate.html", {"rates": rates})


def load(request):
    loads = Loads(request.user, request.GET, timezone.localdate())
    return render(request, "projects/delegation/load.html", {"loads": loads})


def load_cell(request, pk, scale, number):
    """What is behind a load: named where the reader sees the account, a sum elsewhere."""
    behind = Behind(request.user, pk, scale, number, timezone.localdate())
    return render(request, "projects/delegation/load_cell.html", {"behind": behind})

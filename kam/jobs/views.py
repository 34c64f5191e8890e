"""Long work: what runs, what came out of it, how to stop it; and when scheduled work runs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kam.jobs import schedules
from kam.jobs.filters import JobFilter
from kam.jobs.forms import ScheduleForm
from kam.jobs.models import Job
from kam.jobs.tables import JobTable
from kam.users.access import role_required
from kam.users.models import User
from kam.users.paging import paged

administrators_only = role_required(User.Role.ADMINISTRATOR)


def job_list(request):
    jobs = Job.objects.visible_to(request.user).select_related("started_by")
    filterset = JobFilter(request.GET, queryset=jobs)
    table = JobTable(filterset.qs, exclude=() if request.user.is_administrator else ("started_by",))
    return render(request, "jobs/job_list.html", {"table": paged(table, request), "filter": filterset})


def detail(request, pk):
    return render(request, "jobs/job_detail.html", context_of(request, pk))


def progress(request, pk):
    """What a page asks every second; once the job is over the page is loaded again, to tell what came out of it."""
    context = context_of(request, pk)
    headers = {"HX-Refresh": "true"} if context["job"].is_over else None
    return HttpResponse(render_to_string("jobs/_progress.html", context, request), headers=headers)


def context_of(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("started_by"), pk=pk)
    return {"job": job, "is_silent": job.is_silent(timezone.now())}


@require_POST
def cancel(request, pk):
    job = get_object_or_404(Job.objects.editable_by(request.user), pk=pk)
    if job.cancel():
        messages.success(request, _("Cancelled: it stops before its next step."))
    else:
        messages.info(request, _("It was over already."))
    return redirect(job)


@administrators_only
def schedule_list(request):
    rows = [(task, schedules.label(task), schedules.in_words(task)) for task in schedules.known()]
    return render(request, "jobs/schedule_list.html", {"rows": rows})


@administrators_only
def schedule_edit(request, pk):
    task = scheduled_task(pk)
    form = ScheduleForm(request.POST or None, task=task)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("jobs:schedule-list")
    return render(request, "jobs/schedule_form.html", {"form": form, "label": schedules.label(task)})


@administrators_only
@require_POST
def schedule_run(request, pk):
    task = scheduled_task(pk)
    schedules.run_now(task)
    messages.success(request, _("Started: %(task)s.") % {"task": schedules.label(task)})
    return redirect("jobs:schedule-list")


def scheduled_task(pk):
    for task in schedules.known():
        if task.pk == pk:
            return task
    raise Http404

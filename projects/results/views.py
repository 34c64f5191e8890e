"""The results of a project, during it and after it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, delete_part, form_page
from projects.models import Project, ProjectResult, ResultRecognition
from projects.results.forms import RecognitionForm, ResultForm
from projects.results.reading import results_of
from projects.results.services import settle_task
from projects.services import Refused
from projects.sharing import republish


def results_page(project):
    return reverse("projects:results", args=[project.pk])


def results(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    context = {"project": project, "account": account_page(request, project.account_id), "results": results_of(project)}
    return render(request, "projects/results/page.html", context)


def result_create(request, pk):
    project = get_object_or_404(Project.objects.editable_by(request.user), pk=pk)
    account, on = account_page(request, project.account_id, to_edit=True), timezone.localdate()
    form = ResultForm(request.POST or None, project=project, on=on, user=request.user)
    return form_page(request, account, form, title=_("New result"), back=results_page(project))


def result_to_edit(request, pk):
    rows = ProjectResult.objects.editable_by(request.user).select_related("project__account", "task")
    return get_object_or_404(rows, pk=pk)


def result_edit(request, pk):
    result = result_to_edit(request, pk)
    account, on = account_page(request, result.project.account_id, to_edit=True), timezone.localdate()
    form = ResultForm(request.POST or None, instance=result, project=result.project, on=on, user=request.user)
    back, delete_url = results_page(result.project), reverse("projects:result-delete", args=[pk])
    return form_page(request, account, form, title=_("Edit the result"), back=back, delete_url=delete_url)


@require_POST
def result_delete(request, pk):
    result = result_to_edit(request, pk)
    answer = delete_part(request, result, back=results_page(result.project))
    republish(result.project)
    return answer


@require_POST
def result_settle(request, pk):
    """What was opened to have the result shown is done."""
    result = result_to_edit(request, pk)
    try:
        settle_task(result, on=timezone.localdate())
        messages.success(request, _("The task is done."))
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(results_page(result.project))


def recognition_create(request, pk):
    """Of a result that was obtained; `?who=` is the person whom the page suggests."""
    rows = ProjectResult.objects.editable_by(request.user).delivered()
    result = get_object_or_404(rows.select_related("project__account"), pk=pk)
    account, on = account_page(request, result.project.account_id, to_edit=True), timezone.localdate()
    initial = {"stakeholder": request.GET.get("who"), "recognised_on": on}
    form = RecognitionForm(request.POST or None, result=result, on=on, user=request.user, initial=initial)
    title = _("Who recognises “%(result)s”?") % {"result": result}
    return form_page(request, account, form, title=title, back=results_page(result.project))


def recognition_to_edit(request, pk):
    rows = ResultRecognition.objects.editable_by(request.user).select_related("result__project__account")
    return get_object_or_404(rows, pk=pk)


def recognition_edit(request, pk):
    said = recognition_to_edit(request, pk)
    project, on = said.result.project, timezone.localdate()
    account = account_page(request, project.account_id, to_edit=True)
    form = RecognitionForm(request.POST or None, instance=said, result=said.result, on=on, user=request.user)
    back, delete_url = results_page(project), reverse("projects:recognition-delete", args=[pk])
    return form_page(request, account, form, title=_("Edit the recognition"), back=back, delete_url=delete_url)


@require_POST
def recognition_delete(request, pk):
    said = recognition_to_edit(request, pk)
    answer = delete_part(request, said, back=results_page(said.result.project))
    republish(said.result.project)
    return answer

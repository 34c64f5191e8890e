"""The rows of a project: made, changed and deleted while it is under way."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, delete_part, form_page
from projects.services import change
from projects.sharing import republish
from projects.views.project import project_to_edit


def create(request, pk, part):
    project = project_to_edit(request, pk)
    account, on = account_page(request, project.account_id, to_edit=True), timezone.localdate()
    form = part.form(request.POST or None, project=project, on=on, user=request.user, initial=request.GET.dict())
    return form_page(request, account, form, title=part.new, back=part.back(project))


def row_to_edit(request, pk, part):
    return get_object_or_404(part.model.objects.editable_by(request.user).select_related("project"), pk=pk)


def edit(request, pk, part):
    row = row_to_edit(request, pk, part)
    account, on = account_page(request, row.project.account_id, to_edit=True), timezone.localdate()
    form = part.form(request.POST or None, instance=row, project=row.project, on=on, user=request.user)
    delete_url, back = reverse(f"projects:{part.key}-delete", args=[pk]), part.back(row.project)
    return form_page(request, account, form, title=part.edit, back=back, delete_url=delete_url)


@require_POST
def delete(request, pk, part):
    row = row_to_edit(request, pk, part)
    back, answers = part.back(row.project), []
    if refusal := part.refusal(row):
        messages.error(request, refusal)
        return redirect(back)
    if not part.is_scheduled:
        answer = delete_part(request, row, back=back)
        republish(row.project)
        return answer
    change(row.project, lambda: answers.append(delete_part(request, row, back=back)), on=timezone.localdate())
    return answers[0]

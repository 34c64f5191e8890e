"""The rows of a plan: made, changed and deleted while it is written; actions told how far they are once it runs."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.page import account_page, delete_part, form_page
from plans.forms import ProgressForm
from plans.models import PlanAction
from plans.views.plan import after_saving, plan_to_write


def create(request, pk, part):
    plan = plan_to_write(request, pk, part.section_of(request.POST or request.GET))
    account = account_page(request, plan.account_id)
    form = part.form(request.POST or None, plan=plan, user=request.user, initial=chosen(request))
    answer = form_page(request, account, form, title=part.new, back=part.shown_at(plan, form.instance))
    return after_saving(request, plan, answer)


def chosen(request):
    """What the address of a new row says of it; an option may come with several items that it crosses."""
    return request.GET.dict() | {"items": request.GET.getlist("items")}


def edit(request, pk, part):
    rows = part.model.objects.editable_by(request.user, whenever=request.method == "POST")
    row = get_object_or_404(rows.select_related("plan__account"), pk=pk)
    account = account_page(request, row.plan.account_id)
    form = part.form(request.POST or None, instance=row, plan=row.plan, user=request.user)
    answer = form_page(request, account, form, title=part.edit, back=part.shown_at(row.plan, row))
    return after_saving(request, row.plan, answer)


@require_POST
@transaction.atomic
def delete(request, pk, part):
    row = get_object_or_404(part.model.objects.editable_by(request.user).select_related("plan__account"), pk=pk)
    back = part.shown_at(row.plan, row)
    if not row.plan.is_still_open_to(request.user, row.section):
        messages.error(request, _("The plan has just been handed in: nothing was deleted."))
        return redirect(back)
    return after_saving(request, row.plan, delete_part(request, row, back=back))


def action_progress(request, pk):
    action = get_object_or_404(PlanAction.objects.under_way(request.user).select_related("plan"), pk=pk)
    account = account_page(request, action.plan.account_id, to_edit=True)
    form = ProgressForm(request.POST or None, instance=action, user=request.user, on=timezone.localdate())
    back = reverse("plans:strategy", args=[action.plan_id])
    return form_page(request, account, form, title=_("Progress of the action"), back=back)

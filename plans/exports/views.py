"""The files of a plan: which there are, asked for, fetched."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.views.page import account_page
from plans.exports.choices import choices_of
from plans.exports.fetching import export_of, kept_file, made_file
from plans.exports.forms import ExportForm
from plans.exports.making import name_of, order, source_of
from plans.exports.services import start_export
from plans.models import AccountPlan


def export_page(request, pk):
    plan = get_object_or_404(AccountPlan.objects.visible_to(request.user).with_people(), pk=pk)
    account = account_page(request, plan.account_id)
    return render(request, "plans/export.html", {"plan": plan, "account": account, "choices": choices_of(plan)})


@require_POST
def export_create(request, pk):
    plan = get_object_or_404(AccountPlan.objects.visible_to(request.user).select_related("account"), pk=pk)
    form = ExportForm(request.POST, plan=plan)
    if not form.is_valid():
        messages.error(request, _("There is no such file of this edition."))
        return redirect("plans:export", pk)
    if form.lacks_edition:
        raise Http404
    asked = order(plan=plan, language=get_language(), **form.cleaned_data)
    return at_once(asked) or redirect(start_export(asked, account=plan.account.name, user=request.user))


def at_once(asked):
    """The file itself when it is quickly written, else None."""
    if asked.format.at_once:
        source = source_of(asked, timezone.localdate())
        if asked.format.is_quick(source.size):
            data = asked.format.write(source, lambda percent, message: None)
            return made_file(asked, data, name_of(asked, source.content))


@require_GET
def export_file(request, pk):
    job = export_of(request.user, pk)
    if job is None:
        raise Http404
    return kept_file(job)

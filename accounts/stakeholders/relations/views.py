"""Who introduces whom, who counts for whom: the pages around an account."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.stakeholders.models import Introduction, OpinionAccess, Tie
from accounts.stakeholders.privacy.reading import note_reading, note_tie
from accounts.stakeholders.relations.forms import IntroductionForm, StepForm, TieForm
from accounts.stakeholders.relations.lines import introduction_lines
from accounts.views.page import account_page, delete_part, form_page

A_PAGE = 50


def relations_of(pk):
    return reverse("stakeholders:introduction-list", args=[pk])


def introduction_list(request, pk):
    account, user = account_page(request, pk), request.user
    note_reading(user, account, OpinionAccess.Page.TIES, timezone.now())
    introductions = Introduction.objects.visible_to(user).of(account).with_people().with_first_meeting()
    ties = Tie.objects.visible_to(user).of(account).with_people()
    page = Paginator(introductions, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "page": page,
        "lines": introduction_lines(page, timezone.localdate()),
        "ties": Paginator(ties, A_PAGE).get_page(request.GET.get("ties")),
    }
    return render(request, "stakeholders/introduction_list.html", context)


def introduction_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = IntroductionForm(
        request.POST or None, account=account, user=request.user, on=timezone.localdate(), initial=request.GET.dict()
    )
    return form_page(request, account, form, title=_("New introduction"), back=relations_of(pk))


def introduction_edit(request, pk):
    row = get_object_or_404(Introduction.objects.editable_by(request.user), pk=pk)
    account = account_page(request, row.account_id, to_edit=True)
    form = IntroductionForm(
        request.POST or None, instance=row, account=account, user=request.user, on=timezone.localdate()
    )
    delete_url = reverse("stakeholders:introduction-delete", args=[pk])
    return form_page(
        request, account, form, title=_("Edit the introduction"), back=relations_of(account.pk), delete_url=delete_url
    )


@require_POST
def introduction_delete(request, pk):
    row = get_object_or_404(Introduction.objects.editable_by(request.user), pk=pk)
    return delete_part(request, row, back=relations_of(row.account_id))


@require_POST
def introduction_advance(request, pk):
    row = get_object_or_404(Introduction.objects.editable_by(request.user).with_first_meeting(), pk=pk)
    form = StepForm(request.POST, introduction=row, on=timezone.localdate())
    if form.is_valid():
        form.save()
    else:
        messages.error(request, form.refusal)
    return redirect(relations_of(row.account_id))


def tie_create(request, pk):
    account = account_page(request, pk, to_edit=True)
    form = TieForm(request.POST or None, account=account, user=request.user, initial=request.GET.dict())
    return form_page(request, account, form, title=_("New tie"), back=relations_of(pk))


def tie_edit(request, pk):
    tie = get_object_or_404(Tie.objects.editable_by(request.user), pk=pk)
    account = account_page(request, tie.account_id, to_edit=True)
    note_tie(request.user, tie, timezone.now())
    form = TieForm(request.POST or None, instance=tie, account=account, user=request.user)
    delete_url = reverse("stakeholders:tie-delete", args=[pk])
    return form_page(
        request, account, form, title=_("Edit the tie"), back=relations_of(account.pk), delete_url=delete_url
    )


@require_POST
def tie_delete(request, pk):
    tie = get_object_or_404(Tie.objects.editable_by(request.user), pk=pk)
    return delete_part(request, tie, back=relations_of(tie.account_id))

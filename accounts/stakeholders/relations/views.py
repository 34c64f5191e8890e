"""Who introduces whom, who counts for whom: the pages around an account."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.stakeholders.models import Introduction, OpinionAccess, Tie
from accounts.stakeholders.privacy.reading import note_reading, note_tie
from accounts.stakeholders.relations.forms import IntroductionForm, StepForm, TieForm
from accounts.stakeholders.relations.lines import introduction_lines
from accounts.views.page import account_page
from accounts.views.parts import Part, edit

A_PAGE = 50
PAGE = "stakeholders:introduction-list"
INTRODUCTION = Part(
    IntroductionForm, _("New introduction"), _("Edit the introduction"), PAGE, "stakeholders:introduction-delete"
)
TIE = Part(TieForm, _("New tie"), _("Edit the tie"), PAGE, "stakeholders:tie-delete")


def relations_of(pk):
    return reverse(PAGE, args=[pk])


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


@require_POST
def introduction_advance(request, pk):
    row = get_object_or_404(Introduction.objects.editable_by(request.user).with_first_meeting(), pk=pk)
    form = StepForm(request.POST, introduction=row, on=timezone.localdate())
    if form.is_valid():
        form.save()
    else:
        messages.error(request, form.refusal)
    return redirect(relations_of(row.account_id))


def tie_edit(request, pk):
    tie, _account_id = TIE.row(request, pk)
    note_tie(request.user, tie, timezone.now())
    return edit(request, pk, TIE)

"""Possible duplicates of an account, the page that compares two entries, and the way back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.stakeholders.duplicates.choices import Pair
from accounts.stakeholders.duplicates.finding import twins, twins_of
from accounts.stakeholders.duplicates.forms import MergeForm, PairForm
from accounts.stakeholders.duplicates.merging import Refused, take_apart
from accounts.stakeholders.duplicates.relinking import preview
from accounts.stakeholders.models import Merge, OpinionAccess, Stakeholder
from accounts.stakeholders.privacy.reading import note_reading
from accounts.views.page import account_page, saved

A_PAGE = 25


def duplicates_of(pk):
    return reverse("stakeholders:duplicate-list", args=[pk])


def duplicate_list(request, pk):
    account = account_page(request, pk)
    form = PairForm(request.GET if "kept" in request.GET else None, account=account)
    if account.may_edit and form.is_valid():
        return redirect("stakeholders:merge", *form.keys)
    page = Paginator(twins_of(account), A_PAGE).get_page(request.GET.get("page"))
    merges = Merge.objects.visible_to(request.user).of(account).with_people()[:A_PAGE]
    context = {"account": account, "form": form, "page": page, "twins": twins(page), "merges": merges}
    return render(request, "stakeholders/duplicate_list.html", context)


def merge_page(request, pk, other):
    people = Stakeholder.objects.editable_by(request.user).in_bulk({pk, other})
    if len(people) < 2 or people[pk].account_id != people[other].account_id:
        return already_merged(request, pk, other)
    account = account_page(request, people[pk].account_id, to_edit=True)
    for person in people.values():
        note_reading(request.user, account, OpinionAccess.Page.PERSON, timezone.now(), person)
    pair = Pair(people[pk], people[other])
    form = MergeForm(request.POST or None, pair=pair, user=request.user, at=timezone.now())
    if request.method == "POST" and saved(form):
        messages.success(request, _("“%(gone)s” is now part of “%(kept)s”.") % {"gone": pair.gone, "kept": pair.kept})
        return redirect(pair.kept)
    context = {"account": account, "form": form, "pair": form.pair, "preview": preview(pair.gone)}
    return render(request, "stakeholders/merge.html", context)


def already_merged(request, *keys):
    """Somebody was quicker: lead to the entry that stayed. 404 for whoever may not see it."""
    done = Merge.objects.visible_to(request.user).that_took(keys).with_people().first()
    if done is None:
        raise Http404
    words = {"gone": done.gone_name, "kept": done.kept}
    messages.info(request, _("“%(gone)s” has already been made part of “%(kept)s”.") % words)
    return redirect(done.kept)


@require_POST
def merge_undo(request, pk):
    done = get_object_or_404(Merge.objects.editable_by(request.user), pk=pk)
    try:
        back = take_apart(done.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(duplicates_of(done.account_id))
    messages.success(request, _("“%(name)s” is an entry of its own again.") % {"name": back})
    return redirect(duplicates_of(done.account_id))

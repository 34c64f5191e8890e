"""The inbox: one line at a time, by keyboard or mouse, with or without a script."""

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Capture
from accounts.stakeholders.inbox.desk import DESTINATIONS, Desk
from accounts.stakeholders.inbox.forms import BulkForm
from accounts.stakeholders.inbox.services import TooLate, drop_lines, give_account, sort_line, unsort


@require_GET
def inbox(request):
    desk = Desk(request.user, request.GET.get("line", ""))
    destination = DESTINATIONS.get(request.GET.get("as", "")) if desk.current else None
    return inbox_page(request, desk, destination, destination and desk.form(destination))


def inbox_page(request, desk, destination=None, form=None, bulk=None):
    bulk = bulk or BulkForm(user=request.user)
    context = {"desk": desk, "destination": destination, "form": form, "bulk": bulk}
    return render(request, "stakeholders/inbox.html", context)


@require_POST
def inbox_sort(request, pk, outcome):
    line, desk = get_object_or_404(Capture.objects.editable_by(request.user), pk=pk), Desk(request.user, str(pk))
    if outcome not in DESTINATIONS:
        raise Http404
    if desk.current != line:
        return already_sorted(request)
    destination, following = DESTINATIONS[outcome], desk.following or desk.previous
    form = desk.form(destination, request.POST)
    if not form.is_valid():
        return inbox_page(request, desk, destination, form)
    undo = sort_line(desk.current, form=form, outcome=destination.outcome, at=timezone.now())
    return sorted_page(request, destination, undo, following) if undo else already_sorted(request)


def sorted_page(request, destination, undo, following):
    told = _("Dropped.") if destination.key == "d" else _("Sorted: %(what)s.") % {"what": destination.label}
    messages.success(request, told, extra_tags=f"undo:{undo}")
    return redirect(line_address(following))


def already_sorted(request):
    messages.info(request, _("This line is no longer in your inbox."))
    return redirect("stakeholders:inbox")


def line_address(line):
    return reverse("stakeholders:inbox") + (f"?line={line.pk}" if line else "")


@require_POST
def inbox_bulk(request):
    form = BulkForm(request.POST, user=request.user)
    if not form.is_valid():
        return inbox_page(request, Desk(request.user), bulk=form)
    lines = list(form.cleaned_data["lines"])
    if form.cleaned_data["action"] == "account":
        give_account(lines, account=form.cleaned_data["account"])
        messages.success(request, _("The account is set."))
    else:
        undo = drop_lines(lines, at=timezone.now())
        told = ngettext("%(count)s line dropped.", "%(count)s lines dropped.", len(lines)) % {"count": len(lines)}
        messages.success(request, told, extra_tags=f"undo:{undo}")
    return redirect("stakeholders:inbox")


@require_POST
def inbox_undo(request, token):
    try:
        lines = unsort(token, user=request.user)
    except signing.BadSignature:
        raise Http404 from None
    except TooLate as late:
        messages.error(request, str(late))
        return redirect("stakeholders:inbox")
    if not lines:
        raise Http404
    messages.success(request, _("Back in your inbox."))
    return redirect(line_address(lines[0]))

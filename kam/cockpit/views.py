"""Pages that read across apps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Account, Notice
from accounts.services import start_bulk_edit, start_bulk_undo
from accounts.spreadsheets import csv_response, xlsx_response
from accounts.stakeholders.models import Stakeholder
from kam.cockpit.bulk import Report, Selection
from kam.cockpit.forms import BulkEditForm, SavedViewForm
from kam.cockpit.navigation import pages_matching
from kam.cockpit.portfolio import PAGE, Portfolio, canonical
from kam.cockpit.services import keep_view
from kam.jobs.models import Job
from kam.users.models import SavedView
from projects.models import Project

PALETTE_ACCOUNTS = PALETTE_PEOPLE = PALETTE_PROJECTS = 8
NOTICES = 30  # on a page


def palette(request):
    text = request.GET.get("q", "").strip()[:100]
    accounts = Account.objects.visible_to(request.user).matching(text)[:PALETTE_ACCOUNTS] if text else []
    people = Stakeholder.objects.visible_to(request.user).named(text)[:PALETTE_PEOPLE] if text else []
    projects = Project.objects.visible_to(request.user).named(text).select_related("account") if text else []
    pages = pages_matching(request.user, text)
    context = {
        "text": text,
        "accounts": accounts,
        "people": people,
        "projects": projects[:PALETTE_PROJECTS],
        "pages": pages,
    }
    return render(request, "_palette_results.html", context)


def home(request):
    return redirect("cockpit:portfolio")


def portfolio(request):
    portfolio = Portfolio(request.user, request.GET, on=timezone.localdate())
    if not request.GET and portfolio.default_view:
        return redirect(portfolio.default_view)
    return render(request, "cockpit/portfolio.html", {"portfolio": portfolio, "table": portfolio.page()})


def portfolio_summary(request):
    portfolio = Portfolio(request.user, request.GET, on=timezone.localdate())
    return render(request, "cockpit/_portfolio_summary.html", {"portfolio": portfolio, "totals": portfolio.totals})


def portfolio_filters(request):
    portfolio = Portfolio(request.user, request.GET, on=timezone.localdate())
    return render(request, "cockpit/portfolio_filters.html", {"portfolio": portfolio})


def portfolio_columns(request):
    portfolio = Portfolio(request.user, request.GET, on=timezone.localdate())
    return render(request, "cockpit/portfolio_columns.html", {"portfolio": portfolio})


def portfolio_export(request, kind):
    today = timezone.localdate()
    rows = Portfolio(request.user, request.GET, on=today).table().values()
    name = _("portfolio")
    filename = f"{name}-{today.isoformat()}.{kind}"
    if kind == "csv":
        return csv_response(rows, filename, get_language())
    return xlsx_response(rows, filename)


def view_save(request):
    query = canonical(request.GET)
    form = SavedViewForm(request.POST or None, user=request.user, query=query, page=PAGE)
    if form.is_valid():
        view = keep_view(form.save(commit=False))
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
        return redirect(view)
    return render(request, "cockpit/view_form.html", {"form": form, "query": query})


def view_edit(request, pk):
    view = get_object_or_404(SavedView.objects.editable_by(request.user).on_page(PAGE), pk=pk)
    query = canonical(request.GET)
    form = SavedViewForm(request.POST or None, instance=view, user=request.user, query=query, page=PAGE)
    if form.is_valid():
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view})
        return redirect(keep_view(form.save(commit=False)))
    return render(request, "cockpit/view_form.html", {"form": form, "view": view, "query": query})


@require_POST
def view_delete(request, pk):
    view = get_object_or_404(SavedView.objects.editable_by(request.user).on_page(PAGE), pk=pk)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view})
    return redirect(PAGE)


def bulk_edit(request):
    now = timezone.localtime()
    selection = Selection(request.user, request.POST or request.GET, on=now.date())
    if not (selection.field and selection.ids):
        return render(request, "cockpit/bulk_empty.html", {"selection": selection})
    form = BulkEditForm(request.POST or None, field=selection.field, user=request.user)
    if form.is_valid():
        return redirect(start_bulk(request, selection, form, now))
    return render(request, "cockpit/bulk_edit.html", {"form": form, "selection": selection})


def start_bulk(request, selection, form, now):
    """Queue the bulk edit and offer to undo it at once; where to follow it."""
    value, reason = form.chosen(now), form.cleaned_data.get("reason", "")
    job = start_bulk_edit(user=request.user, field=selection.field.key, value=value, ids=selection.ids, reason=reason)
    count = len(job.payload["ids"])
    told = ngettext(
        "The change of %(count)s account has started.", "The change of %(count)s accounts has started.", count
    )
    undo = reverse("cockpit:bulk-undo", args=[job.pk])
    messages.success(request, told % {"count": number_format(count)}, extra_tags=f"undo:{undo}")
    return job.result_url


def bulk_detail(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user).bulk_edits(), pk=pk)
    report = Report(job, request.user, request.GET.get("page"))
    return render(request, "cockpit/bulk_detail.html", {"job": job, "report": report})


@require_POST
def bulk_undo(request, pk):
    job = get_object_or_404(Job.objects.editable_by(request.user).bulk_edits(), pk=pk)
    undo = start_bulk_undo(job=job, user=request.user)
    messages.success(request, _("The old values are being put back."))
    return redirect(undo)


def notices(request):
    rows = Notice.objects.visible_to(request.user).with_subjects()
    page = Paginator(rows, NOTICES).get_page(request.GET.get("page"))
    unread = Notice.objects.visible_to(request.user).unread().count()
    return render(request, "cockpit/notices.html", {"page": page, "unread": unread})


def notices_bell(request):
    unread = Notice.objects.visible_to(request.user).unread().count()
    return render(request, "cockpit/_bell.html", {"unread": unread})


@require_POST
def notice_open(request, pk):
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notice.mark_read(timezone.now())
    return redirect(notice)


@require_POST
def notices_read(request):
    Notice.objects.visible_to(request.user).mark_read(timezone.now())
    return redirect("cockpit:notices")

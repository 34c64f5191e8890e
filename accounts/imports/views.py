"""The steps of an import: a file, its columns, the dry run, the import, the way back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.imports import runs, services
from accounts.imports.forms import MappingForm, UploadForm
from accounts.imports.kinds.base import kinds
from accounts.imports.lookups import Scope
from accounts.imports.mapping import samples
from accounts.imports.problems import ReadError
from accounts.imports.report import facts_of, refused_table
from accounts.imports.tables import ImportTable, RowTable
from accounts.models import Import
from accounts.spreadsheets import csv_response, xlsx_response
from kam.users.access import role_required
from kam.users.models import User
from kam.users.paging import paged

importers_only = role_required(User.Role.ADMINISTRATOR, User.Role.DIRECTOR, User.Role.KAM)


@importers_only
def import_list(request):
    imports = Import.objects.visible_to(request.user).select_related("created_by")
    table = ImportTable(imports, exclude=() if request.user.is_administrator else ("created_by",))
    return render(request, "imports/import_list.html", {"table": paged(table, request)})


@importers_only
def create(request):
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "accounts")}
    )
    if form.is_valid():
        imported = services.start_import(
            user=request.user,
            kind=form.chosen_kind,
            file=form.cleaned_data["file"],
            table=form.table,
            scope=Scope(request.user, timezone.now()),
        )
        return redirect("imports:mapping", imported.pk)
    return render(request, "imports/import_create.html", {"form": form})


@importers_only
def mapping(request, pk):
    imported = import_of(request, pk)
    if not imported.may_map:
        return redirect(imported)
    with runs.opened(imported) as table:
        kind, found, sheets = kinds()[imported.kind], samples(table), table.source.sheets
    form = MappingForm(request.POST or None, imported=imported, kind=kind, samples=found)
    if form.is_valid():
        services.start_check(imported=form.save(), user=request.user)
        return redirect("imports:preview", pk)
    context = {"imported": imported, "form": form, "sheets": sheets, "kind": kind}
    return render(request, "imports/mapping.html", context)


@importers_only
@require_POST
def sheet(request, pk):
    imported = import_of(request, pk)
    if not imported.may_map:
        return redirect(imported)
    try:
        chosen = request.POST.get("sheet", "")
        services.change_sheet(imported=imported, sheet=chosen, scope=Scope(request.user, timezone.now()))
    except ReadError as error:
        messages.error(request, str(error))
    return redirect("imports:mapping", pk)


@importers_only
def preview(request, pk):
    imported = import_of(request, pk)
    if imported.is_over:
        return redirect(imported)
    if imported.may_map and imported.status == Import.Status.MAPPING and not imported.has_failed:
        return redirect("imports:mapping", pk)
    return render(request, "imports/preview.html", context_of(request, imported))


@importers_only
@require_POST
def confirm(request, pk):
    imported = import_of(request, pk)
    if imported.status == Import.Status.CHECKED and not imported.is_busy:
        services.start_apply(imported=imported, user=request.user)
    return redirect(imported)


@importers_only
def detail(request, pk):
    imported = import_of(request, pk)
    if not (imported.is_over or imported.is_busy):
        return redirect("imports:preview", pk)
    return render(request, "imports/import_detail.html", context_of(request, imported))


@importers_only
def refused(request, pk):
    """The refused rows, to be corrected and imported again; `?format=xlsx` for a workbook."""
    imported = import_of(request, pk)
    rows = refused_table(imported, _("Why it was refused"))
    what = pgettext("file name", "refused")
    name = f"{imported.name.rpartition('.')[0] or imported.name} - {what}"
    if request.GET.get("format") == "xlsx":
        return xlsx_response(rows, f"{name}.xlsx")
    return csv_response(rows, f"{name}.csv", request.user.language)


@importers_only
@require_POST
def rollback(request, pk):
    imported = import_of(request, pk)
    if imported.may_roll_back:
        services.start_roll_back(imported=imported, user=request.user)
    return redirect(imported)


@importers_only
@require_POST
def delete(request, pk):
    imported = import_of(request, pk)
    if imported.is_busy:
        return redirect(imported)
    services.forget_import(imported=imported)
    messages.success(request, _("Import deleted from the list; what it brought stays."))
    return redirect("imports:list")


def import_of(request, pk):
    imports = Import.objects.editable_by(request.user).select_related("job", "created_by")
    return get_object_or_404(imports, pk=pk)


def context_of(request, imported):
    """What the dry run and the report show: the figures, and the rows of the chosen outcome."""
    chosen = request.GET.get("outcome", "")
    rows = imported.rows.kept() if chosen == "kept" else imported.rows.of(chosen)
    table = paged(RowTable(rows, imported=imported), request)
    kind = kinds()[imported.kind]
    return {"imported": imported, "table": table, "chosen": chosen, "kind": kind, **facts_of(imported, kind)}

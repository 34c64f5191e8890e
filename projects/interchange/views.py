"""Schedules of other programs: a file, its dry run, the project made of it; and a project as a file."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.spreadsheets import csv_response
from accounts.views.page import account_page, sent
from projects.interchange.forms import ScheduleFileForm
from projects.interchange.leaving import leaving
from projects.interchange.preview import preview_of
from projects.interchange.services import Refused, brought_in
from projects.interchange.upload import keep, upload_at
from projects.interchange.writing import mspdi_file
from projects.interchange.writing_table import table_rows
from projects.models import Project


def schedule_import(request, pk):
    """Nothing is made of the file before its dry run is confirmed."""
    account = account_page(request, pk, to_edit=True)
    form = ScheduleFileForm(*sent(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = keep(file, file.name, user=request.user.pk, account=pk)
        return redirect("projects:import-preview", pk, upload.address)
    return render(request, "projects/interchange/schedule_import.html", {"account": account, "form": form})


def import_preview(request, pk, address):
    account = account_page(request, pk, to_edit=True)
    upload = upload_at(address, user=request.user.pk, account=pk)
    if request.method == "POST":
        return made(request, account, upload)
    try:
        context = {"account": account, "upload": upload, "preview": preview_of(upload, timezone.localdate())}
    except Refused as refused:
        return refused_page(request, account, refused)
    return render(request, "projects/interchange/preview.html", context)


def made(request, account, upload):
    """The project of a file that was confirmed: one, however often the button was pressed."""
    try:
        project = brought_in(upload, account, by=request.user, on=timezone.localdate())
    except Refused as refused:
        return refused_page(request, account, refused)
    messages.success(request, _("“%(project)s” was made of the file.") % {"project": project})
    return redirect(project)


def refused_page(request, account, refused):
    form = ScheduleFileForm()
    context = {"account": account, "form": form, "refused": " ".join(refused.messages)}
    return render(request, "projects/interchange/schedule_import.html", context)


def export_mspdi(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    file = mspdi_file(leaving(project))
    return FileResponse(file, as_attachment=True, filename=f"{project.name}.xml", content_type="application/xml")


def export_table(request, pk):
    project = get_object_or_404(Project.objects.visible_to(request.user).with_people(), pk=pk)
    language = get_language()
    return csv_response(table_rows(leaving(project), language), f"{project.name}.csv", language)

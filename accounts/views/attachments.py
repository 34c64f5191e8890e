"""Files of a record: added and deleted by whoever may change it, fetched by whoever sees it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.files import KINDS
from accounts.forms.attachments import FilesForm
from accounts.models import Attachment
from accounts.models.journal import attachable
from accounts.views.page import delete_part, saved

SHUT = "default-src 'none'; sandbox"  # should a browser show the file after all


def record_to_edit(request, label, pk):
    model = attachable(label)
    if model is None:
        raise Http404
    return get_object_or_404(model.objects.editable_by(request.user), pk=pk)


@require_POST
def attachment_create(request, label, pk):
    record = record_to_edit(request, label, pk)
    form = FilesForm(request.POST, request.FILES, record=record, user=request.user)
    if saved(form):
        count = len(form.cleaned_data["files"])
        messages.success(request, ngettext("%(n)s file added.", "%(n)s files added.", count) % {"n": count})
    for error in form.errors.get("files", ()):
        messages.error(request, error)
    return redirect(record)


@require_GET
def attachment_download(request, pk):
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404(_("The file is not there any more.")) from None
    media_type = KINDS[row.kind].media_type
    headers = {"Content-Type": media_type, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": SHUT}
    return FileResponse(content, as_attachment=True, filename=row.name, headers=headers)


@require_POST
def attachment_delete(request, pk):
    row = get_object_or_404(Attachment.objects.editable_by(request.user), pk=pk)
    return delete_part(request, row, back=row.record.get_absolute_url())

"""The Gantt page asks here: what to draw, what a change would do, the change itself, and back and forth again."""

from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from projects.editing import services
from projects.editing.changes import Misread, read_request, read_version
from projects.editing.data import gantt_data, with_chart
from projects.editing.paper import PAPERS
from projects.editing.pdf import pdf_of
from projects.editing.preview import Preview
from projects.editing.told import preview_json
from projects.models import Project
from projects.services import Refused


@require_GET
def data(request, pk):
    return drawn(request, pk)


def drawn(request, pk):
    project = get_object_or_404(with_chart(Project.objects.visible_to(request.user), request.user), pk=pk)
    return JsonResponse(gantt_data(project, timezone.localdate()))


@require_GET
def printed(request, pk):
    """The chart as PDF, on A4 unless A3 is asked for."""
    project = get_object_or_404(with_chart(Project.objects.visible_to(request.user), request.user), pk=pk)
    paper, on = PAPERS.get(request.GET.get("paper"), PAPERS["a4"]), timezone.localdate()
    response = HttpResponse(pdf_of(project, paper, on, request.LANGUAGE_CODE), content_type="application/pdf")
    name = f"{slugify(project.name) or project.pk}-{on:%Y-%m-%d}-{paper.key}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def answering(view):
    """Give the view a project that the person may change; say in words why nothing was changed."""

    @require_POST
    @wraps(view)
    def answer(request, pk):
        project = get_object_or_404(Project.objects.editable_by(request.user), pk=pk)
        try:
            return view(request, project, timezone.localdate())
        except services.Stale:
            told = _("Somebody has just changed this plan. It is drawn anew; your change was not made.")
            return JsonResponse({"error": told}, status=409)
        except Misread as error:
            return JsonResponse({"error": str(error)}, status=422)
        except Refused as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)

    return answer


@answering
def preview(request, project, on):
    asked = read_request(request.body)
    return JsonResponse(preview_json(Preview(services.current(project, asked.version, on), asked.changes)))


@answering
def confirm(request, project, on):
    services.confirm(project, read_request(request.body), by=request.user, on=on)
    return drawn(request, project.pk)


@answering
def undo(request, project, on):
    services.undo(project, read_version(request.body), on=on)
    return drawn(request, project.pk)


@answering
def redo(request, project, on):
    services.redo(project, read_version(request.body), on=on)
    return drawn(request, project.pk)

"""The Gantt page asks here: what to draw, what a change would do, the change itself, and back and forth again."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from projects.editing.data import gantt_data, with_chart
from projects.models import Project


@require_GET
def data(request, pk):
    project = get_object_or_404(with_chart(Project.objects.visible_to(request.user), request.user), pk=pk)
    return JsonResponse(gantt_data(project, timezone.localdate()))


@require_POST
def answer(request, pk):
    get_object_or_404(Project.objects.editable_by(request.user), pk=pk)
    return JsonResponse({"error": ""}, status=422)

"""What a guest takes away: his edition as a document, as slides, as dates for his calendar."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from kam.jobs.models import Job
from plans.exports.client import FORMATS
from plans.exports.fetching import kept_file
from plans.portal.files import file_of, ordered, quickly, started
from plans.portal.views.door import guest_page
from plans.portal.views.reading import edition_of

PACE = "2"  # seconds between two looks at a file that is being made


@require_POST
@guest_page
def file_create(request, pk):
    edition, kind = edition_of(request, pk), request.POST.get("kind")
    if kind not in FORMATS:
        raise Http404
    asked = ordered(request.guest, edition, kind, get_language())
    return quickly(asked, timezone.localdate()) or redirect("portal:file", started(request.guest, asked).pk)


def job_of(request, pk):
    job = file_of(request.guest, pk)
    if job is None:
        raise Http404
    return job


@require_GET
@guest_page
def file_page(request, pk):
    job = job_of(request, pk)
    response = render(request, "portal/file.html", {"job": job, "plan_pk": job.payload["plan"]})
    if not job.is_over:
        response.headers["Refresh"] = PACE
    return response


@require_GET
@guest_page
def file_fetch(request, pk):
    job = job_of(request, pk)
    if job.status != Job.Status.DONE:
        raise Http404
    return kept_file(job)

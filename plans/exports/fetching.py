"""Who may have which finished file: whoever asked for it, as long as he may still see the plan."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kam.jobs.models import Job
from kam.users.models import User
from plans.exports.making import Order
from plans.models import AccountPlan

SHUT = "default-src 'none'; sandbox"  # should a browser show the file after all


def export_of(user: User, pk: int) -> Job | None:
    """The finished export that this person asked for, of a plan that he may still see."""
    job = Job.objects.filter(kind=Job.Kind.EXPORT, status=Job.Status.DONE, started_by=user, pk=pk).first()
    is_seen = job and AccountPlan.objects.visible_to(user).filter(pk=job.payload.get("plan")).exists()
    return job if is_seen else None


def kept_file(job: Job) -> FileResponse:
    """The file of a finished job; 404 once it is forgotten."""
    try:
        content = default_storage.open(job.result["stored"], "rb")
    except FileNotFoundError:
        raise Http404(_("The file is not there any more.")) from None
    headers = headers_of(Order(**job.payload))
    return FileResponse(content, as_attachment=True, filename=job.result["name"], headers=headers)


def made_file(asked: Order, data: bytes, name: str) -> HttpResponse:
    """A file that was written while the person waited."""
    disposition = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(data, headers=headers_of(asked) | disposition)


def headers_of(asked: Order) -> dict[str, str]:
    return {
        "Content-Type": asked.format.type.media_type,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SHUT,
        "Cache-Control": "private, no-store",
    }

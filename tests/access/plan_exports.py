"""The files of a plan are for whoever sees the account; a file made is for whoever asked for it."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kam.jobs.models import Job
from plans.exports.making import order
from tests.factories import JobFactory, PlanFactory

READ = ("get", 200, 200, 200, 404, 200)
ACCESS = {
    "plans:export": READ,
    "plans:export-create": ("post", 302, 302, 302, 404, 302),
    "plans:export-file": ("get", 200, 404, 404, 404, 404),  # the manager's: not even an administrator fetches it
}


def arguments(name, account, request):
    plan = PlanFactory(account=account)
    if name != "plans:export-file":
        return [plan.pk]
    asked = order(plan=plan, audience="inside", kind="pdf", language="en")
    default_storage.save(asked.stored, ContentFile(b"%PDF-"))
    result = {"stored": asked.stored, "name": "plan.pdf"}
    job = JobFactory(
        kind=Job.Kind.EXPORT, status=Job.Status.DONE, started_by=account.kam, payload=asked.to_json(), result=result
    )
    return [job.pk]

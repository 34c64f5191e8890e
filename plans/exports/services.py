"""Somebody asks for a file: a job makes it."""

from django.db import transaction

from kam.jobs.models import Job
from kam.users.models import User
from plans.exports.making import Order
from plans.exports.tasks import make_export


@transaction.atomic
def start_export(asked: Order, *, account: str, user: User | None = None) -> Job:
    """`user` is one of ours; what a guest asks for belongs to nobody here."""
    label = f"{asked.format.type.label} · {account}"[:200]
    job = Job.objects.create(kind=Job.Kind.EXPORT, label=label, started_by=user, payload=asked.to_json())
    make_export.delay_on_commit(job.pk)
    return job

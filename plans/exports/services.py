"""Somebody asks for a file: a job makes it."""

from django.db import transaction

from kam.jobs.models import Job
from kam.users.models import User
from plans.exports.making import Order
from plans.exports.tasks import make_export


@transaction.atomic
def start_export(asked: Order, *, account: str, user: User | None = None) -> Job:
    """`user` is one of ours; what a guest asks for belongs to nobody here.

    The same file, asked for again before anybody has begun to make it, is made once.
    """
    if waiting := waiting_for(asked, user):
        return waiting
    label = f"{asked.format.type.label} · {account}"[:200]
    job = Job.objects.create(kind=Job.Kind.EXPORT, label=label, started_by=user, payload=asked.to_json())
    make_export.delay_on_commit(job.pk)
    return job


def waiting_for(asked: Order, user: User | None) -> Job | None:
    same = {f"payload__{name}": value for name, value in asked.to_json().items() if name != "stored"}
    queued = Job.objects.filter(kind=Job.Kind.EXPORT, status=Job.Status.QUEUED, started_by=user)
    return queued.filter(**same).first()

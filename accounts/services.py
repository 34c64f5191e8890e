"""Use cases that change several accounts, or that go on after the request."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.bulk import FIELDS
from accounts.models import Account
from accounts.tasks import edit_in_bulk, undo_in_bulk
from kam.jobs.models import Job
from kam.users.models import User


@transaction.atomic
def start_bulk_edit(*, user: User, field: str, value: Any, ids: Iterable[int], reason: str = "") -> Job:
    """Queue the change of one field of all these accounts; those that the person may not change are counted out."""
    ids = set(ids)
    reachable = FIELDS[field].reach(Account.objects.filter(pk__in=ids), user)
    payload = {
        "field": field,
        "value": value,
        "reason": reason,
        "ids": sorted(reachable.values_list("pk", flat=True)),
    }
    payload["out_of_reach"] = len(ids) - len(payload["ids"])
    job = Job.objects.create(kind=Job.Kind.BULK_EDIT, label=bulk_label(field, value), payload=payload, started_by=user)
    job.result_url = reverse("cockpit:bulk-detail", args=[job.pk])
    job.save(update_fields=["result_url"])
    edit_in_bulk.delay_on_commit(job.pk)
    return job


def bulk_label(field: str, value: Any) -> str:
    """What the list of jobs says: «Tier: Strategic», «Move to the trash»."""
    change = FIELDS[field]
    if change.column == "trashed_at":
        return str(change.label)
    return _("%(field)s: %(value)s") % {
        "field": change.label,
        "value": change.labels([value])[value] or _("none"),
    }


@transaction.atomic
def start_bulk_undo(*, job: Job, user: User) -> Job:
    """Stop the bulk edit if it still runs, and queue the return to what was before it."""
    if not job.is_over:
        job.cancel()
    undo = Job.objects.create(
        kind=Job.Kind.BULK_UNDO,
        label=(_("Undo: %(what)s") % {"what": job.label})[:200],
        payload={"undoes": job.pk},
        result_url=reverse("cockpit:bulk-detail", args=[job.pk]),
        started_by=user,
    )
    undo_in_bulk.delay_on_commit(undo.pk)
    return undo

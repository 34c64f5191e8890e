"""Use cases that change several rows, or that go on after the request."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pghistory
from django.apps import apps
from django.core import signing
from django.db import transaction
from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.bulk import FIELDS
from accounts.models import Account, StageDeclaration
from accounts.tasks import edit_in_bulk, undo_in_bulk
from accounts.undo import take_back
from kam.jobs.models import Job
from kam.users.models import User

UNDO_SECONDS = 30 * 60


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
    with translation.override(user.language):
        label = bulk_label(field, value)
    job = Job.objects.create(kind=Job.Kind.BULK_EDIT, label=label, payload=payload, started_by=user)
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
    with translation.override(user.language):
        label = _("Undo: %(what)s") % {"what": job.label}
    undo = Job.objects.create(
        kind=Job.Kind.BULK_UNDO,
        label=label[:200],
        payload={"undoes": job.pk},
        result_url=reverse("cockpit:bulk-detail", args=[job.pk]),
        started_by=user,
    )
    undo_in_bulk.delay_on_commit(undo.pk)
    return undo


@transaction.atomic
def declare_stage(account: Account, *, aspect: str, stage: int, reason: str, by: User, at: datetime) -> None:
    """Write down who declares (or aims at) which stage and why, and let the account carry it."""
    StageDeclaration.objects.create(
        account=account, aspect=aspect, stage=stage, reason=reason, declared_by=by, declared_at=at
    )
    setattr(account, aspect, stage)
    account.save(update_fields=[aspect])


@transaction.atomic
def delete_with_undo(row: Model, *, back: str) -> str:
    """Delete the row and what depends on it; the address to POST to within half an hour to have it all again.

    `back` is the page that undoing leads to.
    """
    with pghistory.context() as change:
        what = {"model": row._meta.label_lower, "pk": row.pk, "change": str(change.id), "back": back}
        row.delete()
    return reverse("accounts:undelete", args=[signing.dumps(what, salt="undelete", compress=True)])


def read_undo(token: str) -> dict[str, Any]:
    """What an undo button is about; raises signing.SignatureExpired, or BadSignature when it is none of ours."""
    return signing.loads(token, salt="undelete", max_age=UNDO_SECONDS)


@transaction.atomic
def undelete(what: dict[str, Any], *, user: User) -> None:
    """Bring back what `delete_with_undo` deleted, provided that the person may change it.

    Raises Http404 when he may not, IntegrityError when something has taken its place, ValidationError with the reason
    when what was written since contradicts it.
    """
    take_back(what["change"])
    get_object_or_404(apps.get_model(what["model"]).objects.editable_by(user), pk=what["pk"])

"""Make one of two entries of a person, and two again."""

from datetime import datetime
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.stakeholders.duplicates.relinking import Beside, relink
from accounts.stakeholders.models import Merge, Stakeholder
from accounts.undo import take_back
from kam.users.models import User


class Refused(Exception):
    """Why something cannot be done, in the language of the reader."""


@transaction.atomic
def merge(kept: Stakeholder, gone: Stakeholder, *, values: dict[str, Any], by: User, at: datetime) -> Merge:
    """Give `kept` these values and all that names `gone`, which goes; what it did is one history context."""
    with pghistory.context() as change:
        beside = relink(gone, kept)
        Stakeholder.objects.filter(pk=kept.pk).update(**values)
        name, pk = gone.name, gone.pk
        Stakeholder.objects.get(pk=pk).delete()
        return Merge.objects.create(
            account_id=kept.account_id, kept=kept, gone_name=name, gone_id=pk, change=change.id,
            beside={"moved": beside.moved, "dropped": beside.dropped}, merged_by=by, merged_at=at,
        )  # fmt: skip


def take_apart(pk: int, *, at: datetime) -> Stakeholder:
    """Bring back the entry that a merge made go, and all that named it; fields changed since keep their newer value.

    Raises Refused with the reason.
    """
    try:
        with transaction.atomic():
            return restored(pk, at)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(_("Something has taken the place of what was merged: this can no longer be undone.")) from error


def restored(pk: int, at: datetime) -> Stakeholder:
    """The person is locked before the row of the merge: a merge under way does the same."""
    kept = Stakeholder.objects.select_for_update().get(pk=Merge.objects.get(pk=pk).kept_id)
    row = Merge.objects.select_for_update().get(pk=pk)
    if reason := contradiction(row, kept):
        raise Refused(reason)
    take_back(row.change)
    Beside(**row.beside).put_back(kept.pk, row.gone_id)
    with connection.cursor() as cursor:  # now, not at the end of the request, where nobody could say why
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    return Stakeholder.objects.get(pk=row.gone_id)


def contradiction(row: Merge, kept: Stakeholder) -> str:
    """Why a merge cannot be undone; "" when nothing speaks against it."""
    if row.undone_at:
        return _("This merge has already been undone.")
    if kept.anonymised_on:
        return _("%(name)s has been anonymised: what was known before does not come back.") % {"name": kept}
    later = Merge.objects.into(kept).filter(pk__gt=row.pk).order_by("pk").last()
    return _("Undo the merge of %(name)s first: it came later.") % {"name": later.gone_name} if later else ""

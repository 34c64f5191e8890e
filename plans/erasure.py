"""What plans keep for ever forgets a person who is anonymised: frozen editions, moves, remarks, and names beside dates.

What the history records is emptied with all tracked texts (accounts.stakeholders.privacy.erasure); here is the rest.
The digests stay: they prove that something was agreed to, not what it said of him.
"""

import re
from datetime import date

import pgtrigger
from django.conf import settings
from django.db.models import Model, QuerySet

from accounts.models import Account
from accounts.stakeholders.privacy.erasure import forget_in_columns, nobody, unnamed
from plans.models import Edition, Endorsement, Move, Remark, SharedEdition, SignOff


def forget_person(keys: list[int], account: Account, pattern: str, *, on: date) -> None:
    """`keys`: of the person and of the entries merged into his; `pattern`: what names him, "" when nothing does."""
    for model in (Endorsement, SignOff):
        model.objects.filter(stakeholder__in=keys).update(name=nobody())
        model.pgh_event_model.objects.filter(stakeholder__in=keys).update(name=nobody())
    if not pattern:
        return
    with pgtrigger.ignore(*settings.ERASED_THOUGH_FROZEN):
        forget_in_json(Edition.objects.of(account), "content", pattern)
        forget_in_json(SharedEdition.objects.of(account), "content", pattern)
        forget_in_json(Move.objects.of(account), "changes", pattern)
        forget_in_columns(Move.objects.of(account), ["comment", "waiver"], pattern)
    forget_in_columns(Remark.objects.filter(move__plan__account=account), ["text"], pattern)


def forget_in_json(rows: QuerySet[Model], column: str, pattern: str) -> None:
    """In strings only, as keys and numbers name nobody."""
    sought = re.compile(pattern, re.IGNORECASE)
    for row in rows.only(column).iterator():
        told = getattr(row, column)
        setattr(row, column, unnamed(told, sought))
        if getattr(row, column) != told:
            row.save(update_fields=[column])

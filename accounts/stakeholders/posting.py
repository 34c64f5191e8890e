"""Mail to people one at a time: each row stands for one mail to one of ours or one of theirs.

Such a row has `user` or `stakeholder`, `email`, and when the mail was `asked_at`, `sent_at` or `failed_at`.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model, QuerySet

from accounts.stakeholders.models import Stakeholder

logger = logging.getLogger(__name__)
NAMES = {"fr": ("fr", "français", "francais", "french"), "en": ("en", "anglais", "english")}


def ask_to_send(rows: Iterable[Model], waiting: QuerySet, task, *, at: datetime) -> int:
    """Queue `task` for those of the rows that still wait; who has his mail is left in peace. How many.

    Call it in a transaction: nothing leaves before its end.
    """
    chosen = list(waiting.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    waiting.model.objects.filter(pk__in=chosen).update(asked_at=at, failed_at=None)
    for pk in chosen:
        task.delay_on_commit(pk)
    return len(chosen)


def deliver(waiting: QuerySet, pk: int, mail_for: Callable[[Model], EmailMessage], *, at: datetime) -> Model | None:
    """The row whose mail went now; None when it had gone before, has no address, or could not be sent.

    The row is locked until the mail server has taken the mail: a worker that dies before leaves it unsent.
    """
    try:
        return delivered(waiting, pk, mail_for, at)
    except (SMTPException, OSError):
        logger.exception("mail of %s %s not sent", waiting.model._meta.label, pk)
        waiting.model.objects.filter(pk=pk, sent_at=None).update(failed_at=at)
        return None


@transaction.atomic
def delivered(waiting: QuerySet, pk: int, mail_for, at: datetime) -> Model | None:
    row = waiting.exclude(asked_at=None).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or not row.email:
        return None
    mail_for(row).send()
    row.sent_at, row.failed_at = at, None
    row.save(update_fields=["sent_at", "failed_at"])
    return row


def language_of(row: Model) -> str:
    """The person's own, as far as we know it; else that of the house."""
    return row.user.language if row.user else spoken_language(row.stakeholder)


def spoken_language(person: Stakeholder) -> str:
    """The first of the languages that the person is said to speak in which we write."""
    for word in person.languages.lower().replace("/", ",").replace(";", ",").split(","):
        for code, names in NAMES.items():
            if word.strip() in names:
                return code
    return settings.LANGUAGE_CODE

"""Who may come into the portal, for how long; and the code that opens it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.portal.codes import CODE_LASTS, MOST_TRIES, is_code, new_token, token_digest
from plans.portal.models import Guest
from plans.portal.tasks import send_code, send_invitation


@transaction.atomic
def invite(stakeholder: Stakeholder, *, by: User, at: datetime, days: int, language: str, word: str = "") -> Guest:
    """One of theirs may read what is shared with his company; the link goes to his address once this is committed.

    Raises IntegrityError when he is invited already.
    """
    guest = Guest.objects.create(
        account=stakeholder.account, stakeholder=stakeholder, email=stakeholder.email, language=language,
        invited_by=by, invited_at=at, expires_at=at + timedelta(days=days), token_digest=token_digest(new_token()),
    )  # fmt: skip
    send_invitation.delay_on_commit(guest.pk, word)
    return guest


@transaction.atomic
def send_again(guest: Guest, *, by: User, at: datetime) -> None:
    """A new link, to the address he has now; the old one is void at once. An invitation that is over begins anew."""
    guest.renew_token()
    guest.email = guest.stakeholder.email or guest.email
    guest.invited_by = by
    guest.expires_at = guest.expires_at if guest.is_active(at) else at + timedelta(days=settings.PORTAL_DAYS)
    guest.save(update_fields=["email", "invited_by", "expires_at"])
    send_invitation.delay_on_commit(guest.pk)


@transaction.atomic
def extend(guest: Guest, *, at: datetime, days: int) -> None:
    """So many days from now on, if that is later than it was."""
    guest.expires_at = max(guest.expires_at, at + timedelta(days=days))
    guest.save(update_fields=["expires_at"])


@transaction.atomic
def revoke(guests: QuerySet[Guest], *, by: User | None, at: datetime) -> int:
    """They are out at their next request; how many they were. `by` nobody: the clock, or an erasure."""
    return guests.filter(revoked_at=None).update(revoked_at=at, revoked_by=by, code_digest="")


@transaction.atomic
def ask_for_code(guest: Guest) -> None:
    send_code.delay_on_commit(guest.pk)


@transaction.atomic
def spend_code(guest: Guest, code: str, *, at: datetime) -> bool:
    """Whether the code opens; it opens once. The row is locked: of two who type it at the same time, one is too late.

    Each try counts, and after five the code is worth nothing.
    """
    row = Guest.objects.active(at).select_for_update(of=("self",)).filter(pk=guest.pk).first()
    if row is None or row.code_sent_at is None or at - row.code_sent_at > CODE_LASTS or row.code_tries >= MOST_TRIES:
        return False
    row.code_tries += 1
    opens = is_code(row.pk, code, row.code_digest)
    row.code_digest = "" if opens else row.code_digest
    row.save(update_fields=["code_tries", "code_digest"])
    return opens

"""A person who is anonymised is a guest no more, and leaves no address and no name on the portal."""

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from accounts.models import Account
from accounts.stakeholders.privacy.erasure import nobody
from plans.portal.codes import new_token, token_digest
from plans.portal.models import Guest, Message


def forget_guest(keys: list[int], account: Account, pattern: str, *, on: date) -> None:
    """`keys`: of the person and of the entries merged into his. What he proposed stays, named after nobody."""
    guests, moment = Guest.objects.filter(stakeholder__in=keys), timezone.make_aware(datetime.combine(on, time.min))
    numbers = list(guests.values_list("pk", flat=True))
    guests.filter(revoked_at=None).update(revoked_at=moment)
    for guest in guests:
        guest.email, guest.code_digest, guest.token_digest = "", "", token_digest(new_token())
        guest.save(update_fields=["email", "code_digest", "token_digest"])
    Message.objects.filter(guest__in=numbers).update(name=nobody())
    events = Guest.pgh_event_model.objects
    events.filter(Q(stakeholder__in=keys) | Q(id__in=numbers)).update(email="")
    Message.pgh_event_model.objects.filter(guest__in=numbers).update(name=nobody())

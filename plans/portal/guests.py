"""The guests of an account as we list them: how each invitation stands."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from plans.portal.models import Guest


class State(TextChoices):
    INSIDE = "inside", _("Comes in")
    PENDING = "pending", _("Not come yet")
    EXPIRED = "expired", _("Over")
    REVOKED = "revoked", _("Withdrawn")


def state_of(guest: Guest, at: datetime) -> State:
    if guest.revoked_at:
        return State.REVOKED
    if not guest.is_active(at):
        return State.EXPIRED
    return State.INSIDE if guest.seen_at else State.PENDING


def by_state(guests: Iterable[Guest], at: datetime) -> list[tuple[State, list[Guest]]]:
    """In the order of State, those states only in which somebody is."""
    found = [(state, [guest for guest in guests if state_of(guest, at) == state]) for state in State]
    return [(state, those) for state, those in found if those]


def to_withdraw(guests: Iterable[Guest], at: datetime) -> list[Guest]:
    """Those who may still come in though they have left the client."""
    return [guest for guest in guests if guest.is_active(at) and guest.stakeholder.departed_on]

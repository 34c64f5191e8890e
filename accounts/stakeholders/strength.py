"""How strong a contact looks, from what was exchanged; whether it is, a human says."""

from dataclasses import dataclass
from datetime import date, timedelta

WINDOW = 180  # days that count as recent
MEMORY = 365  # an exchange older than that is none
REGULAR, DEEP = 2, 5  # recent two-way interactions from which a contact is regular, then deep


@dataclass(frozen=True)
class Contacts:
    """Two-way interactions with a person: the day of the last one, how many in the last 180 days, how many of these
    face to face (meeting or video call)."""

    last_on: date | None = None
    recent: int = 0
    face_to_face: int = 0


def suggested_strength(contacts: Contacts, on: date) -> int:
    """The contact strength, 0 to 3, that interactions suggest on that day.

    0 without a two-way interaction in the last 365 days; 1 with one; 2 with two or more in the last 180 days; 3 with
    five or more, of which one at least face to face. Trust (4) shows in no count: only a human gives it.
    The scale is that of domain.md 4.1, the thresholds are ours.
    """
    if contacts.last_on is None or contacts.last_on <= on - timedelta(days=MEMORY):
        return 0
    if contacts.recent >= DEEP and contacts.face_to_face:
        return 3
    return 2 if contacts.recent >= REGULAR else 1

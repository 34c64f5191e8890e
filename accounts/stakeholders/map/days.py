"""The day that the map shows, as the address says it."""

from dataclasses import dataclass
from datetime import date

from accounts.forms.fields import EARLIEST


@dataclass(frozen=True)
class Moment:
    day: date
    is_past: bool


def moment(text: str, today: date) -> Moment:
    """The day written in the address (ISO), or today when there is none, it is no day, or it is yet to come."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    day = max(day, EARLIEST)  # a year is counted back from it
    return Moment(min(day, today), day < today)

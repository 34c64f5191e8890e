"""What was changed about a person, by whom, in words; read from the events that the database writes."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from kam.users.models import Team, User

TOLD = ("email", "first_name", "last_name", "role", "team_id", "is_active")


@dataclass(frozen=True)
class Change:
    at: datetime
    by: User | None
    label: str
    old: str
    new: str


def changes_of(person: User, limit: int = 50) -> list[Change]:
    """The latest changes first; three queries, however many there are."""
    events = list(person.events.select_related("pgh_context").order_by("-pgh_id")[: limit + 1])
    pairs = [(old, new, field) for new, old in pairwise(events) for field in TOLD if differ(old, new, field)]
    authors = User.objects.in_bulk({author_of(new) for _old, new, _field in pairs} - {None})
    teams = Team.objects.in_bulk({event.team_id for event in events} - {None})
    return [
        Change(
            new.pgh_created_at,
            authors.get(author_of(new)),
            str(User._meta.get_field(field).verbose_name),
            word(old, field, teams),
            word(new, field, teams),
        )
        for old, new, field in pairs
    ]


def differ(old, new, field: str) -> bool:
    return getattr(old, field) != getattr(new, field)


def author_of(event) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def word(event, field: str, teams: dict[int, Team]) -> str:
    value = getattr(event, field)
    if field == "role":
        return str(User.Role(value).label)
    if field == "team_id":
        return str(teams.get(value, ""))
    if field == "is_active":
        return _("yes") if value else _("no")
    return value

"""The people and the lists that the accounts of the demo refer to."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import ListValue, Sector, Tier
from kam.cockpit.demo.dates import afternoon, months_ago
from kam.cockpit.demo.dossiers import read
from kam.cockpit.demo.people import COLLEAGUES, PASSWORD, TEAMS
from kam.users.models import Team, User

JOINED = 90  # months ago
LAST = 50  # entries of ours come after those that every base starts with


@dataclass
class Cast:
    """Rows by the words that the files use."""

    users: dict[str, User] = field(default_factory=dict)
    sectors: dict[str, Sector] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)
    functions: dict[str, ListValue] = field(default_factory=dict)
    team_functions: dict[str, ListValue] = field(default_factory=dict)
    offerings: dict[str, ListValue] = field(default_factory=dict)


def engage(on: date) -> Cast:
    """Create the people, and those entries of the lists that are not there yet."""
    return replace(lists(on), users=people(on))


def lists(on: date) -> Cast:
    """The sectors, tiers and lists of values; a cast without people."""
    lists = read("reference.toml", on)
    values = {
        kind: {row["code"]: value(kind, place, row) for place, row in enumerate(lists[kind], 1)}
        for kind in (kind.value for kind in ListValue.Kind)
        if kind in lists
    }
    return Cast(
        sectors={row["code"]: named(Sector, row) for row in lists["sectors"]},
        tiers={row["code"]: named(Tier, row, position=row["position"], weight=row["weight"]) for row in lists["tiers"]},
        functions=values[ListValue.Kind.CLIENT_FUNCTION],
        team_functions=values[ListValue.Kind.TEAM_FUNCTION],
        offerings=values[ListValue.Kind.OFFERING],
    )


def named(kind: type, row: dict, **facts):
    defaults = {"name_fr": row["fr"], "name_en": row["en"], **facts}
    return kind.objects.get_or_create(code=row["code"], defaults=defaults)[0]


def value(kind: str, place: int, row: dict) -> ListValue:
    defaults = {"name_fr": row["fr"], "name_en": row["en"], "position": LAST + place}
    return ListValue.objects.get_or_create(kind=kind, code=row["code"], defaults=defaults)[0]


def people(on: date) -> dict[str, User]:
    """One password for all, hashed once."""
    teams = {name: Team.objects.get_or_create(name=name)[0] for name in TEAMS}
    password, joined = make_password(PASSWORD), afternoon(months_ago(on, JOINED), 9)
    users = {
        each.key: User(
            email=each.email, first_name=each.first_name, last_name=each.last_name, role=each.role,
            team=teams[each.team], language=each.language, password=password, date_joined=joined,
        )
        for each in COLLEAGUES
    }  # fmt: skip
    User.objects.bulk_create(users.values())
    for name, leader in TEAMS.items():
        if leader and teams[name].director is None:
            teams[name].director = users[leader]
            teams[name].save(update_fields=["director"])
    return users

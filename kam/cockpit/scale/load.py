"""Writing the large base with COPY, and taking it away again."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.apps import apps
from django.db import connection, models, transaction

from accounts.models import Account, ListValue, Sector, Tier
from kam.cockpit.demo import cast
from kam.cockpit.scale.plan import DOMAIN, PREFIX, Plan
from kam.cockpit.scale.rows import COLUMNS, lines
from kam.scorecards import readings
from kam.scorecards.models import Grid
from kam.users.models import Team, User

TEAM = "Scale"
KEYED = ("accounts_account", "stakeholders_stakeholder", "stakeholders_interaction")  # tables whose ids we choose


class Stream:
    """What psycopg2's COPY reads from: a file over an iterator of lines."""

    def __init__(self, lines: Iterable[str]):
        self.lines = iter(lines)
        self.rest = ""

    def read(self, size: int) -> str:
        parts, length = [self.rest], len(self.rest)
        while length < size and (line := next(self.lines, "")):
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self.rest = text[size:]
        return text[:size]


@transaction.atomic
def write(*, users: int, on: date, say: Callable, **sizes: int) -> None:
    """Write the base in one transaction, with the sizes of `Plan`; `say` is told what was done."""
    plan = plan_for(users, on, sizes)
    with connection.cursor() as cursor, silent_triggers(cursor):
        for table, columns in COLUMNS.items():
            written = columns.split()
            defaults = defaults_of(table, written)
            names = ", ".join(f'"{column}"' for column in (*written, *defaults))
            rows = Stream(lines(table, plan, tuple(defaults.values())))
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", rows)
            say(f"{table}: {cursor.rowcount} rows")
        for table in KEYED:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def defaults_of(table: str, written: list[str]) -> dict[str, str]:
    """Column → what the model puts into it, for the columns that may not stay empty and that no row here speaks of."""
    model = next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)
    silent = [
        field
        for field in model._meta.local_concrete_fields
        if not (field.column in written or field.null or field.generated or isinstance(field, models.AutoField))
    ]
    return {field.column: default_of(field) for field in silent}


def default_of(field: models.Field) -> str:
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return {True: "t", False: "f"}[value] if isinstance(value, bool) else "{}" if value == [] else str(value)


def plan_for(users: int, on: date, sizes: dict[str, int]) -> Plan:
    cast.lists(on)
    kams, contributors = engage(users)
    return Plan(
        **sizes, on=on, first=first_ids(), kams=kams, contributors=contributors,
        sectors=ids(Sector.objects), tiers=ids(Tier.objects),
        functions=ids(ListValue.objects.of(ListValue.Kind.CLIENT_FUNCTION)), grid=Grid.objects.in_force(on).pk,
    )  # fmt: skip


def ids(rows) -> tuple[int, ...]:
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def first_ids() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}', coalesce(max(id), 0) + 1 FROM {t}" for t in KEYED))
        return dict(cursor.fetchall())


def engage(users: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """KAMs in teams of ten, a director for ten teams, as many contributors as KAMs, an administrator; none can sign in."""
    Role = User.Role
    User.objects.bulk_create(person(kind, place) for kind in (Role.KAM, Role.CONTRIBUTOR) for place in range(users))
    directors = User.objects.bulk_create(person(Role.DIRECTOR, place) for place in range((users - 1) // 100 + 1))
    person(Role.ADMINISTRATOR, 0).save()
    teams = Team.objects.bulk_create(
        Team(name=f"{TEAM} {place + 1:03}", director=directors[place // 10]) for place in range((users - 1) // 10 + 1)
    )
    kams = User.objects.filter(email__endswith=DOMAIN, role=Role.KAM).order_by("pk")
    for place, team in enumerate(teams):
        User.objects.filter(pk__in=list(kams.values_list("pk", flat=True)[10 * place : 10 * place + 10])).update(
            team=team
        )
    return ids(kams), ids(User.objects.filter(email__endswith=DOMAIN, role=Role.CONTRIBUTOR))


def person(role: str, place: int) -> User:
    return User(
        email=f"{role}{place + 1}@{DOMAIN}",
        role=role,
        first_name=role.capitalize(),
        last_name=str(place + 1),
        password="!",
    )


@contextmanager
def silent_triggers(cursor) -> Iterator[None]:
    """No history, no staleness, no checks of foreign keys: allowed to superusers only, others load more slowly."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    is_superuser = cursor.fetchone()[0]
    if is_superuser:
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    if is_superuser:
        cursor.execute("SET LOCAL session_replication_role = origin")


def measure(on: date) -> int:
    """Today's readings of the large base, so that lists show figures; how many accounts."""
    return readings.take(on, list(ids(Account.objects.filter(code__startswith=PREFIX))))


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def clear() -> int:
    """Remove the accounts and the people of `seed_scale`, with all that hangs on them; how many accounts there were."""
    accounts, people = (
        Account.objects.filter(code__startswith=PREFIX),
        User.objects.filter(email__endswith=f"@{DOMAIN}"),
    )
    count = accounts.count()
    with connection.cursor() as cursor, silent_triggers(cursor):
        erase(accounts)
    erase(people)
    erase(Team.objects.filter(name__startswith=f"{TEAM} "))
    return count


def erase(rows: models.QuerySet) -> None:
    """Delete rows and what depends on them by SQL alone: an ORM delete would load a million objects."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        if not relation.related_model._meta.managed or relation.related_model._meta.proxy:
            continue  # a view, or another name of a table that is met anyway
        if relation.related_model is rows.model:
            continue  # a phase and its tasks: they go together
        dependents = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
        if relation.on_delete is models.SET_NULL:
            dependents.update(**{relation.field.name: None})
        elif relation.on_delete is not models.PROTECT:
            erase(dependents)
    rows._raw_delete(rows.db)

"""Who of the client is covered: the one definition behind the figures of all accounts and the rows that explain them.

Conventions of domain.md 1.2. Facts are those known now, as of their dates: departures, interactions and assessments
later than the day asked for are ignored; influence, strength and function have no date and are today's, unless the
people are asked for as they stood in the past (accounts.stakeholders.past).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.past import as_of, states_sql

CADENCE = {1: 180, 2: 120, 3: 60, 4: 45, 5: 30}  # influence → days within which a person is met again
REACH = timedelta(days=2 * max(CADENCE.values()))  # an older contact covers nobody
ATTITUDE_DAYS = 180  # an attitude is known for so long after it was assessed

# One line a person: `counts` says whether he is part of the map (active, or a vacant target role), `covered` is his c.
PEOPLE = """
    WITH met AS (
        SELECT present.stakeholder_id, max(interaction.occurred_on) AS last_on
        FROM stakeholders_interaction AS interaction
        JOIN stakeholders_interaction_stakeholders AS present ON present.interaction_id = interaction.id
        WHERE interaction.is_two_way AND interaction.occurred_on BETWEEN %(since)s AND %(on)s AND {met_here}
        GROUP BY present.stakeholder_id
    ), person AS (
        SELECT stakeholder.*, met.last_on AS last_contact_on, %(on)s::date - met.last_on AS days_ago,
            (%(cadence)s::int[])[stakeholder.influence] AS cadence,
            stakeholder.departed_on IS NULL OR stakeholder.departed_on > %(on)s AS is_here,
            attitude_on > %(on)s::date - %(attitude_days)s AND attitude_on <= %(on)s AS is_assessed
        FROM {people} AS stakeholder
        LEFT JOIN met ON met.stakeholder_id = stakeholder.id
        WHERE {here}
    )
    SELECT id, account_id, name, title, function_id, entity_id, reports_to_id, dotted_to_id, influence, contact_strength,
        is_placeholder, departed_on, last_contact_on, cadence,
        CASE WHEN attitude_on <= %(on)s THEN attitude END AS attitude, attitude_on,
        is_here AND (influence >= 2 OR is_placeholder) AS counts,
        is_here AND influence >= 3 AND NOT is_placeholder AND attitude IS NOT NULL AND is_assessed AS is_weighed,
        CASE
            WHEN contact_strength >= 2 AND days_ago <= cadence THEN 1
            WHEN contact_strength >= 2 AND days_ago <= 2 * cadence THEN 0.5
            WHEN contact_strength = 1 AND days_ago <= cadence THEN 0.5
            ELSE 0
        END AS covered
    FROM person"""

BY_ACCOUNT = """
    SELECT account_id,
        count(*) FILTER (WHERE counts AND NOT is_placeholder),
        coalesce(sum(influence) FILTER (WHERE counts), 0),
        coalesce(sum(influence * covered) FILTER (WHERE counts), 0),
        count(DISTINCT function_id) FILTER (WHERE counts),
        count(DISTINCT function_id) FILTER (WHERE counts AND covered >= 0.5),
        count(*) FILTER (WHERE is_weighed),
        coalesce(sum(influence) FILTER (WHERE is_weighed), 0),
        coalesce(sum(influence * attitude) FILTER (WHERE is_weighed), 0)
    FROM ({people}) AS people
    GROUP BY account_id ORDER BY account_id"""


class Person(NamedTuple):
    """A person of the client as of a day; `covered` is c of domain.md 1.2: 0, 0.5 or 1."""

    pk: int
    account_id: int
    name: str
    title: str
    function_id: int | None
    entity_id: int | None
    reports_to_id: int | None
    dotted_to_id: int | None
    influence: int
    contact_strength: int
    is_placeholder: bool
    departed_on: date | None
    last_contact_on: date | None
    cadence: int
    attitude: int | None
    attitude_on: date | None
    counts: bool
    is_weighed: bool
    covered: float


class Relations(NamedTuple):
    """What one account adds up to; influences are sums over the people concerned."""

    account_id: int
    people: float  # on the map, vacant roles left out
    influence: float
    covered_influence: float
    functions: float
    covered_functions: float
    assessed: float
    assessed_influence: float
    attitude_influence: float


def people_sql(accounts: list[int] | None, people: str = "stakeholders_stakeholder") -> str:
    ours = f"SELECT id FROM stakeholders_stakeholder AS stakeholder WHERE {among(accounts, 'stakeholder.account_id')}"
    met_here = "TRUE" if accounts is None else f"present.stakeholder_id IN ({ours})"
    return PEOPLE.format(people=people, met_here=met_here, here=among(accounts, "stakeholder.account_id"))


def parameters(on: date, accounts: list[int] | None, since: date) -> dict:
    cadence = [CADENCE[influence] for influence in sorted(CADENCE)]
    return {"on": on, "since": since, "accounts": accounts, "cadence": cadence, "attitude_days": ATTITUDE_DAYS}


def coverage(on: date, accounts: list[int], *, past: bool = False) -> list[Person]:
    """Everybody at these accounts as of that day, the most influential first, departed people included.

    With `past`, everybody as he or she stood at the end of the day, and who was there then.
    """
    people = f"({states_sql(Stakeholder)})" if past else "stakeholders_stakeholder"
    with connection.cursor() as cursor:
        sql = f"{people_sql(accounts, people)} ORDER BY influence DESC, name, id"
        cursor.execute(sql, {**parameters(on, accounts, since=date.min), **as_of(on)})
        return [Person(*row[:-1], covered=float(row[-1])) for row in cursor.fetchall()]


def relations_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Relations]:
    """One grouped query for all accounts (or those given) that have people, in the order of the accounts."""
    sql = BY_ACCOUNT.format(people=people_sql(accounts))
    return stream(sql, parameters(on, accounts, since=on - REACH), Relations)

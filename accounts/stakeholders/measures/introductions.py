"""Whom the client put us in touch with in a year: indicator 3 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from accounts.stakeholders.measures.beginnings import days_known

WINDOW = 365  # days
HALF = 182  # days of the half-year that the trend compares with the one before
PROMPT = 90  # days after an introduction within which the first meeting makes it count

# The first meeting is the day somebody wrote down or the first two-way exchange of both people that is more than a
# message, whichever is earlier. To count one needs to know only that there was one in time, which is much quicker.
MADE = f"made.made_on > %(on)s::date - {WINDOW} AND made.made_on <= %(on)s"
MET = """
    FROM stakeholders_interaction_stakeholders AS theirs
    JOIN stakeholders_interaction_colleagues AS ours ON ours.interaction_id = theirs.interaction_id
    JOIN stakeholders_interaction AS interaction ON interaction.id = theirs.interaction_id
    WHERE theirs.stakeholder_id = made.introduced_id AND ours.user_id = made.introduced_to_id
        AND interaction.is_two_way AND interaction.kind <> 'email' AND interaction.occurred_on >= made.made_on"""
COUNTS = f"""
    made.introducer_id IS NOT NULL AND (
        coalesce(made.met_on <= least(made.made_on + {PROMPT}, %(on)s), FALSE)
        OR EXISTS (SELECT {MET} AND interaction.occurred_on <= least(made.made_on + {PROMPT}, %(on)s)))"""
BY_ACCOUNT = f"""
    WITH obtained AS (
        SELECT made.account_id, count(DISTINCT made.introduced_id) AS persons
        FROM stakeholders_introduction AS made WHERE {MADE} AND {{here}} AND {COUNTS}
        GROUP BY made.account_id
    )
    SELECT account.id, {days_known(WINDOW)}, coalesce(obtained.persons, 0)
    FROM accounts_account AS account LEFT JOIN obtained ON obtained.account_id = account.id
    WHERE {{ours}} ORDER BY account.id"""
OF_ONE = f"""
    SELECT made.id, made.introduced_id, made.introducer_id, made.made_on,
        least(
            CASE WHEN made.met_on <= %(on)s THEN made.met_on END,
            (SELECT min(interaction.occurred_on) {MET} AND interaction.occurred_on <= %(on)s)
        ),
        {COUNTS}
    FROM stakeholders_introduction AS made WHERE {MADE} AND {{here}}
    ORDER BY made.made_on DESC, made.id DESC"""


class Obtained(NamedTuple):
    """What one account adds up to; `days` of history, exact below the window."""

    account_id: int
    days: float
    persons: float


class Door(NamedTuple):
    """One introduction made in the year up to a day; `introducer_id` is None when one of ours introduced."""

    pk: int
    introduced_id: int
    introducer_id: int | None
    made_on: date
    first_on: date | None  # of the first meeting
    counts: bool


def introductions_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Obtained]:
    """One grouped query for all accounts (or those given), in their order, those without introductions included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "made.account_id"), ours=among(accounts, "account.id"))
    return stream(sql, {"on": on, "accounts": accounts}, Obtained)


def doors(on: date, account_id: int) -> list[Door]:
    """The introductions behind the figure of one account, the latest first, with those that do not count."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE.format(here=among([account_id], "made.account_id")), {"on": on, "accounts": [account_id]})
        return [Door(*row) for row in cursor.fetchall()]


def persons(found: list[Door]) -> int:
    """How many people those doors led to."""
    return len({door.introduced_id for door in found if door.counts})

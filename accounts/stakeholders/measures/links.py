"""Who of ours works with whom of theirs without the KAM in between, and how much hangs on him: indicator 4 of
domain.md 1.3 and the KAM dependency of 4.2."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from accounts.stakeholders.measures.beginnings import days_known
from accounts.stakeholders.network import Dependency

WINDOW = 180  # days
SHARED = 2  # exchanges that make a link

RECENT = f"interaction.occurred_on > %(on)s::date - {WINDOW} AND interaction.occurred_on <= %(on)s"
# One line for each pair of one of ours, other than the KAM, and one of theirs who is still there.
PAIRS = f"""
    WITH person AS (
        SELECT stakeholder.id, stakeholder.account_id, account.kam_id
        FROM stakeholders_stakeholder AS stakeholder
        JOIN accounts_account AS account ON account.id = stakeholder.account_id
        WHERE (stakeholder.departed_on IS NULL OR stakeholder.departed_on > %(on)s)
            AND {{here}}
    ), pair AS (
        SELECT person.account_id, person.id AS stakeholder_id, ours.user_id, count(*) AS shared,
            max(interaction.occurred_on) AS last_on
        FROM stakeholders_interaction AS interaction
        JOIN stakeholders_interaction_colleagues AS ours ON ours.interaction_id = interaction.id
        JOIN stakeholders_interaction_stakeholders AS theirs ON theirs.interaction_id = interaction.id
        JOIN person ON person.id = theirs.stakeholder_id
        WHERE interaction.is_two_way AND {RECENT} AND ours.user_id IS DISTINCT FROM person.kam_id
        GROUP BY person.account_id, person.id, ours.user_id
    )"""
BY_ACCOUNT = f"""{PAIRS}, link AS (
        SELECT account_id, count(*) AS pairs FROM pair WHERE shared >= {SHARED} GROUP BY account_id
    )
    SELECT account.id, {days_known(WINDOW)}, coalesce(link.pairs, 0),
        (SELECT count(*) FROM users_user WHERE is_active)
    FROM accounts_account AS account LEFT JOIN link ON link.account_id = account.id
    WHERE {{ours}} ORDER BY account.id"""
OF_ONE = f"""{PAIRS}
    SELECT stakeholder_id, user_id, shared, last_on FROM pair ORDER BY shared DESC, last_on DESC, stakeholder_id, user_id"""
# Those without any of ours written down say nothing and are left out.
DEPENDENCY = f"""
    WITH held AS (
        SELECT interaction.account_id,
            count(*) = 1 AND bool_and(ours.user_id = account.kam_id) AS by_the_kam_alone
        FROM stakeholders_interaction AS interaction
        JOIN accounts_account AS account ON account.id = interaction.account_id
        JOIN stakeholders_interaction_colleagues AS ours ON ours.interaction_id = interaction.id
        WHERE {RECENT} AND {{here}}
        GROUP BY interaction.id
    )
    SELECT account_id, count(*) FILTER (WHERE by_the_kam_alone), count(*)
    FROM held GROUP BY account_id ORDER BY account_id"""


class Links(NamedTuple):
    """What one account adds up to; `colleagues` are all who work here, the KAM included."""

    account_id: int
    days: float
    pairs: float
    colleagues: float


class Pair(NamedTuple):
    """One of theirs and one of ours who share exchanges."""

    stakeholder_id: int
    user_id: int
    shared: int
    last_on: date

    @property
    def counts(self) -> bool:
        return self.shared >= SHARED


class Hanging(NamedTuple):
    """Exchanges of 180 days that have any of ours written down, and those among them that the KAM had alone."""

    account_id: int
    alone: float
    total: float


def links_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Links]:
    """One grouped query for all accounts (or those given), in their order, those without exchanges included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "stakeholder.account_id"), ours=among(accounts, "account.id"))
    return stream(sql, {"on": on, "accounts": accounts}, Links)


def pairs(on: date, account_id: int) -> list[Pair]:
    """The pairs behind the figure of one account, the closest first, with those that are no link yet."""
    sql = OF_ONE.format(here=among([account_id], "stakeholder.account_id"))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"on": on, "accounts": [account_id]})
        return [Pair(*row) for row in cursor.fetchall()]


def dependency_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Hanging]:
    """The KAM dependency of all accounts (or those given) that have exchanges, in one grouped query, in their order."""
    sql = DEPENDENCY.format(here=among(accounts, "interaction.account_id"))
    return stream(sql, {"on": on, "accounts": accounts}, Hanging)


def dependency(on: date, account_id: int) -> Dependency:
    """The same figure of one account, as `network.depends_on` has it."""
    found = next(dependency_by_account(on, [account_id]), Hanging(account_id, 0, 0))
    return Dependency(alone=int(found.alone), total=int(found.total))

"""Whether the priorities are what meetings are about: indicator 9 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from accounts.stakeholders.measures.meetings import RECENT_MEETING
from plans.measures.covering import COVERING, FIRST_IN_FORCE, parameters

# A meeting is linked when a priority of a plan of its account, of whichever version, was repeated in it.
MEETINGS = f"""
    meeting AS (
        SELECT interaction.account_id, interaction.id, interaction.occurred_on, EXISTS (
            SELECT FROM plans_repetition AS repetition
            JOIN plans_strategicpriority AS priority ON priority.id = repetition.priority_id
            JOIN plans_accountplan AS plan ON plan.id = priority.plan_id
            WHERE repetition.interaction_id = interaction.id AND plan.account_id = interaction.account_id
        ) AS is_linked
        FROM stakeholders_interaction AS interaction WHERE {RECENT_MEETING} AND {{held_here}}
    )"""
BY_ACCOUNT = f"""
    WITH {COVERING}, {MEETINGS}, met AS (
        SELECT account_id, count(*) AS meetings, count(*) FILTER (WHERE is_linked) AS linked
        FROM meeting GROUP BY account_id
    )
    SELECT met.account_id, met.meetings, met.linked, coalesce(best.stage >= {FIRST_IN_FORCE}, FALSE)::int
    FROM met LEFT JOIN best ON best.account_id = met.account_id ORDER BY met.account_id"""
OF_ONE = f"""WITH {MEETINGS} SELECT id, is_linked FROM meeting ORDER BY occurred_on DESC, id DESC"""


class Thread(NamedTuple):
    """One account: meetings with the client in 90 days, those in which a priority was repeated; 1 with a plan in force."""

    account_id: int
    meetings: float
    linked: float
    has_plan: float


def thread_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Thread]:
    """One grouped query for the accounts (or those given) that had meetings, in their order."""
    sql = BY_ACCOUNT.format(
        here=among(accounts, "plan.account_id"), held_here=among(accounts, "interaction.account_id")
    )
    return stream(sql, parameters(on, accounts), Thread)


def meetings_linked(on: date, account_id: int) -> dict[int, bool]:
    """Meeting behind the figure of one account → whether a priority was repeated in it, the latest first."""
    with connection.cursor() as cursor:
        sql = OF_ONE.format(held_here=among([account_id], "interaction.account_id"))
        cursor.execute(sql, {"on": on, "accounts": [account_id]})
        return dict(cursor.fetchall())

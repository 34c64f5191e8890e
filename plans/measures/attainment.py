"""How far the objectives are beside how far they should be: `objective_attainment` of domain.md 2."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from plans.measures.covering import COVERING, FIRST_IN_FORCE, parameters
from plans.progress import CAP, UNMEASURED_DAYS

# `share` is plans.progress.attainment, once more in SQL: what is never measured is worth 0 after some time, what was
# measured after the day only, or aims where it began, says nothing. OFFSET 0: each is reckoned once, not at
# every use.
OBJECTIVES = f"""
    WITH {COVERING}, objective AS (
        SELECT best.account_id, objective.id, objective.position, objective.current, best.starts_on,
            objective.current_on > %(on)s AS is_later,
            ((objective.current - objective.baseline) / nullif(objective.target - objective.baseline, 0))::float8
                AS progress,
            CASE WHEN objective.due_on <= %(on)s OR objective.due_on <= best.starts_on THEN 1
                ELSE (%(on)s::date - best.starts_on)::float8 / (objective.due_on - best.starts_on) END AS expected
        FROM best JOIN plans_planobjective AS objective ON objective.plan_id = best.id
        WHERE best.stage >= {FIRST_IN_FORCE} AND objective.baseline <> objective.target
            AND objective.due_on IS NOT NULL
        OFFSET 0
    ), judged AS (
        SELECT account_id, id, position,
            CASE WHEN current IS NULL THEN CASE WHEN %(on)s::date - starts_on > {UNMEASURED_DAYS} THEN 0 END
                WHEN NOT coalesce(is_later, FALSE) AND expected > 0
                THEN greatest(0, least({CAP}, progress / expected)) END AS share
        FROM objective
        OFFSET 0
    )"""
BY_ACCOUNT = f"""{OBJECTIVES}, summed AS (
        SELECT account_id, count(share) AS judged, sum(share) AS shares FROM judged GROUP BY account_id
    )
    SELECT account.id, coalesce(best.stage >= {FIRST_IN_FORCE}, FALSE)::int,
        coalesce(summed.judged, 0), coalesce(summed.shares, 0)
    FROM accounts_account AS account
    LEFT JOIN best ON best.account_id = account.id
    LEFT JOIN summed ON summed.account_id = account.id
    WHERE {{ours}} ORDER BY account.id"""
OF_ONE = f"""{OBJECTIVES} SELECT id, share FROM judged ORDER BY position, id"""


class Attainment(NamedTuple):
    """One account: 1 with a plan in force, its objectives that can be judged, and the sum of their shares, 0 to 1.2."""

    account_id: int
    has_plan: float
    judged: float
    shares: float


def attainment_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Attainment]:
    """One grouped query for all accounts (or those given), in their order, those without a plan included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "plan.account_id"), ours=among(accounts, "account.id"))
    return stream(sql, parameters(on, accounts), Attainment)


def shares(on: date, account_id: int) -> dict[int, float | None]:
    """Objective behind the figure of one account → its share; None where it cannot be judged that day."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE.format(here=among([account_id], "plan.account_id")), parameters(on, [account_id]))
        return {pk: None if share is None else float(share) for pk, share in cursor.fetchall()}

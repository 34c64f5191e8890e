"""Whether what was planned is done: indicator 8 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from plans.measures.covering import COVERING, FIRST_IN_FORCE, parameters

LATE_CREDIT, OPEN_CREDIT = 0.7, 0.3

# The actions of the plan in force due up to the day, from the first day of the year of the plan in which the day lies
# (AccountPlan.year_of): the same day as the plan began on, the one after where the month has none. Reckoned once a plan:
# inlined, it would be once an action.
YEARS = "make_interval(years => extract(year FROM age(%(on)s::date, starts_on))::int)"
DUE = f"""
    WITH {COVERING}, running AS MATERIALIZED (
        SELECT id, account_id, (starts_on + {YEARS})::date
            + (extract(day FROM starts_on) <> extract(day FROM starts_on + {YEARS}))::int AS year_on
        FROM best WHERE stage >= {FIRST_IN_FORCE}
    ), due AS (
        SELECT running.account_id, action.id, action.weight, action.due_on,
            CASE WHEN action.done_on <= action.due_on AND action.done_on <= %(on)s THEN 1
                WHEN action.done_on <= %(on)s THEN {LATE_CREDIT}::float8
                ELSE {OPEN_CREDIT}::float8 * action.progress / 100 END AS credit
        FROM running JOIN plans_planaction AS action ON action.plan_id = running.id
        WHERE action.due_on BETWEEN running.year_on AND %(on)s
    )"""
BY_ACCOUNT = f"""{DUE}
    SELECT account_id, count(*), sum(weight), sum(weight * credit) FROM due GROUP BY account_id ORDER BY account_id"""
OF_ONE = f"""{DUE} SELECT id, credit FROM due ORDER BY due_on, id"""


class Execution(NamedTuple):
    """One account: how many actions are due, their weights, and the weights times what each is worth."""

    account_id: int
    due: float
    weight: float
    credit: float


def execution_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Execution]:
    """One grouped query for the accounts (or those given) that have actions due, in their order."""
    return stream(BY_ACCOUNT.format(here=among(accounts, "plan.account_id")), parameters(on, accounts), Execution)


def credits(on: date, account_id: int) -> dict[int, float]:
    """Action behind the figure of one account → what it is worth, 0 to 1, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE.format(here=among([account_id], "plan.account_id")), parameters(on, [account_id]))
        return {pk: float(credit) for pk, credit in cursor.fetchall()}

"""Whether what was planned is done: indicator 8 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from plans.measures.covering import COVERING, FIRST_IN_FORCE, parameters

LATE_CREDIT, OPEN_CREDIT = 0.7, 0.3

# The actions of the plan in force due up to the day, within the year of the plan in which the day lies: full years since
# its beginning are the same for both (AccountPlan.year_of).
DUE = f"""
    WITH {COVERING}, due AS (
        SELECT best.account_id, action.id, action.weight, action.due_on,
            CASE WHEN action.done_on <= action.due_on AND action.done_on <= %(on)s THEN 1
                WHEN action.done_on <= %(on)s THEN {LATE_CREDIT}
                ELSE {OPEN_CREDIT} * action.progress / 100 END AS credit
        FROM best JOIN plans_planaction AS action ON action.plan_id = best.id
        WHERE best.stage >= {FIRST_IN_FORCE} AND action.due_on <= %(on)s
            AND extract(year FROM age(action.due_on, best.starts_on)) = extract(year FROM age(%(on)s, best.starts_on))
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

"""Which plan of an account covers a day, and how far it had come then: what every figure of plans begins with.

A plan was, on a day, where its last move up to the end of that day had taken it; without any later move it is where it
is now. Texts, targets and weights have no date here and are today's.
"""

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from accounts.figures import among
from plans.models.plan import IN_FORCE, Status

STAGES = [status.value for status in Status if status is not Status.ARCHIVED]  # as a plan comes through them
PLACES = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(STAGES, 1))
FIRST_IN_FORCE = STAGES.index(IN_FORCE[0]) + 1

# Common table expressions: `best` is one line an account, the plan furthest on its way of those that cover the day, put
# away ones left out; `stage` counts STAGES from 1. Its version in force stays the best while the next one is prepared.
COVERING = f"""
    moved AS (
        SELECT plan_id, bool_or(at >= %(until)s) AS is_moved_later,
            (array_agg(target ORDER BY at DESC, id DESC) FILTER (WHERE at < %(until)s))[1] AS status
        FROM plans_move GROUP BY plan_id
    ), covering AS (
        SELECT plan.id, plan.account_id, plan.starts_on,
            CASE CASE WHEN moved.is_moved_later THEN moved.status ELSE plan.status END {PLACES} END AS stage
        FROM plans_accountplan AS plan LEFT JOIN moved ON moved.plan_id = plan.id
        WHERE plan.starts_on <= %(on)s AND plan.ends_on >= %(on)s AND {{here}}
    ), best AS (
        SELECT DISTINCT ON (account_id) * FROM covering WHERE stage IS NOT NULL ORDER BY account_id, stage DESC, id DESC
    )"""


def parameters(on: date, accounts: list[int] | None) -> dict:
    """Those of COVERING, with the accounts."""
    until = timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
    return {"on": on, "until": until, "accounts": accounts}


def plans_covering(on: date, account_id: int) -> dict[int, int]:
    """Plan of one account that covers the day → its stage, the best first."""
    sql = f"WITH {COVERING} SELECT id, stage FROM covering WHERE stage IS NOT NULL ORDER BY stage DESC, id DESC"
    with connection.cursor() as cursor:
        cursor.execute(sql.format(here=among([account_id], "plan.account_id")), parameters(on, [account_id]))
        return dict(cursor.fetchall())

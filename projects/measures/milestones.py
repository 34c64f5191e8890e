"""Whether milestones are reached when they were promised: `milestones_on_time` of domain.md 2, and a half of indicator 14.

A milestone is due on the day of its last baseline, and met until five working days later (`Task.promised_on`, `met_until`).
What was promised anew is judged by the last promise, on past days too.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream

WINDOW = 180  # days

# Of a project that ended earlier nothing is due any more.
DUE = f"""
    milestone AS (
        SELECT task.id, task.project_id, project.account_id, task.promised_on,
            coalesce(task.done_on <= task.met_until AND task.done_on <= %(on)s, FALSE) AS is_met
        FROM projects_task AS task JOIN projects_project AS project ON project.id = task.project_id
        WHERE task.is_milestone AND task.promised_on > %(on)s::date - {WINDOW} AND task.promised_on <= %(on)s
            AND (project.closed_on IS NULL OR project.closed_on >= task.promised_on) AND {{here}}
    )"""
BY_ACCOUNT = f"""
    WITH {DUE}
    SELECT account_id, count(*), count(*) FILTER (WHERE is_met) FROM milestone GROUP BY account_id ORDER BY account_id"""
OF_ONE = f"WITH {DUE} SELECT id, is_met FROM milestone ORDER BY promised_on DESC, id DESC"


class Milestones(NamedTuple):
    """One account: milestones due in 180 days, and how many of them were met in time."""

    account_id: int
    due: float
    met: float


def milestones_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Milestones]:
    """One grouped query for the accounts (or those given) that have milestones due, in their order."""
    sql = BY_ACCOUNT.format(here=among(accounts, "project.account_id"))
    return stream(sql, {"on": on, "accounts": accounts}, Milestones)


def milestones_due(on: date, account_id: int) -> dict[int, bool]:
    """Milestone of one account → whether it was met in time, the latest first."""
    with connection.cursor() as cursor:
        sql = OF_ONE.format(here=among([account_id], "project.account_id"))
        cursor.execute(sql, {"on": on, "accounts": [account_id]})
        return dict(cursor.fetchall())

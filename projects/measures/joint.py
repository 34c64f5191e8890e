"""What we really do together: indicator 13 of domain.md 1.3, and the projects that 14 looks at.

A project was in progress from the day it was opened to the day it was closed. What has no date here is today's: who is in
it, and whether it is on hold.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from accounts.figures import among, stream

ACTIVE_DAYS, RECENT_DAYS = (
    180,
    90,
)  # a project is looked at while it is in progress and so long after, counted by half so long

# `candidate`: what was in progress in the last 180 days, with what makes it a joint project. Sponsors look on from above
# and guests of a committee visit: neither works in the project.
CANDIDATES = f"""
    candidate AS (
        SELECT project.id, project.account_id, project.opened_on, project.closed_on,
            CASE WHEN project.closed_on > %(on)s OR project.closed_on IS NULL AND project.status = 'running' THEN 1
                WHEN project.status = 'finished' AND project.closed_on > %(on)s::date - {RECENT_DAYS} THEN 0.5
                ELSE 0 END::float8 AS worth,
            EXISTS (SELECT FROM projects_baseline AS baseline
                WHERE baseline.project_id = project.id AND baseline.made_at < %(until)s) AS has_baseline,
            project.client_leader_id IS NOT NULL OR EXISTS (
                SELECT FROM projects_assignment AS assignment JOIN projects_task AS task ON task.id = assignment.task_id
                WHERE task.project_id = project.id AND assignment.stakeholder_id IS NOT NULL
            ) OR EXISTS (
                SELECT FROM projects_committeemember AS seat
                JOIN projects_committee AS committee ON committee.id = seat.committee_id
                WHERE committee.project_id = project.id AND seat.role <> 'guest' AND seat.stakeholder_id IS NOT NULL
            ) AS has_theirs,
            coalesce(project.leader_id <> project.reference_kam_id, FALSE) OR EXISTS (
                SELECT FROM projects_assignment AS assignment JOIN projects_task AS task ON task.id = assignment.task_id
                WHERE task.project_id = project.id AND assignment.user_id <> project.reference_kam_id
            ) OR EXISTS (
                SELECT FROM projects_committeemember AS seat
                JOIN projects_committee AS committee ON committee.id = seat.committee_id
                WHERE committee.project_id = project.id AND seat.role <> 'guest'
                    AND seat.user_id <> project.reference_kam_id
            ) AS has_ours
        FROM projects_project AS project
        WHERE project.opened_on <= %(on)s AND {{here}} AND (
            project.closed_on > %(on)s::date - {ACTIVE_DAYS}
            OR project.closed_on IS NULL AND project.status IN ('running', 'paused'))
    )"""
JOINT = f"{CANDIDATES}, joint AS (SELECT * FROM candidate WHERE has_baseline AND has_theirs AND has_ours)"
BY_ACCOUNT = f"""
    WITH {JOINT}, counted AS (SELECT account_id, sum(worth) AS worth FROM joint WHERE worth > 0 GROUP BY account_id)
    SELECT account.id, coalesce(counted.worth, 0)
    FROM accounts_account AS account LEFT JOIN counted ON counted.account_id = account.id
    WHERE {{ours}} ORDER BY account.id"""
OF_ONE = f"""
    WITH {CANDIDATES}
    SELECT id, worth, has_baseline, has_theirs, has_ours FROM candidate ORDER BY opened_on DESC, id DESC"""


class Joint(NamedTuple):
    """One account: its joint projects in progress, and half of those finished within 90 days."""

    account_id: int
    projects: float


class Candidate(NamedTuple):
    """A project: what it would count for, and what it takes to be a joint one."""

    project_id: int
    worth: float
    has_baseline: bool
    has_theirs: bool
    has_ours: bool

    @property
    def is_joint(self) -> bool:
        return self.has_baseline and self.has_theirs and self.has_ours

    @property
    def counted(self) -> float:
        return self.worth if self.is_joint else 0


def parameters(on: date, accounts: list[int] | None) -> dict:
    """Those of CANDIDATES, with the accounts."""
    until = timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
    return {"on": on, "until": until, "accounts": accounts}


def joint_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Joint]:
    """One grouped query for all accounts (or those given), in their order, those without any project included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "project.account_id"), ours=among(accounts, "account.id"))
    return stream(sql, parameters(on, accounts), Joint)


def candidates(on: date, account_id: int) -> list[Candidate]:
    """The projects of one account that were in progress in the last 180 days, the latest begun first."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE.format(here=among([account_id], "project.account_id")), parameters(on, [account_id]))
        return [Candidate(*row) for row in cursor.fetchall()]

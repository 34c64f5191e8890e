"""Whether projects run as was agreed: indicator 14 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from projects.measures.joint import JOINT, parameters
from projects.measures.milestones import DUE, WINDOW
from projects.models import DECLARED_FOR

MILESTONES, COMMITTEES, STATUS = 0.5, 0.3, 0.2  # what each part weighs
REPORTED_FOR = 35  # days after which a report says nothing any more
WORTH = "CASE {colour} WHEN 'green' THEN 1 WHEN 'amber' THEN 0.5 ELSE 0 END"

# A meeting that was postponed is told by the one that took its place. A part of which nothing was due is left out and the
# others weigh more; the status always counts: nothing said of late is worth nothing.
SCORED = f"""
    {JOINT}, {DUE}, due AS (
        SELECT project_id, count(*) AS due, count(*) FILTER (WHERE is_met) AS met FROM milestone GROUP BY project_id
    ), committee AS (
        SELECT series.project_id, count(*) AS planned, count(*) FILTER (WHERE meeting.state = 'held') AS held
        FROM projects_meeting AS meeting
        JOIN projects_committee AS series ON series.id = meeting.committee_id
        JOIN projects_project AS project ON project.id = series.project_id
        WHERE series.kind = 'steering' AND meeting.planned_on > %(on)s::date - {WINDOW}
            AND meeting.planned_on <= %(on)s AND (project.closed_on IS NULL OR project.closed_on >= meeting.planned_on)
            AND {{here}} AND (meeting.state <> 'postponed' OR NOT EXISTS (
                SELECT FROM projects_meeting AS instead WHERE instead.instead_of_id = meeting.id))
        GROUP BY series.project_id
    ), declared AS (
        SELECT DISTINCT ON (status.project_id) status.project_id, {WORTH.format(colour="status.colour")} AS worth
        FROM projects_declaredstatus AS status JOIN projects_project AS project ON project.id = status.project_id
        WHERE status.declared_on <= %(on)s AND status.declared_on >= %(on)s::date - {DECLARED_FOR.days} AND {{here}}
        ORDER BY status.project_id, status.declared_on DESC, status.id DESC
    ), computed AS (
        SELECT DISTINCT ON (status.project_id) status.project_id, {WORTH.format(colour="status.colour")} AS worth
        FROM projects_computedstatus AS status JOIN projects_project AS project ON project.id = status.project_id
        WHERE status."on" <= %(on)s AND status."on" >= %(on)s::date - {REPORTED_FOR} AND {{here}}
        ORDER BY status.project_id, status."on" DESC
    ), scored AS (
        SELECT joint.account_id, joint.id, joint.opened_on, coalesce(due.due, 0) AS due, coalesce(due.met, 0) AS met,
            coalesce(committee.planned, 0) AS planned, coalesce(committee.held, 0) AS held,
            coalesce(declared.worth, computed.worth, 0)::float8 AS status,
            ({MILESTONES} * coalesce(due.met::float8 / due.due, 0)
                + {COMMITTEES} * coalesce(committee.held::float8 / committee.planned, 0)
                + {STATUS} * coalesce(declared.worth, computed.worth, 0)
            ) / ({STATUS} + CASE WHEN due.due IS NULL THEN 0 ELSE {MILESTONES} END
                + CASE WHEN committee.planned IS NULL THEN 0 ELSE {COMMITTEES} END)::float8 AS score
        FROM joint
        LEFT JOIN due ON due.project_id = joint.id
        LEFT JOIN committee ON committee.project_id = joint.id
        LEFT JOIN declared ON declared.project_id = joint.id
        LEFT JOIN computed ON computed.project_id = joint.id
    )"""
BY_ACCOUNT = f"""
    WITH {SCORED}, mean AS (SELECT account_id, avg(score) AS score FROM scored GROUP BY account_id)
    SELECT account.id, mean.score
    FROM accounts_account AS account LEFT JOIN mean ON mean.account_id = account.id
    WHERE {{ours}} ORDER BY account.id"""
OF_ONE = f"""
    WITH {SCORED} SELECT id, due, met, planned, held, status, score FROM scored ORDER BY opened_on DESC, id DESC"""


class Delivery(NamedTuple):
    """One account: the mean of the scores, 0 to 1, of its joint projects active in 180 days; None without any."""

    account_id: int
    score: float | None


class Run(NamedTuple):
    """One project: milestones due and met, committees planned and held in 180 days, what its status is worth, its score."""

    project_id: int
    due: int
    met: int
    planned: int
    held: int
    status: float
    score: float


def delivery_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Delivery]:
    """One grouped query for all accounts (or those given), in their order, those without a joint project included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "project.account_id"), ours=among(accounts, "account.id"))
    return stream(sql, parameters(on, accounts), Delivery)


def runs(on: date, account_id: int) -> list[Run]:
    """The projects behind the figure of one account, the latest begun first."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE.format(here=among([account_id], "project.account_id")), parameters(on, [account_id]))
        return [Run(*row) for row in cursor.fetchall()]

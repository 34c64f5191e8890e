"""Whether what was obtained is recognised by people of weight: indicator 15 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from accounts.stakeholders.models import Stakeholder

WINDOW = 365  # days since it was obtained
HEEDED = Stakeholder.Influence.HEEDED.value  # influence from which a recognition counts

# Results that are ours only cannot be recognised by the client and are left out. OFFSET 0: whether one is recognised is looked
# up once, not at every use.
DELIVERED = f"""
    delivered AS (
        SELECT result.id, project.account_id, result.delivered_on, result.value::float8 AS value, EXISTS (
            SELECT FROM projects_resultrecognition AS recognition
            JOIN stakeholders_stakeholder AS person ON person.id = recognition.stakeholder_id
            WHERE recognition.result_id = result.id AND recognition.level IN ('validated', 'advocated')
                AND recognition.recognised_on <= %(on)s AND person.influence >= {HEEDED}
        ) AS is_recognised
        FROM projects_projectresult AS result JOIN projects_project AS project ON project.id = result.project_id
        WHERE NOT result.is_internal AND result.delivered_on > %(on)s::date - {WINDOW}
            AND result.delivered_on <= %(on)s AND {{here}}
        OFFSET 0
    )"""
BY_ACCOUNT = f"""
    WITH {DELIVERED}
    SELECT account_id, count(*), count(*) FILTER (WHERE is_recognised), coalesce(sum(value), 0),
        coalesce(sum(value) FILTER (WHERE is_recognised), 0)
    FROM delivered GROUP BY account_id ORDER BY account_id"""
OF_ONE = f"WITH {DELIVERED} SELECT id, is_recognised FROM delivered ORDER BY delivered_on DESC, id DESC"


class Recognition(NamedTuple):
    """One account: results obtained in 365 days, those recognised, and what each of the two is worth (€)."""

    account_id: int
    results: float
    recognised: float
    value: float
    value_recognised: float


def recognition_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Recognition]:
    """One grouped query for the accounts (or those given) that obtained results, in their order."""
    sql = BY_ACCOUNT.format(here=among(accounts, "project.account_id"))
    return stream(sql, {"on": on, "accounts": accounts}, Recognition)


def results_recognised(on: date, account_id: int) -> dict[int, bool]:
    """Result of one account → whether it is recognised as it takes, the latest first."""
    with connection.cursor() as cursor:
        sql = OF_ONE.format(here=among([account_id], "project.account_id"))
        cursor.execute(sql, {"on": on, "accounts": [account_id]})
        return dict(cursor.fetchall())

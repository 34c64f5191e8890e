"""How alive a plan is and how much of it the client carries: indicators 6 and 7 of domain.md 1.3, one grouped query."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from accounts.figures import among, stream
from accounts.stakeholders.measures.beginnings import days_known
from plans.measures.covering import COVERING, parameters
from plans.models import Endorsement
from plans.moves import WEIGHTY

OLD_ENOUGH = 180  # days known, after which the lack of a plan counts

# The digest of the words of a priority, exactly as plans.models.strategy.words_digest computes it.
DIGEST = """
    encode(sha256(convert_to('[' || to_json(priority.title)::text || ', ' || to_json(priority.sentence)::text || ', '
        || to_json(priority.client_issue)::text || ']', 'UTF8')), 'hex')"""
# An agreement counts for its words, on whichever version of the plan it was given, until it is taken back. Digests are
# compared, and so reckoned, only where somebody agreed to that priority at all: with = they would be a key of the join.
CARRIED = f"""
    given AS (
        SELECT DISTINCT plan.account_id, told.lineage, endorsement.digest
        FROM plans_endorsement AS endorsement
        JOIN plans_strategicpriority AS told ON told.id = endorsement.priority_id
        JOIN plans_accountplan AS plan ON plan.id = told.plan_id
        WHERE endorsement.influence >= {WEIGHTY} AND endorsement.endorsed_on <= %(on)s
            AND (endorsement.withdrawn_on IS NULL OR endorsement.withdrawn_on > %(on)s) AND {{here}}
    ), priority AS (
        SELECT best.account_id, priority.id, given.lineage IS NOT NULL AS is_carried
        FROM best JOIN plans_strategicpriority AS priority ON priority.plan_id = best.id
        LEFT JOIN given ON given.account_id = best.account_id AND given.lineage = priority.lineage
            AND given.digest IS NOT DISTINCT FROM {DIGEST}
    )"""
# Somebody looked at the plan when it was approved, when its period began, and at each review that has minutes.
LOOKED = """
    looked AS (
        SELECT account_id, max(day) AS last_on FROM (
            SELECT account_id, starts_on AS day FROM best
            UNION ALL SELECT best.account_id, (move.at AT TIME ZONE %(zone)s)::date FROM best
                JOIN plans_move AS move ON move.plan_id = best.id
                WHERE move.target = 'approved' AND move.at < %(until)s
            UNION ALL SELECT plan.account_id, review.held_on FROM plans_planreview AS review
                JOIN plans_accountplan AS plan ON plan.id = review.plan_id
                WHERE review.held_on <= %(on)s AND (review.minutes <> '' OR review.closed_at IS NOT NULL) AND {here}
        ) AS looks GROUP BY account_id
    )"""
BY_ACCOUNT = f"""
    WITH {COVERING}, {CARRIED}, {LOOKED}, counted AS (
        SELECT account_id, count(*) AS priorities, count(*) FILTER (WHERE is_carried) AS carried
        FROM priority GROUP BY account_id
    )
    SELECT known.id, CASE WHEN counted.priorities IS NULL THEN (
            SELECT {days_known(OLD_ENOUGH + 1)} FROM accounts_account AS account WHERE account.id = known.id
        ) END, best.stage, %(on)s::date - looked.last_on,
        coalesce(counted.priorities, 0), coalesce(counted.carried, 0)
    FROM accounts_account AS known
    LEFT JOIN best ON best.account_id = known.id
    LEFT JOIN looked ON looked.account_id = known.id
    LEFT JOIN counted ON counted.account_id = known.id
    WHERE {{ours}} ORDER BY known.id"""
PRIORITIES = f"""
    WITH {COVERING}, {CARRIED} SELECT id, is_carried FROM priority ORDER BY id"""


class Vitality(NamedTuple):
    """One account: `stage` from 1, the place in STAGES of the plan that covers the day; None without any plan.

    `days` known, None where there are priorities to count instead. `unseen_days` since somebody last looked at the plan; `priorities` of it, `carried` by somebody of weight at theirs.
    """

    account_id: int
    days: float | None
    stage: float | None
    unseen_days: float | None
    priorities: float
    carried: float


def vitality_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Vitality]:
    """One grouped query for all accounts (or those given), in their order, those without a plan included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "plan.account_id"), ours=among(accounts, "known.id"))
    return stream(sql, with_zone(on, accounts), Vitality)


def with_zone(on: date, accounts: list[int] | None) -> dict:
    given = parameters(on, accounts)
    return {**given, "zone": str(given["until"].tzinfo)}


def priorities_carried(on: date, account_id: int) -> dict[int, bool]:
    """Priority of the plan that covers the day → whether somebody of weight carries it."""
    sql = PRIORITIES.format(here=among([account_id], "plan.account_id"))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters(on, [account_id]))
        return dict(cursor.fetchall())


def carriers(on: date, account_id: int) -> dict[tuple, list[str]]:
    """(lineage of a priority, digest of its words) → who of weight had agreed to them by that day."""
    given = Endorsement.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
        priority__plan__account=account_id, influence__gte=WEIGHTY, endorsed_on__lte=on,
    )  # fmt: skip
    found = defaultdict(list)
    for lineage, digest, name in given.order_by("endorsed_on", "pk").values_list("priority__lineage", "digest", "name"):
        found[lineage, digest].append(name)
    return found

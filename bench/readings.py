"""The nightly run beside the bare SQL and COPY of the same run: `python -m bench.readings [--rounds N]`."""

import argparse
import json
import subprocess
import sys
from collections import deque
from datetime import date
from functools import partial
from io import BytesIO

from django.db import connection, transaction
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from accounts.models import Account, RevenueLine, last_closed_month
from accounts.stakeholders.coverage import relations_by_account
from accounts.stakeholders.measures.introductions import introductions_by_account
from accounts.stakeholders.measures.knowledge import knowledge_by_account
from accounts.stakeholders.measures.links import dependency_by_account, links_by_account
from accounts.stakeholders.models import Introduction, KnowledgeItem, Stakeholder
from bench import base
from bench.measure import PeakMemory, in_turns, publish, queries
from kam.cockpit.scale.plan import PREFIX
from kam.scorecards import readings
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.models import Grid, Reading

# Written for the measure, apart from the product's own: one statement an indicator (domain.md 1.2, 1.3 and 2).
MET = """
    WITH met AS (
        SELECT ts.stakeholder_id, max(i.occurred_on) AS last_on
        FROM stakeholders_interaction_stakeholders ts JOIN stakeholders_interaction i ON i.id = ts.interaction_id
        WHERE i.is_two_way AND i.occurred_on <= %(on)s AND i.occurred_on >= %(on)s::date - 360
        GROUP BY 1
    ), seen AS (
        SELECT s.*, (ARRAY[180, 120, 60, 45, 30])[s.influence] AS cadence, %(on)s::date - met.last_on AS age
        FROM stakeholders_stakeholder s LEFT JOIN met ON met.stakeholder_id = s.id
        WHERE (s.influence >= 2 OR s.is_placeholder) AND (s.departed_on IS NULL OR s.departed_on > %(on)s)
    ), graded AS (
        SELECT *, CASE WHEN contact_strength >= 2 AND age <= cadence THEN 1.0
            WHEN contact_strength >= 2 AND age <= 2 * cadence OR contact_strength = 1 AND age <= cadence THEN 0.5
            ELSE 0 END AS c FROM seen
    )"""
KEYS = (*BY_KEY, "cooperative_index", "data_coverage", "revenue_12m")
MONTHS = "date_trunc('month', %(on)s::date + 1)::date"  # the first month that is not closed
STATEMENTS = {
    "stakeholder_coverage": MET
    + "SELECT account_id, count(*), 100 * sum(influence * c) / sum(influence) FROM graded GROUP BY 1",
    "contact_breadth": MET
    + "SELECT account_id, count(DISTINCT function_id) FILTER (WHERE c >= 0.5), count(DISTINCT function_id) "
    "FROM graded GROUP BY 1",
    "attitude_balance": "SELECT account_id, count(*), 100.0 * sum(influence * attitude) / (2 * sum(influence)) "
    "FROM stakeholders_stakeholder WHERE influence >= 3 AND attitude_on > %(on)s::date - 180 AND attitude_on <= %(on)s "
    "AND (departed_on IS NULL OR departed_on > %(on)s) GROUP BY 1",
    "client_introductions": """
        SELECT i.account_id, count(DISTINCT i.introduced_id) FROM stakeholders_introduction i
        WHERE i.introducer_id IS NOT NULL AND i.made_on > %(on)s::date - 365 AND i.made_on <= %(on)s AND (
            i.met_on <= least(i.made_on + 90, %(on)s) OR EXISTS (
                SELECT FROM stakeholders_interaction_stakeholders ts
                JOIN stakeholders_interaction x ON x.id = ts.interaction_id
                JOIN stakeholders_interaction_colleagues tc ON tc.interaction_id = x.id
                WHERE ts.stakeholder_id = i.introduced_id AND tc.user_id = i.introduced_to_id AND x.is_two_way
                    AND x.kind <> 'email' AND x.occurred_on BETWEEN i.made_on AND least(i.made_on + 90, %(on)s)))
        GROUP BY 1""",
    "expert_links": """
        SELECT account_id, count(*) FROM (
            SELECT s.account_id, s.id, tc.user_id
            FROM stakeholders_interaction x
            JOIN stakeholders_interaction_colleagues tc ON tc.interaction_id = x.id
            JOIN stakeholders_interaction_stakeholders ts ON ts.interaction_id = x.id
            JOIN stakeholders_stakeholder s ON s.id = ts.stakeholder_id
            JOIN accounts_account a ON a.id = s.account_id
            WHERE x.is_two_way AND x.occurred_on > %(on)s::date - 180 AND x.occurred_on <= %(on)s
                AND tc.user_id <> a.kam_id AND (s.departed_on IS NULL OR s.departed_on > %(on)s)
            GROUP BY 1, 2, 3 HAVING count(*) >= 2) pair
        GROUP BY 1""",
    "information_access": """
        SELECT account_id, 10 * sum(worth) FROM (
            SELECT account_id, category, max(CASE
                WHEN origin = 'client' AND learned_on >= %(on)s::date - 180 THEN 1
                WHEN origin = 'client' AND learned_on >= %(on)s::date - 365
                    OR origin = 'public' AND learned_on >= %(on)s::date - 180 THEN 0.5 ELSE 0 END) AS worth
            FROM stakeholders_knowledgeitem WHERE learned_on <= %(on)s GROUP BY 1, 2) best
        GROUP BY 1""",
    "revenue_attainment": "SELECT account_id, 100 * sum(actual) / nullif(sum(target), 0) FROM accounts_revenueline "
    f"WHERE month >= date_trunc('year', %(on)s::date) AND month < {MONTHS} GROUP BY 1",
    "revenue_growth": f"SELECT account_id, sum(actual) FILTER (WHERE month >= {MONTHS} - interval '12 months'), "
    f"sum(actual) FILTER (WHERE month < {MONTHS} - interval '12 months') FROM accounts_revenueline "
    f"WHERE month >= {MONTHS} - interval '24 months' AND month < {MONTHS} GROUP BY 1",
    "revenue_12m": f"SELECT account_id, sum(actual) FROM accounts_revenueline "
    f"WHERE month >= {MONTHS} - interval '12 months' AND month < {MONTHS} GROUP BY 1",
}
DEPENDENCY = """
    SELECT account_id, count(*) FILTER (WHERE alone), count(*) FROM (
        SELECT x.account_id, count(*) = 1 AND bool_and(tc.user_id = a.kam_id) AS alone
        FROM stakeholders_interaction x
        JOIN stakeholders_interaction_colleagues tc ON tc.interaction_id = x.id
        JOIN accounts_account a ON a.id = x.account_id
        WHERE x.occurred_on > %(on)s::date - 180 AND x.occurred_on <= %(on)s
        GROUP BY x.id, x.account_id) held
    GROUP BY 1"""
RELATIONS = {  # the product's query, beside the bare statement of what it takes most of its time for
    "coverage, breadth and climate": (relations_by_account, STATEMENTS["stakeholder_coverage"]),
    "client_introductions": (introductions_by_account, STATEMENTS["client_introductions"]),
    "expert_links": (links_by_account, STATEMENTS["expert_links"]),
    "information_access": (knowledge_by_account, STATEMENTS["information_access"]),
    "KAM dependency": (dependency_by_account, DEPENDENCY),
}


def undone(work) -> None:
    """Do the work and leave nothing of it."""
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


def bare(statement: str, on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": on})
        cursor.fetchall()


def consume(measure, on: date) -> None:
    deque(measure(on), maxlen=0)


def measure_relations(on: date, rounds: int) -> list[dict]:
    """Each figure of the relations: all accounts in one query, the rows read one at a time, beside the bare SQL."""
    candidates = {}
    for name, (product, statement) in RELATIONS.items():
        candidates |= {name: partial(consume, product, on), f"bare {name}": partial(bare, statement, on)}
    times = in_turns(candidates, rounds, warm=1)
    return [
        {
            "figure": name, "ms": times[name]["ms"], "bare ms": times[f"bare {name}"]["ms"],
            "ratio": times[name]["ms"] / times[f"bare {name}"]["ms"], "goal": 1.5,
            "queries": len(queries(candidates[name])),
        }
        for name in RELATIONS
    ]  # fmt: skip


def bare_run(on: date, lines: bytes) -> None:
    for statement in STATEMENTS.values():
        bare(statement, on)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM scorecards_reading WHERE "on" = %s', [on])
        cursor.copy_expert(readings.COPY, BytesIO(lines))


def lines_of(on: date) -> bytes:
    """That day's readings, as COPY gives and takes them."""
    out = BytesIO()
    columns = readings.COPY.strip().removeprefix("COPY scorecards_reading (").removesuffix(") FROM STDIN")
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT {columns} FROM scorecards_reading WHERE \"on\" = '{on}') TO STDOUT", out)
    return out.getvalue()


def orm_loop(on: date, accounts: list[int]) -> None:
    """The same figures as one would first write them: an ORM query a figure and a save a reading, account by account."""
    grid = Grid.objects.in_force(on)
    two_way = Q(interactions__is_two_way=True, interactions__occurred_on__lte=on)
    year = Q(month__gte=on.replace(month=1, day=1), month__lte=last_closed_month(on))
    for account in accounts:
        people = Stakeholder.objects.filter(account=account, influence__gte=2).exclude(departed_on__lte=on)
        lines = RevenueLine.objects.filter(account=account)
        list(people.annotate(last_on=Max("interactions__occurred_on", filter=two_way)))
        list(people.annotate(last_on=Max("interactions__occurred_on", filter=two_way)).values("function").distinct())
        list(people.filter(influence__gte=3, attitude__isnull=False))
        made = Introduction.objects.filter(account=account, introducer__isnull=False, made_on__lte=on)
        made.with_first_meeting().values("introduced", "made_on", "met_on", "seen_on").count()
        list(
            people.filter(interactions__is_two_way=True).values("pk", "interactions__colleagues").annotate(Count("pk"))
        )
        list(KnowledgeItem.objects.filter(account=account, learned_on__lte=on))
        lines.filter(year).aggregate(Sum("actual"), Sum("target"))
        lines.rolling(on).aggregate(Sum("actual"))
        lines.rolling(on, 12).aggregate(Sum("actual"))
        Reading.objects.filter(account=account, on=on).delete()
        for key in KEYS:
            Reading.objects.create(account_id=account, on=on, indicator=key, state="measured", figure=1, grid=grid)


def peak(accounts: int) -> float:
    """Megabytes that a run over so many accounts adds to a fresh process."""
    command = [sys.executable, "-m", "bench.readings", "--peak", str(accounts)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[-1])


def measure_peak(on: date, accounts: int) -> None:
    ids = some_accounts(accounts)
    undone(partial(readings.take, on, ids[:10]))  # whatever is loaded once is loaded now
    with PeakMemory() as memory:
        undone(partial(readings.take, on, ids))
    print(json.dumps(memory.megabytes))


def some_accounts(count: int) -> list[int]:
    return list(Account.objects.filter(code__startswith=PREFIX).order_by("pk").values_list("pk", flat=True)[:count])


def measure(on: date, rounds: int) -> list[dict]:
    ids = some_accounts(base.SIZE)
    readings.take(on)
    lines = lines_of(on)
    half, quarter, tenth = (ids[: base.SIZE // part] for part in (2, 4, 10))
    take = partial(readings.take, on)
    candidates = {
        "bare SQL and COPY": partial(bare_run, on, lines),
        "take_readings": take,
        "half of the accounts": partial(take, half),
        "a quarter": partial(take, quarter),
        "a tenth": partial(take, tenth),
        "one account": partial(take, ids[:1]),
        "ORM loop, 100 accounts": partial(orm_loop, on, ids[100:200]),
    }
    times = in_turns({name: partial(undone, work) for name, work in candidates.items()}, rounds, warm=1)
    ms = {name: found["ms"] for name, found in times.items()}
    asked = {name: len(queries(partial(undone, work))) for name, work in candidates.items()}
    beside = {
        "take_readings": ("bare SQL and COPY", 1.5),
        "half of the accounts": ("a quarter", 2.1),
        "a quarter": ("a tenth", 2.1 * 2.5 / 2),
    }
    rows = []
    for name in candidates:
        other, goal = beside.get(name, (None, None))
        ratio = ms[name] / ms[other] if other else None
        rows.append(
            {"run": name, "ms": ms[name], "beside": other, "ratio": ratio, "goal": goal, "queries": asked[name]}
        )
    loop = ms["ORM loop, 100 accounts"] / 100 * base.SIZE
    rows[-1] |= {"beside": "take_readings", "ratio": loop / ms["take_readings"], "goal": "≥ 50"}
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    on = timezone.localdate()
    base.ready()
    if asked.peak:
        measure_peak(on, asked.peak)
        return
    publish("relations", measure_relations(on, asked.rounds))
    rows = measure(on, asked.rounds)
    publish("readings", rows)
    publish("readings-memory", [{"accounts": n, "MB added": peak(n)} for n in (base.SIZE // 10, base.SIZE)])


if __name__ == "__main__":
    main()

"""The figures of plans beside the bare SQL of the same: `python -m bench.plan_figures [--rounds N]`.

A plan in force for every account of the large base, with its priorities, endorsements, actions and objectives, is written
into one transaction that is rolled back.
"""

import argparse
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from bench import base
from bench.measure import in_turns, publish, queries
from bench.readings import bare, consume
from plans.measures.attainment import attainment_by_account
from plans.measures.execution import execution_by_account
from plans.measures.thread import thread_by_account
from plans.measures.vitality import vitality_by_account

ROWS = """
    INSERT INTO plans_accountplan (account_id, version, status, starts_on, ends_on, created_at)
    SELECT id, 1, 'in_execution', %(on)s::date - 300, %(on)s::date + 700, now() FROM accounts_account;
    INSERT INTO plans_strategicpriority (plan_id, lineage, title, sentence, client_issue, position)
    SELECT id, gen_random_uuid(), 'Priority ' || n, 'Said in one sentence', 'Their issue', n
    FROM plans_accountplan, generate_series(1, 4) AS n;
    INSERT INTO plans_endorsement (priority_id, name, influence, endorsed_on, evidence, channel, digest, created_at)
    SELECT id, 'Somebody', 4, %(on)s::date - 30, '', 'face_to_face', encode(sha256(convert_to(
        '["' || title || '", "' || sentence || '", "' || client_issue || '"]', 'UTF8')), 'hex'), now()
    FROM plans_strategicpriority WHERE position < 3;
    INSERT INTO plans_planaction (plan_id, lineage, title, due_on, weight, progress, recurrence, is_internal, position, done_on)
    SELECT id, gen_random_uuid(), 'Act', %(on)s::date - 20 * n, 3, 50, '', FALSE, n,
        CASE WHEN n > 3 THEN %(on)s::date - 10 * n END
    FROM plans_accountplan, generate_series(1, 10) AS n;
    INSERT INTO plans_planobjective (plan_id, lineage, title, metric, unit, baseline, target, due_on, measure,
        measure_source, current, current_on, is_internal, position)
    SELECT id, gen_random_uuid(), 'Aim', '', '', 0, 100, ends_on, 'manual', '', 20 * n, %(on)s, FALSE, n
    FROM plans_accountplan, generate_series(1, 4) AS n;
    INSERT INTO plans_repetition (priority_id, interaction_id, stakeholder_id, reception)
    SELECT DISTINCT ON (held.id) priority.id, held.id, present.stakeholder_id, 'heard'
    FROM stakeholders_interaction AS held
    JOIN plans_accountplan AS plan ON plan.account_id = held.account_id
    JOIN plans_strategicpriority AS priority ON priority.plan_id = plan.id AND priority.position = 1
    JOIN stakeholders_interaction_stakeholders AS present ON present.interaction_id = held.id
    WHERE held.occurred_on > %(on)s::date - 90 AND held.id %% 2 = 0;
    ANALYZE plans_accountplan; ANALYZE plans_strategicpriority; ANALYZE plans_endorsement; ANALYZE plans_planaction;
    ANALYZE plans_planobjective; ANALYZE plans_repetition"""
PLAN = "plans_accountplan p WHERE p.status IN ('approved', 'in_execution', 'reviewed') AND %(on)s BETWEEN p.starts_on AND p.ends_on"
STATEMENTS = {  # written for the measure, apart from the product's own (domain.md 1.3 and 2)
    "abp_vitality, client_endorsement": f"""
        SELECT p.account_id, p.status, max(p.starts_on), count(DISTINCT q.id), count(DISTINCT e.priority_id)
        FROM (SELECT * FROM {PLAN}) p JOIN plans_strategicpriority q ON q.plan_id = p.id
        LEFT JOIN plans_endorsement e ON e.priority_id = q.id AND e.influence >= 3 AND e.withdrawn_on IS NULL
            AND e.digest = encode(sha256(convert_to(
                '["' || q.title || '", "' || q.sentence || '", "' || q.client_issue || '"]', 'UTF8')), 'hex')
        GROUP BY 1, 2""",
    "priority_execution": f"""
        SELECT p.account_id, sum(a.weight * CASE WHEN a.done_on <= a.due_on THEN 1 WHEN a.done_on IS NOT NULL THEN 0.7
            ELSE 0.003 * a.progress END) / sum(a.weight)
        FROM (SELECT * FROM {PLAN}) p JOIN plans_planaction a ON a.plan_id = p.id WHERE a.due_on <= %(on)s GROUP BY 1""",
    "priority_thread": """
        SELECT i.account_id, count(DISTINCT i.id), count(DISTINCT r.interaction_id)
        FROM stakeholders_interaction i LEFT JOIN plans_repetition r ON r.interaction_id = i.id
        WHERE i.is_two_way AND i.kind IN ('meeting', 'call', 'visio') AND i.occurred_on > %(on)s::date - 90
            AND i.occurred_on <= %(on)s GROUP BY 1""",
    "objective_attainment": f"""
        SELECT p.account_id, avg(greatest(0, least(1.2, (o.current - o.baseline) / nullif(o.target - o.baseline, 0)
            / ((%(on)s::date - p.starts_on)::numeric / (o.due_on - p.starts_on)))))
        FROM (SELECT * FROM {PLAN}) p JOIN plans_planobjective o ON o.plan_id = p.id GROUP BY 1""",
}
PRODUCT = (vitality_by_account, execution_by_account, thread_by_account, attainment_by_account)


def measured(on, rounds: int) -> list[dict]:
    candidates = {}
    for (name, statement), product in zip(STATEMENTS.items(), PRODUCT, strict=True):
        candidates |= {name: partial(consume, product, on), f"bare {name}": partial(bare, statement, on)}
    times = in_turns(candidates, rounds, warm=1)
    return [
        {
            "figure": name, "ms": times[name]["ms"], "bare ms": times[f"bare {name}"]["ms"],
            "ratio": times[name]["ms"] / times[f"bare {name}"]["ms"], "goal": 1.5,
            "queries": len(queries(candidates[name])),
        }
        for name in STATEMENTS
    ]  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asked, on = parser.parse_args(), timezone.localdate()
    base.ready()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(ROWS, {"on": on})
        rows = measured(on, asked.rounds)
        transaction.set_rollback(True)
    publish("plan-figures", rows)


if __name__ == "__main__":
    main()

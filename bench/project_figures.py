"""The figures of projects beside the bare SQL of the same: `python -m bench.project_figures [--rounds N]`.

Two projects for every account of the large base, with their people, milestones, committees, statuses and results, are
written into one transaction that is rolled back.
"""

import argparse
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from bench import base
from bench.measure import in_turns, publish, queries
from bench.readings import bare, consume
from projects.measures.delivery import delivery_by_account
from projects.measures.joint import joint_by_account
from projects.measures.milestones import milestones_by_account
from projects.measures.recognition import recognition_by_account

ROWS = """
    INSERT INTO projects_project (account_id, name, purpose, status, starts_on, opened_on, reference_kam_id, leader_id,
        led_by, is_alsace_moselle, is_shared, created_at)
    SELECT account.id, 'Project ' || n, '', 'running', %(on)s::date - 100 * n, %(on)s::date - 100 * n, ours.low, ours.high,
        'kam_led', FALSE, FALSE, now()
    FROM accounts_account AS account, generate_series(1, 2) AS n,
        (SELECT min(id) AS low, max(id) AS high FROM users_user) AS ours;
    INSERT INTO projects_baseline (project_id, version, reason, content, forecast, ends_on, made_at)
    SELECT id, 1, '', '{}', '{}', starts_on + 300, starts_on::timestamptz FROM projects_project;
    INSERT INTO projects_task (project_id, name, note, position, minutes, is_milestone, criterion, rule, progress, done_on,
        promised_on, met_until, is_internal, reference)
    SELECT id, 'Task ' || n, '', n, 480, n %% 4 = 0, '', 'as_soon_as_possible', 0,
        CASE WHEN n %% 3 > 0 THEN starts_on + 8 * n END, starts_on + 8 * n, starts_on + 8 * n + 7, FALSE, ''
    FROM projects_project, generate_series(1, 20) AS n;
    INSERT INTO projects_assignment (task_id, stakeholder_id, share)
    SELECT DISTINCT ON (task.project_id) task.id, person.id, 100 FROM projects_task AS task
    JOIN projects_project AS project ON project.id = task.project_id
    JOIN stakeholders_stakeholder AS person ON person.account_id = project.account_id;
    INSERT INTO projects_committee (project_id, name, kind, frequency, starts_on, length, place, is_at_client)
    SELECT id, 'Committee', 'steering', 'month', starts_on, 90, '', TRUE FROM projects_project;
    INSERT INTO projects_meeting (committee_id, planned_on, state, changed_by, reason, topics, minutes)
    SELECT id, starts_on + 30 * n, CASE WHEN n %% 3 = 0 THEN 'cancelled' ELSE 'held' END, '', '', '', ''
    FROM projects_committee, generate_series(1, 6) AS n;
    INSERT INTO projects_computedstatus (project_id, "on", schedule, scope, resources, satisfaction, colour, facts)
    SELECT id, %(on)s::date - n, '', '', '', '', 'amber', '{}' FROM projects_project, generate_series(0, 9) AS n;
    INSERT INTO projects_projectresult (project_id, metric, unit, actual, value, evidence, evidence_link, delivered_on,
        is_internal, made_at)
    SELECT id, 'Result ' || n, '', 5, 1000 * n, '', '', %(on)s::date - 60 * n, FALSE, now()
    FROM projects_project, generate_series(1, 3) AS n;
    INSERT INTO projects_resultrecognition (result_id, stakeholder_id, level, recognised_on, quote, channel)
    SELECT DISTINCT ON (result.id) result.id, person.id, 'validated', %(on)s::date - 10, '', 'call'
    FROM projects_projectresult AS result JOIN projects_project AS project ON project.id = result.project_id
    JOIN stakeholders_stakeholder AS person ON person.account_id = project.account_id
    WHERE result.id %% 2 = 0;
    ANALYZE projects_project; ANALYZE projects_baseline; ANALYZE projects_task; ANALYZE projects_assignment;
    ANALYZE projects_committee; ANALYZE projects_meeting; ANALYZE projects_computedstatus;
    ANALYZE projects_projectresult; ANALYZE projects_resultrecognition"""
JOINT = """
    SELECT p.* FROM projects_project p WHERE p.status = 'running' AND p.leader_id <> p.reference_kam_id
        AND p.id IN (SELECT project_id FROM projects_baseline)
        AND p.id IN (SELECT t.project_id FROM projects_task t JOIN projects_assignment a ON a.task_id = t.id
            WHERE a.stakeholder_id IS NOT NULL)"""
MILESTONES = """
    SELECT t.project_id, count(*) AS due, count(*) FILTER (WHERE t.done_on <= t.met_until) AS met FROM projects_task t
    WHERE t.is_milestone AND t.promised_on > %(on)s::date - 180 AND t.promised_on <= %(on)s GROUP BY 1"""
STATEMENTS = {  # written for the measure, apart from the product's own (domain.md 1.3 and 2)
    "joint_projects": f"SELECT account_id, count(*) FROM ({JOINT}) p GROUP BY 1",
    "project_delivery": f"""
        SELECT p.account_id, avg(0.5 * m.met / m.due + 0.3 * c.held / c.planned + 0.2 * s.worth)
        FROM ({JOINT}) p LEFT JOIN ({MILESTONES}) m ON m.project_id = p.id
        LEFT JOIN (SELECT c.project_id, count(*) AS planned, count(*) FILTER (WHERE g.state = 'held') AS held
            FROM projects_meeting g JOIN projects_committee c ON c.id = g.committee_id
            WHERE g.planned_on > %(on)s::date - 180 AND g.planned_on <= %(on)s GROUP BY 1) c ON c.project_id = p.id
        LEFT JOIN (SELECT DISTINCT ON (project_id) project_id, CASE colour WHEN 'green' THEN 1 WHEN 'amber' THEN 0.5 END
            AS worth FROM projects_computedstatus WHERE "on" <= %(on)s ORDER BY project_id, "on" DESC) s
            ON s.project_id = p.id GROUP BY 1""",
    "recognised_results": """
        SELECT p.account_id, sum(r.value) FILTER (WHERE EXISTS (SELECT FROM projects_resultrecognition g
            JOIN stakeholders_stakeholder s ON s.id = g.stakeholder_id
            WHERE g.result_id = r.id AND g.level <> 'acknowledged' AND s.influence >= 3)) / sum(r.value)
        FROM projects_projectresult r JOIN projects_project p ON p.id = r.project_id
        WHERE r.delivered_on > %(on)s::date - 365 AND r.delivered_on <= %(on)s GROUP BY 1""",
    "milestones_on_time": f"""
        SELECT p.account_id, sum(m.due), sum(m.met) FROM ({MILESTONES}) m
        JOIN projects_project p ON p.id = m.project_id GROUP BY 1""",
}
PRODUCT = (joint_by_account, delivery_by_account, recognition_by_account, milestones_by_account)


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
    publish("project-figures", rows)


if __name__ == "__main__":
    main()

from django.db import migrations

# What a row of each table says about which accounts to read again: a query over `changed`, the rows of one statement.
OF_PROJECT = (
    "SELECT project.account_id FROM changed JOIN projects_project AS project ON project.id = changed.project_id"
)
OF_COMMITTEE = """
        SELECT project.account_id FROM changed
        JOIN projects_committee AS committee ON committee.id = changed.committee_id
        JOIN projects_project AS project ON project.id = committee.project_id"""
STALE_ACCOUNTS = {
    "projects_project": "SELECT account_id FROM changed",
    "projects_task": OF_PROJECT,
    "projects_assignment": """
        SELECT project.account_id FROM changed
        JOIN projects_task AS task ON task.id = changed.task_id
        JOIN projects_project AS project ON project.id = task.project_id""",
    "projects_baseline": OF_PROJECT,
    "projects_committee": OF_PROJECT,
    "projects_committeemember": OF_COMMITTEE,
    "projects_meeting": OF_COMMITTEE,
    "projects_declaredstatus": OF_PROJECT,
    "projects_computedstatus": OF_PROJECT,
    "projects_projectresult": OF_PROJECT,
    "projects_resultrecognition": """
        SELECT project.account_id FROM changed
        JOIN projects_projectresult AS result ON result.id = changed.result_id
        JOIN projects_project AS project ON project.id = result.project_id""",
}
# A trigger that sees all rows of a statement serves one event only; an update has rows before and after.
EVENTS = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed",
    "update": "AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed",
    "leave": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS changed",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed",
}


def staleness():
    for table, accounts in STALE_ACCOUNTS.items():
        yield f"""
            CREATE FUNCTION scorecards_stale_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO scorecards_stale (account_id) SELECT DISTINCT * FROM ({accounts}) AS stale;
              RETURN NULL;
            END $$;"""
        for event, when in EVENTS.items():
            yield f"""
                CREATE TRIGGER scorecards_stale_{event} {when.format(table=table)}
                FOR EACH STATEMENT EXECUTE FUNCTION scorecards_stale_{table}();"""


def no_staleness():
    for table in STALE_ACCOUNTS:
        for event in EVENTS:
            yield f"DROP TRIGGER scorecards_stale_{event} ON {table};"
        yield f"DROP FUNCTION scorecards_stale_{table}();"


class Migration(migrations.Migration):
    """Projects are measured too: who is in them, what was promised, met, reported, obtained and recognised."""

    dependencies = [
        ("scorecards", "0005_plans_mark_accounts_stale"),
        ("projects", "0002_the_life_of_projects"),
    ]

    operations = [migrations.RunSQL("".join(staleness()), "".join(no_staleness()))]

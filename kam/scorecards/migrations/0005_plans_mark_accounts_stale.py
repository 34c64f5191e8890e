from django.db import migrations

# What a row of each table says about which accounts to read again: a query over `changed`, the rows of one statement.
OF_PLAN = "SELECT plan.account_id FROM changed JOIN plans_accountplan AS plan ON plan.id = changed.plan_id"
OF_PRIORITY = """
        SELECT plan.account_id FROM changed
        JOIN plans_strategicpriority AS priority ON priority.id = changed.priority_id
        JOIN plans_accountplan AS plan ON plan.id = priority.plan_id"""
STALE_ACCOUNTS = {
    "plans_accountplan": "SELECT account_id FROM changed",
    "plans_move": OF_PLAN,
    "plans_planreview": OF_PLAN,
    "plans_strategicpriority": OF_PLAN,
    "plans_planobjective": OF_PLAN,
    "plans_planaction": OF_PLAN,
    "plans_endorsement": OF_PRIORITY,
    "plans_repetition": OF_PRIORITY,
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
    """Plans are measured too: how far they are, what was reviewed, agreed to, done, repeated. SWOT and texts are not."""

    dependencies = [
        ("scorecards", "0004_relations_mark_accounts_stale"),
        ("plans", "0003_endorsements_taken_back"),
    ]

    operations = [migrations.RunSQL("".join(staleness()), "".join(no_staleness()))]

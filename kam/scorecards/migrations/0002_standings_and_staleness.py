from django.db import migrations

STANDINGS = """
CREATE FUNCTION scorecards_open_standings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scorecards_standing (account_id, data_coverage, confidence, trend)
  SELECT id, 0, 'none', '{}' FROM changed ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER scorecards_open_standings AFTER INSERT ON accounts_account
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scorecards_open_standings();

INSERT INTO scorecards_standing (account_id, data_coverage, confidence, trend)
SELECT id, 0, 'none', '{}' FROM accounts_account ON CONFLICT DO NOTHING;
"""

# What a row of each table says about which accounts to read again: a query over `changed`, the rows of one statement.
STALE_ACCOUNTS = {
    "accounts_account": "SELECT id FROM changed",
    "accounts_revenueline": "SELECT account_id FROM changed",
    "stakeholders_stakeholder": "SELECT account_id FROM changed",
    # a person of another account may take part: his coverage changes too
    "stakeholders_interaction": """
        SELECT account_id FROM changed UNION
        SELECT person.account_id FROM changed
        JOIN stakeholders_interaction_stakeholders AS present ON present.interaction_id = changed.id
        JOIN stakeholders_stakeholder AS person ON person.id = present.stakeholder_id""",
    "stakeholders_interaction_stakeholders": """
        SELECT person.account_id FROM changed
        JOIN stakeholders_stakeholder AS person ON person.id = changed.stakeholder_id""",
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
    """Every account has a standing, and every change of what is measured marks its accounts as stale.

    The database writes both, so that bulk updates, imports and raw SQL count too. A loader that wants neither sets
    `session_replication_role = replica` and takes the readings of the whole portfolio afterwards (docs/scoring.md).
    """

    dependencies = [
        ("scorecards", "0001_initial"),
        ("accounts", "0002_initial"),
        ("stakeholders", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            STANDINGS,
            "DROP TRIGGER scorecards_open_standings ON accounts_account; DROP FUNCTION scorecards_open_standings();",
        ),
        migrations.RunSQL("".join(staleness()), "".join(no_staleness())),
    ]

from django.db import migrations

# What a row of each table says about which accounts to read again: a query over `changed`, the rows of one statement.
STALE_ACCOUNTS = {
    "stakeholders_introduction": "SELECT account_id FROM changed",
    "stakeholders_knowledgeitem": "SELECT account_id FROM changed",
    # who of us takes part makes a link with each of theirs who does
    "stakeholders_interaction_colleagues": """
        SELECT person.account_id FROM changed
        JOIN stakeholders_interaction_stakeholders AS present ON present.interaction_id = changed.interaction_id
        JOIN stakeholders_stakeholder AS person ON person.id = present.stakeholder_id""",
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
    """Introductions, what the client tells us and who of us takes part are measured too: a change marks the account.

    Ties are not: no figure is computed from them.
    """

    dependencies = [
        ("scorecards", "0003_targets_by_tier"),
        ("stakeholders", "0006_journal_opinions_departures_and_places"),
    ]

    operations = [migrations.RunSQL("".join(staleness()), "".join(no_staleness()))]

"""A test that commits leaves the database as the migrations made it: deleting and copying back the few rows there are.

Django empties every table and loads what the migrations wrote from JSON, which takes seconds with two hundred tables.
The role of the tests must be a superuser (that of the embedded server and of the containers is).
"""

from django.db import connection, transaction

KEPT = "kept"  # the schema that holds the copies

FILLED = "SELECT '{0}' WHERE EXISTS (SELECT FROM \"{0}\")"
OWN_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def keep_rows() -> None:
    """Copy every row there is, to be asked for once the migrations have run."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in filled(cursor, tables()):
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')


def bring_rows_back() -> None:
    """What was kept, and nothing else, is in the tables again; what a request is still writing is waited for."""
    names = tables()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(map(quoted, names))} IN EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger writes, no foreign key asks
        for table in filled(cursor, names):
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
        for (table,) in cursor.fetchall():
            own = columns(cursor, table)
            cursor.execute(f'INSERT INTO "{table}" ({own}) SELECT {own} FROM {KEPT}."{table}"')


def tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def filled(cursor, names: list[str]) -> list[str]:
    cursor.execute(" UNION ALL ".join(FILLED.format(name) for name in names))
    return [name for (name,) in cursor.fetchall()]


def columns(cursor, table: str) -> str:
    """Those that are not computed by the database."""
    cursor.execute(OWN_COLUMNS, [quoted(table)])
    return cursor.fetchone()[0]


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)

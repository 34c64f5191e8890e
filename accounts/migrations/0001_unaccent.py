from django.db import migrations


class Migration(migrations.Migration):
    """Accent-insensitive text without any Postgres extension: immutable, so that it can be indexed and generated."""

    initial = True

    operations = [
        migrations.RunSQL(
            r"""
            CREATE FUNCTION f_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
              SELECT replace(replace(lower(regexp_replace(normalize($1, NFD), U&'[\0300-\036F]', '', 'g')), 'œ', 'oe'), 'æ', 'ae')
            $$;
            """,
            "DROP FUNCTION f_unaccent(text);",
        ),
    ]

"""Tables that only grow: the database refuses UPDATE, DELETE and TRUNCATE, whoever asks.

Plain triggers in a migration, because those of django-pgtrigger can be switched off by any session (docs/adr/0003).
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION walkback_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused: % only grows. Record a new row that supersedes the old one.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard(table):
    """Return the migration operation that makes `table` append-only."""
    return migrations.RunSQL(
        sql=FUNCTION
        + f"""
        CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION walkback_refuse_change();
        """,
        reverse_sql=f"DROP TRIGGER {table}_only_grows ON {table};",
    )

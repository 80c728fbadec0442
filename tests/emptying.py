"""Tests that commit leave the database as the migrations made it, without Django's `flush`.

`flush` truncates every table and then makes content types, permissions and the rest again:
most of a second for a test that wrote ten rows. Here the rows that a fresh database has are
copied once, and after a test the tables that hold rows are emptied and filled from the copies.
"""

from django.db import OperationalError, connection
from django.test import TransactionTestCase
from psycopg.errors import DeadlockDetected
from psycopg.sql import SQL, Identifier

ATTEMPTS = 5

_RESTORE = """
CREATE FUNCTION fresh.restore(names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    -- Like TRUNCATE, this waits for whoever still writes.
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', name);
    END LOOP;
    -- No foreign keys and triggers: what they would see to is emptied as well.
    PERFORM set_config('session_replication_role', 'replica', true);
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'fresh' LOOP
        EXECUTE format('INSERT INTO %I SELECT * FROM fresh.%I', name, name);
    END LOOP;
END $$
"""


def remember() -> None:
    """Copy what a fresh database holds, and let tests that commit end by going back to it."""
    tables = connection.introspection.django_table_names(
        only_existing=True, include_views=False
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS fresh CASCADE; CREATE SCHEMA fresh")
        for table in map(Identifier, tables):
            cursor.execute(SQL("SELECT EXISTS (SELECT FROM {})").format(table))
            if cursor.fetchone() == (True,):
                copy = SQL("CREATE TABLE fresh.{} AS TABLE {}").format(table, table)
                cursor.execute(copy)
        cursor.execute(_RESTORE)

    def restore(_case: TransactionTestCase) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT fresh.restore(%s)", [tables])
            except OperationalError as error:
                # A page's last request may lock tables in another order, and ends soon.
                deadlock = isinstance(error.__cause__, DeadlockDetected)
                if attempt == ATTEMPTS or not deadlock:
                    raise
            else:
                return

    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]

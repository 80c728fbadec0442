"""Questions to the database about itself: tables, rows, migrations, who else is connected."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

# Sessions of a desk that was stopped a moment ago are still ending.
PATIENCE_SECONDS = 3

_TABLES = """
SELECT c.relname FROM pg_catalog.pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname
"""
_OTHERS = """
SELECT pid, usename, coalesce(nullif(application_name, ''), 'no name'),
       coalesce(host(client_addr), 'this machine')
FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend'
ORDER BY pid
"""

_NOT_FOR_PROGRAMS = {
    "pool",
    "server_side_binding",
    "prepare_threshold",
    "sslpassword",
}
"""What the desk's own connections are told, or must not stand in a command line."""


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment; `name` lets pg_dump see the same moment."""

    name: str
    schema: str
    rows: dict[str, int]
    migrations: list[str]


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of the database until the block ends, while others go on writing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        name = str(cursor.fetchone()[0])
        yield Snapshot(name, schema(), row_counts(), _last_migrations())


def schema() -> str:
    """Return the schema that the desk's tables are in."""
    return _one("SELECT current_schema()")


def major_version() -> int:
    """Return the server's major version."""
    connection.ensure_connection()
    return connection.pg_version // 10_000  # type: ignore[attr-defined, no-any-return]


def tables() -> list[str]:
    """Return every table of the desk's schema but those of extensions."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [name for (name,) in cursor.fetchall()]


def row_counts() -> dict[str, int]:
    """Count the rows of every table."""
    quote = connection.ops.quote_name
    return {
        table: int(_one(f"SELECT count(*) FROM {quote(table)}"))  # noqa: S608 quoted
        for table in tables()
    }


def strangers() -> list[str]:
    """Return the tables that no desk made, of this version or of another."""
    found = tables()
    labels = {"django", *(app.label for app in apps.get_app_configs())}
    if "django_migrations" in found:
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT app FROM django_migrations")
            labels |= {app for (app,) in cursor.fetchall()}
    prefixes = tuple(f"{label}_" for label in labels)
    return [table for table in found if not table.startswith(prefixes)]


def other_sessions() -> list[str]:
    """Return who else is connected, after giving those who are leaving a moment."""
    leave()
    deadline = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(**parameters(), password=password(), autocommit=True) as own:
        while True:
            found = [
                f"process {pid} of user {user} ({name}, from {address})"
                for pid, user, name, address in own.execute(_OTHERS)
            ]
            if not found or time.monotonic() > deadline:
                return found
            time.sleep(0.1)


def leave() -> None:
    """Close the connections of our own pool, which would count as somebody else's."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def parameters() -> dict[str, Any]:
    """Return which database is meant, in libpq's words, without secrets."""
    database = settings.DATABASES["default"]
    options = {
        name: str(value)
        for name, value in database["OPTIONS"].items()
        if name not in _NOT_FOR_PROGRAMS
    }
    named = {
        "dbname": database["NAME"],
        "user": database.get("USER"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
    }
    return {name: str(value) for name, value in named.items() if value} | options


def password() -> str | None:
    """Return the password of the database's user, which no command line may show."""
    return settings.DATABASES["default"].get("PASSWORD") or None


def known_migrations() -> set[str]:
    """Return the migrations of this code as `app.name`."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations or {}}


def _last_migrations() -> list[str]:
    """Return what is applied and followed by nothing that is applied, as `app.name`."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    applied = set(loader.applied_migrations)
    nodes = loader.graph.node_map
    followed = {
        parent.key
        for key in applied & set(nodes)
        for parent in nodes[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(f"{app}.{name}" for app, name in applied - followed)


def _one(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])

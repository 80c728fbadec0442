"""The checks of PostgreSQL: reached, new enough, vectors, sorting, tables."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from helpdesk import env
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, ok, warning

OLDEST_POSTGRES = 15
OLDEST_VECTOR = (0, 8)
_CONNECT_SECONDS = 3
_STATEMENT_MILLISECONDS = 4000
_APPS = {"accounts", "conversations", "knowledge"}
PREPARE = ".venv/bin/python manage.py prepare"


@contextmanager
def connected() -> Iterator[psycopg.Connection[Any]]:
    """Connect without the pool, whose errors tell of the wait and not of its reason.

    Raises psycopg.Error after three seconds.
    """
    parameters = connection.get_connection_params()
    parameters |= {"connect_timeout": _CONNECT_SECONDS, "autocommit": True}
    with psycopg.connect(**parameters) as opened:
        opened.execute(f"SET statement_timeout = {_STATEMENT_MILLISECONDS}")
        yield opened


def reached(examination: Examination) -> Iterator[Finding]:
    """`database`: a query is answered."""
    code = "database"
    if problem := examination.not_given(code, setting="DATABASE_URL"):
        yield problem
        return
    began = time.monotonic()
    try:
        with connected() as opened:
            opened.execute("SELECT 1")
            version = opened.info.parameter_status("server_version")
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        yield failed(code, f"{_place()} is not reached: {said}", fix=_way_back())
        return
    spent = (time.monotonic() - began) * 1000
    yield ok(code, f"PostgreSQL {version}, {_place()}, answered in {spent:.0f} ms")


def new_enough(examination: Examination) -> Iterator[Finding]:
    """`database_version`: PostgreSQL is one that this release is made for."""
    code = "database_version"
    with connected() as opened:
        major = opened.info.server_version // 10_000
    if major >= OLDEST_POSTGRES:
        yield ok(code, f"PostgreSQL {major}; {OLDEST_POSTGRES} or newer is needed")
        return
    found = f"PostgreSQL {major} is too old; {OLDEST_POSTGRES} or newer is needed"
    fix = (
        f"Dump with pg_dump, restore into a PostgreSQL {OLDEST_POSTGRES} or newer, "
        "and set DATABASE_URL to it."
    )
    yield failed(code, found, fix=fix)


def has_vectors(examination: Examination) -> Iterator[Finding]:
    """`vector_extension`: pgvector is there and new enough."""
    code = "vector_extension"
    with connected() as opened:
        there = opened.execute(
            "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
        ).fetchone()
        offered = opened.execute(
            "SELECT default_version FROM pg_available_extensions WHERE name = 'vector'"
        ).fetchone()
        name = opened.info.dbname
    needed = ".".join(map(str, OLDEST_VECTOR))
    if there is None and offered is None:
        found = "pgvector is not installed on the server"
        fix = (
            f"Install pgvector {needed} or newer there (Debian: apt-get install "
            f"postgresql-<version>-pgvector), then in database {name}: "
            "CREATE EXTENSION vector;"
        )
        yield failed(code, found, fix=fix)
    elif there is None:
        found = f"database {name} has no vectors; the server offers {offered[0]}"  # type: ignore[index]
        fix = (
            f"{PREPARE}; if the desk's user may not, as a superuser in database {name}: "
            "CREATE EXTENSION vector;"
        )
        yield failed(code, found, fix=fix)
    elif _numbers(there[0]) < OLDEST_VECTOR:
        found = f"vector {there[0]} is too old; {needed} or newer is needed"
        fix = (
            f"Install pgvector {needed} or newer on the server, then in database {name}: "
            "ALTER EXTENSION vector UPDATE;"
        )
        yield failed(code, found, fix=fix)
    else:
        yield ok(code, f"vector {there[0]}; {needed} or newer is needed")


def sorts_alike(examination: Examination) -> Iterator[Finding]:
    """`collation`: UTF8, and texts are still sorted as when the indexes were made."""
    code = "collation"
    with connected() as opened:
        row = opened.execute(_DATABASE).fetchone()
        changed = opened.execute(_CHANGED_COLLATIONS).fetchall()
    name, encoding, provider, made, now = row or ("", "", "", None, None)
    problems = []
    if encoding != "UTF8":
        fix = (
            "Dump with pg_dump, make a new database with CREATE DATABASE ... "
            "ENCODING 'UTF8' TEMPLATE template0, restore into it, set DATABASE_URL."
        )
        problems.append(failed(code, f"the encoding is {encoding}, not UTF8", fix=fix))
    if made != now:
        found = (
            f"indexes were made with {provider} collations {made}, the system has {now} "
            "now: texts may not be found, or be stored twice"
        )
        fix = (
            f'Stop the desk, then: REINDEX DATABASE "{name}"; '
            f'ALTER DATABASE "{name}" REFRESH COLLATION VERSION;'
        )
        problems.append(failed(code, found, fix=fix))
    for (collation,) in changed:
        found = f"columns with collation {collation} were indexed by an older version"
        fix = (
            f'Stop the desk, then: REINDEX DATABASE "{name}"; '
            f"ALTER COLLATION {collation} REFRESH VERSION;"
        )
        problems.append(failed(code, found, fix=fix))
    fine = f"{encoding}, {provider} collation, version {made or 'none'}"
    yield merged(code, problems, fine=fine)


_DATABASE = """
    SELECT datname, pg_encoding_to_char(encoding),
        CASE datlocprovider WHEN 'b' THEN 'builtin' WHEN 'i' THEN 'icu' ELSE 'libc' END,
        datcollversion, pg_database_collation_actual_version(oid)
    FROM pg_database WHERE datname = current_database()
"""
_CHANGED_COLLATIONS = """
    SELECT DISTINCT rules.oid::regcollation::text
    FROM pg_attribute AS field
    JOIN pg_class AS owner ON owner.oid = field.attrelid
        AND owner.relkind IN ('r', 'p', 'm', 'i')
    JOIN pg_collation AS rules ON rules.oid = field.attcollation
    WHERE rules.collversion <> pg_collation_actual_version(rules.oid)
"""


def migrated(examination: Examination) -> Iterator[Finding]:
    """`migrations`: the tables are those of this release."""
    code = "migrations"
    executor = MigrationExecutor(connection)
    loader = executor.loader
    pending = executor.migration_plan(loader.graph.leaf_nodes())
    if pending:
        first = f"{pending[0][0].app_label}.{pending[0][0].name}"
        found = f"{len(pending)} are not applied, {first} the first"
        yield failed(code, found, fix=f"{PREPARE} (make run does so at every start)")
        return
    newer = [
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in _APPS and (app, name) not in loader.disk_migrations
    ]
    if newer:
        found = f"the tables are newer than this release: {', '.join(newer)}"
        fix = "Put the newer release back, or restore the backup made before it."
        yield warning(code, found, fix=fix)
        return
    yield ok(code, "all are applied")


def _place() -> str:
    if not env.text("DATABASE_URL"):
        return "the embedded server"
    known = connection.settings_dict
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"{known['HOST'] or 'the local socket'}{port}/{known['NAME']}"


def _way_back() -> str:
    if not env.text("DATABASE_URL"):
        return "See postgres.log in DATA_DIR/logs; stop the desk and start it: make run"
    return (
        "Start that server, or correct DATABASE_URL "
        "(postgresql://user:password@host:5432/name)."
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())

"""The doctor's checks of PostgreSQL, each against a database in which the thing is broken."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings as desk
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from helpdesk.doctor import database
from helpdesk.doctor.database import connected
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Status
from tests.desk import free_port
from tests.helpdesk.examining import lying, seen, server_database

SCRATCH = "doctor_scratch"


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """A fresh database in place of the desk's, with vectors; its superuser's connection."""
    with server_database(SCRATCH, "ENCODING 'UTF8'"):
        monkeypatch.setitem(connection.settings_dict, "NAME", SCRATCH)
        with connected() as opened:
            opened.execute("CREATE EXTENSION vector")
            yield opened


def test_a_sound_database_passes_every_check(scratch: psycopg.Connection) -> None:
    looks = (
        *(database.reached, database.new_enough),
        *(database.has_vectors, database.sorts_alike),
    )

    findings = [seen(look) for look in looks]

    assert {finding.status for finding in findings} == {Status.OK}


def test_a_dead_port_is_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("DATABASE_URL", "set")
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port))

    finding = seen(database.reached)

    assert (finding.code, finding.status) == ("database", Status.FAILED)
    assert f"127.0.0.1:{port}" in finding.found
    assert "refused" in finding.found
    assert "DATABASE_URL" in finding.fix


def test_a_database_that_does_not_exist_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "not_there")

    finding = seen(database.reached)

    assert finding.status is Status.FAILED
    assert 'database "not_there" does not exist' in finding.found


def test_an_embedded_server_that_did_not_start_is_a_finding_and_holds_up_the_other() -> (
    None
):
    examination = Examination(not_started={"redis": "Redis did not start: see a log."})

    finding = seen(database.reached, examination)

    assert finding.status is Status.SKIPPED
    assert "because of redis" in finding.found


def test_an_old_server_is_refused_by_its_version(
    scratch: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = desk.LAYOUT.sockets / ".s.PGSQL.5432"
    now = f"server_version\0{scratch.info.server_version // 10_000}.".encode()

    with lying(
        socket, lambda data: data.replace(now, b"server_version\x0014.")
    ) as port:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(port))
        finding = seen(database.new_enough)

    assert (finding.code, finding.status) == ("database_version", Status.FAILED)
    assert "PostgreSQL 14 is too old" in finding.found
    assert "pg_dump" in finding.fix


def test_a_database_without_vectors_is_told_how_to_get_them(
    scratch: psycopg.Connection,
) -> None:
    scratch.execute("DROP EXTENSION vector")

    finding = seen(database.has_vectors)

    assert (finding.code, finding.status) == ("vector_extension", Status.FAILED)
    assert "manage.py prepare" in finding.fix
    assert "CREATE EXTENSION vector" in finding.fix


def test_old_vectors_are_told_to_be_updated(scratch: psycopg.Connection) -> None:
    scratch.execute(
        "UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'"
    )

    finding = seen(database.has_vectors)

    assert finding.status is Status.FAILED
    assert "vector 0.7.4 is too old" in finding.found
    assert "ALTER EXTENSION vector UPDATE" in finding.fix


def test_another_encoding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with server_database(
        SCRATCH, "ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
    ):
        monkeypatch.setitem(connection.settings_dict, "NAME", SCRATCH)
        finding = seen(database.sorts_alike)

    assert (finding.code, finding.status) == ("collation", Status.FAILED)
    assert "SQL_ASCII" in finding.found
    assert "ENCODING 'UTF8'" in finding.fix


def test_a_collation_that_the_system_has_changed_is_found(
    scratch: psycopg.Connection,
) -> None:
    scratch.execute(
        "UPDATE pg_database SET datcollversion = '0' WHERE datname = current_database()"
    )

    finding = seen(database.sorts_alike)

    assert finding.status is Status.FAILED
    assert "collations 0, the system has 1" in finding.found
    assert f'REINDEX DATABASE "{SCRATCH}"' in finding.fix
    assert "REFRESH COLLATION VERSION" in finding.fix


def test_a_column_with_a_changed_collation_is_found(
    scratch: psycopg.Connection,
) -> None:
    scratch.execute(
        "CREATE COLLATION shelf (provider = builtin, locale = 'C.UTF-8');"
        "CREATE TABLE books (title text COLLATE shelf);"
        "UPDATE pg_collation SET collversion = '0' WHERE collname = 'shelf'"
    )

    finding = seen(database.sorts_alike)

    assert finding.status is Status.FAILED
    assert "columns with collation shelf" in finding.found
    assert "ALTER COLLATION shelf REFRESH VERSION" in finding.fix


@pytest.mark.django_db
def test_a_migration_to_do_is_named() -> None:
    MigrationRecorder.Migration.objects.filter(app="conversations").delete()

    finding = seen(database.migrated)

    assert (finding.code, finding.status) == ("migrations", Status.FAILED)
    assert "conversations.0001" in finding.found
    assert "manage.py prepare" in finding.fix


@pytest.mark.django_db
def test_tables_of_a_newer_release_are_a_warning() -> None:
    MigrationRecorder.Migration.objects.create(app="accounts", name="9999_later")

    finding = seen(database.migrated)

    assert finding.status is Status.WARNING
    assert "accounts.9999_later" in finding.found


@pytest.mark.django_db
def test_all_migrations_applied_is_well() -> None:
    assert seen(database.migrated).status is Status.OK

"""The database's part of a restore: one transaction, so a failure leaves the old rows."""

import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.db import connection

from conversations.services.restoring import begin_anew
from helpdesk.backup import database
from helpdesk.backup.manifest import Manifest
from helpdesk.backup.programs import (
    ProgramFailed,
    Programs,
    connection_words,
    environment,
)

BLOCK = 1 << 16
# pg_restore writes it for servers of any age; those before 17 do not know it.
_NEWER = b"SET transaction_timeout = 0;\n"


def replace(tools: Programs, dump: Path, manifest: Manifest) -> None:
    """Replace every table by those of the dump; ProgramFailed leaves all as it was.

    1. Begin; drop what is there.
    2. Let psql run what pg_restore makes of the dump.
    3. Compare the rows, rename the lists of events, commit. psql commits only what came to
       its end: without the last line the server rolls back.
    """
    before = _begin(database.tables())
    after = _compare(manifest.rows) + begin_anew() + "COMMIT;\n"
    # With a schema named, its tables come without the schema itself, which is there.
    options = ["--file=-", "--no-owner", "--no-privileges"]
    options += [f"--schema={manifest.table_schema}", str(dump)]
    script = tools.command("pg_restore", *options)
    old_server = database.major_version() < 17
    database.leave()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            tools.command("psql", *_PSQL, *connection_words()),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as psql,
    ):
        assert psql.stdin  # noqa: S101 asked for above
        try:
            psql.stdin.write(before.encode())
            _copy(script, psql.stdin, old_server=old_server)
            psql.stdin.write(after.encode())
            psql.stdin.close()
        except BrokenPipeError:
            # psql stopped at an error, which it has named.
            with suppress(BrokenPipeError):
                psql.stdin.close()
        psql.wait()
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if psql.returncode:
        raise ProgramFailed(words)


_PSQL = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]


def _begin(tables: list[str]) -> str:
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    drop = f"DROP TABLE {names} CASCADE;\n" if tables else ""
    quiet = "SET client_min_messages = warning;\n"
    return f"BEGIN;\n{quiet}{drop}CREATE EXTENSION IF NOT EXISTS vector;\n"


def _copy(script: list[str], psql: IO[bytes], *, old_server: bool) -> None:
    """Hand what pg_restore writes to psql; ProgramFailed when it is not whole."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=said) as restore,
    ):
        assert restore.stdout  # noqa: S101 asked for above
        head = restore.stdout.read(BLOCK)
        psql.write(head.replace(_NEWER, b"", 1) if old_server else head)
        while block := restore.stdout.read(BLOCK):
            psql.write(block)
        restore.wait()
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if restore.returncode:
        raise ProgramFailed(words)


def _compare(rows: Mapping[str, int]) -> str:
    """SQL that fails unless every table has as many rows as were counted for the dump."""
    checks = "".join(
        f"  SELECT count(*) INTO found FROM {table};\n"  # noqa: S608 names need no quotes
        f"  IF found <> {count} THEN RAISE EXCEPTION"
        f" '{table} has % rows instead of {count}', found; END IF;\n"
        for table, count in rows.items()
    )
    # The script has emptied the search path.
    return (
        "RESET search_path;\n"
        f"DO $check$ DECLARE found bigint; BEGIN\n{checks}END $check$;\n"
    )

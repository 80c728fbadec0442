"""pg_dump, pg_restore and psql: which ones, and how they are told where the database is."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from psycopg.conninfo import make_conninfo

from helpdesk.backup.database import parameters, password
from helpdesk.backup.manifest import Unusable
from helpdesk.embedded import ServerFailed
from helpdesk.embedded.postgres import binaries


class ProgramFailed(Exception):
    """A program of PostgreSQL ended with an error; the message is what it said."""


@dataclass(frozen=True)
class Programs:
    """One installation's programs, which are all of one version."""

    folder: Path
    major: int

    def command(self, name: str, *words: str | Path) -> list[str]:
        """Return the words that run one of them."""
        return [str(self.folder / name), *map(str, words)]


def programs(at_least: int) -> Programs:
    """Return the desk's own programs, else those on PATH; Unusable when both are too old.

    `at_least` is the major version of the server or of the pg_dump that made an archive.
    """
    found = []
    for folder in _folders():
        said = subprocess.run(
            [folder / "pg_dump", "--version"], capture_output=True, text=True
        ).stdout
        version = re.search(r"\d+", said)
        if version and int(version[0]) >= at_least:
            return Programs(folder, int(version[0]))
        found += [version[0]] if version else []
    message = (
        f"pg_dump, pg_restore and psql of PostgreSQL {at_least} or newer are needed, and "
        f"there are only those of {' and '.join(found) or 'no version'}: install "
        f"postgresql-client-{at_least}, so that they are on PATH."
    )
    raise Unusable(message)


def connection_words() -> list[str]:
    """Return the words that say which database; the password goes by the environment."""
    return ["--dbname", make_conninfo(**parameters())]


def environment() -> dict[str, str]:
    """Return the environment of a program: other users can read a command line, not this."""
    secret = password()
    return {**os.environ, **({"PGPASSWORD": secret} if secret else {})}


def run(command: list[str]) -> None:
    """Run a program to its end; ProgramFailed with its words."""
    done = subprocess.run(
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode:
        raise ProgramFailed(done.stderr.decode(errors="replace").strip())


def check_dump(tools: Programs, dump: BinaryIO) -> None:
    """Let pg_restore read the list of contents; Unusable when it cannot."""
    with subprocess.Popen(
        tools.command("pg_restore", "--list"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin  # noqa: S101 asked for above
        assert process.stderr  # noqa: S101 asked for above
        # The list comes first: it stops reading long before the end.
        with suppress(BrokenPipeError):
            shutil.copyfileobj(dump, process.stdin)
        # What it did not read stands in a buffer, and closing would write it.
        with suppress(BrokenPipeError):
            process.stdin.close()
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        message = f"pg_restore cannot read the database in the archive: {said}"
        raise Unusable(message)


def _folders() -> list[Path]:
    folders = []
    with suppress(ServerFailed):
        folders.append(binaries())
    on_path = shutil.which("pg_dump")
    return [*folders, Path(on_path).parent] if on_path else folders

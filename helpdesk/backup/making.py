"""Making a backup: one moment of the database, then the uploaded files and the key."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from helpdesk import env
from helpdesk.backup import archive, database
from helpdesk.backup.manifest import DATABASE, FORMAT, MEDIA, SECRET_KEY, Manifest
from helpdesk.backup.programs import connection_words, programs, run

_NAME = re.compile(r"atomdesk-\d{8}-\d{6}\.tar")


def default_folder() -> Path:
    """Return DATA_DIR/backups, made private to this user."""
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def default_name() -> str:
    """Return a name with the time in UTC, so that names sort by age."""
    return f"atomdesk-{timezone.now():%Y%m%d-%H%M%S}.tar"


def make(target: Path) -> Manifest:
    """Write a backup, which gets its name only when it is complete.

    1. Dump the database as it is at one moment, and count its rows at the same moment.
    2. Add the files, which come after the rows that name them: none of those is missing.
    3. Add the manifest and rename. A failure leaves nothing behind.

    Raises Unusable, ProgramFailed and OSError.
    """
    with tempfile.TemporaryDirectory(prefix=".atomdesk-", dir=target.parent) as place:
        unnamed = Path(place) / "archive.tar"
        with archive.writing(unnamed) as writer:
            manifest = _fill(writer, Path(place) / DATABASE)
            writer.finish(manifest)
        unnamed.replace(target)
    return manifest


def prune(keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups of the default folder; return the deleted."""
    folder = default_folder()
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = found[:-keep]
    for path in old:
        path.unlink()
    return old


def keeps_key() -> bool:
    """Whether the signing key is kept in DATA_DIR and not given by SECRET_KEY."""
    return not env.text("SECRET_KEY")


def kept_key() -> Path:
    """Return the file of the signing key."""
    return Path(settings.DATA_DIR) / "secret-key"


def _fill(writer: archive.Writer, dump: Path) -> Manifest:
    server = database.major_version()
    tools = programs(server)
    with database.snapshot() as moment:
        words = ["--format=custom", "--no-owner", "--no-privileges"]
        words += [f"--schema={moment.schema}", f"--snapshot={moment.name}"]
        words += ["--file", str(dump), *connection_words()]
        run(tools.command("pg_dump", *words))
    _add(writer, DATABASE, dump)
    dump.unlink()
    for name, path in _media_files():
        _add(writer, name, path)
    if keeps_key():
        _add(writer, SECRET_KEY, kept_key())
    return Manifest(
        format=FORMAT,
        product=settings.VERSION,
        created=timezone.now(),
        postgresql=server,
        pg_dump=tools.major,
        table_schema=moment.schema,
        migrations=moment.migrations,
        rows=moment.rows,
        secret_key="archived" if keeps_key() else "from the environment",
        members=writer.members,
    )


def _add(writer: archive.Writer, name: str, path: Path) -> None:
    with path.open("rb") as source:
        writer.add(name, source)


def _media_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, files in os.walk(root):
        folders.sort()
        for file in sorted(files):
            path = Path(folder) / file
            if path.is_file() and not path.is_symlink():
                yield MEDIA + path.relative_to(root).as_posix(), path

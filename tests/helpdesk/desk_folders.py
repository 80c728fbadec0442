"""Folders of desks for tests: running a command in one, and everything that one holds."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from helpdesk.embedded import Layout, running
from tests.desk import Desk
from tests.helpdesk.test_up import Up

ROOT = Path(__file__).parents[2]
# An order for every kind of row; only the number of a list of events may differ.
DIGEST = """SELECT md5(coalesce(string_agg(row, E'\\n' ORDER BY row), '')) FROM
(SELECT (to_jsonb(t) - 'incarnation')::text AS row FROM "{}" t) AS rows"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# PostgreSQL writes a condition in another way when it has read its own writing.
SHAPE = """SELECT sequencename, last_value::text FROM pg_sequences
UNION ALL SELECT indexname, split_part(indexdef, ' WHERE ', 1) FROM pg_indexes
WHERE schemaname = 'public'
UNION ALL SELECT conname, CASE contype WHEN 'c' THEN 'check'
ELSE pg_get_constraintdef(oid) END FROM pg_constraint WHERE connamespace = 'public'::regnamespace"""

FILL = """
from accounts.models import Site
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Collection
from knowledge.services.index import index_batch
from knowledge.services.interchange import import_folder
collection = Collection.objects.create(slug="manual", name="Manual")
collection.sites.add(Site.objects.create(key="demo", name="Atomdesk"))
import_folder(path=__import__("pathlib").Path("{atoms}"), collection=collection, publish=True)
while index_batch(embedder=embedder(), seconds=5): pass
"""


def new_folder(place: Path) -> Path:
    """Return a folder that no desk has seen, but for the embedding model's graph."""
    place.mkdir(parents=True)
    (place / "models").symlink_to(Path(settings.DATA_DIR) / "models")
    return place


def manage(data: Path, *words: str | Path, **environment: str) -> tuple[int, str]:
    """Run manage.py on a folder; return its status and all that it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def done(data: Path, *words: str | Path, **environment: str) -> str:
    """Run manage.py and insist that it succeeds."""
    status, said = manage(data, *words, **environment)
    assert status == 0, said
    return said


def fill(data: Path, atoms: Path) -> None:
    """Make the demo's site with three texts of its manual, indexed."""
    atoms.mkdir()
    for path in sorted((ROOT / "fixtures" / "atoms").glob("*publish*.md"))[:3]:
        shutil.copy(path, atoms)
    done(data, "prepare", DEMO="0")
    done(data, "shell", "-c", FILL.format(atoms=atoms))


def server_of(data: Path) -> dict[str, Any]:
    return {"host": str(Layout(data).sockets), "user": "postgres", "autocommit": True}


@contextmanager
def connected(data: Path) -> Iterator[psycopg.Connection[Any]]:
    """Start a stopped desk's servers and connect to its database."""
    with (
        running(Layout(data)),
        psycopg.connect(dbname="postgres", **server_of(data)) as server,
    ):
        yield server


def contents(data: Path) -> dict[str, Any]:
    """Return what a stopped desk holds: rows, indexes, constraints, files, key."""
    with connected(data) as server:
        rows = digests(server)
        shape = server.execute(SHAPE).fetchall()
    return {
        "rows": rows,
        "shape": {(name, text) for name, text in shape},
        "files": files_of(data / "media"),
        "key": (data / "secret-key").read_text(),
    }


def digests(server: psycopg.Connection[Any]) -> dict[str, str]:
    names = [name for (name,) in server.execute(TABLES).fetchall()]
    return {name: server.execute(DIGEST.format(name)).fetchone()[0] for name in names}  # type: ignore[index]


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def leftovers(folder: Path) -> list[str]:
    """Return hidden files and folders, where halves are kept while they are made."""
    return [path.name for path in folder.glob(".*")]


def rewritten(archive: Path, target: Path, **changes: Any) -> Path:
    """Copy an archive with another manifest; all its checksums are right."""
    with tarfile.open(archive) as old, tarfile.open(target, "w") as new:
        for info in old.getmembers():
            content = old.extractfile(info)
            assert content
            text = content.read()
            if info.name == "manifest.json":
                text = json.dumps(json.loads(text) | changes).encode()
                info.size = len(text)
            new.addfile(info, io.BytesIO(text))
    return target


def manifest_of(archive: Path) -> dict[str, Any]:
    with tarfile.open(archive) as tar:
        content = tar.extractfile("manifest.json")
        assert content
        return json.loads(content.read())  # type: ignore[no-any-return]


@contextmanager
def up(data: Path) -> Iterator[Desk]:
    with (data.parent / f"{data.name}.log").open("w") as log:
        desk = Up(data, log)
        try:
            desk.wait()
            yield Desk(desk.port)
        finally:
            desk.stop()


@contextmanager
def somebody_writing(data: Path) -> Iterator[None]:
    """Rows come into the audit log without a pause."""
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(dbname="postgres", **server_of(data)) as server:
            while not stop.is_set():
                server.execute(
                    "INSERT INTO accounts_auditentry (at, verb, target, details)"
                    " VALUES (now(), 'wrote', 'a row', '{}')"
                )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()

"""Putting a backup back: first everything that can refuse, then one change after another."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.core.management import call_command

from accounts import redis_client
from helpdesk.backup import archive, database
from helpdesk.backup.making import keeps_key, kept_key
from helpdesk.backup.manifest import (
    DATABASE,
    MEDIA,
    SECRET_KEY,
    Manifest,
    check_fits,
)
from helpdesk.backup.programs import check_dump, programs
from helpdesk.backup.replacing import replace

logger = logging.getLogger(__name__)

_NOUNS = {
    "conversations": "conversations_conversation",
    "events": "conversations_event",
    "customers": "accounts_customer",
    "atoms": "knowledge_atom",
    "users": "accounts_user",
}


class NotNow(Exception):
    """The place is not ready for a restore; the message says what to do."""


class WouldLose(Exception):
    """The place holds data; the message counts them."""


@dataclass(frozen=True)
class Restored:
    """What was put back, and what the operator should know besides."""

    manifest: Manifest
    notes: list[str]


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, Manifest]]:
    """Check an archive and lay its files out beside the uploaded files until the block ends.

    Raises Unusable, before anything is changed, and OSError.
    """
    beside = Path(settings.MEDIA_ROOT).resolve().parent
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=beside) as place:
        manifest = archive.read(path, into=Path(place))
        check_fits(
            manifest, product=settings.VERSION, known=database.known_migrations()
        )
        with (Path(place) / DATABASE).open("rb") as dump:
            check_dump(programs(manifest.pg_dump), dump)
        yield Path(place), manifest


def check_place(manifest: Manifest) -> None:
    """Raise NotNow while somebody uses this place, or when it is not for a desk alone."""
    others = database.other_sessions()
    if others:
        message = (
            "Others are connected to the database. Stop every process of the desk (web, "
            "workers, beat) and close other sessions: " + "; ".join(others)
        )
        raise NotNow(message)
    strangers = database.strangers()
    if strangers:
        message = (
            "The database also holds tables of something else, which a restore would "
            f"drop: {', '.join(strangers)}. Give the desk a database of its own."
        )
        raise NotNow(message)
    if manifest.table_schema != database.schema():
        message = (
            f"The backup is of the schema {manifest.table_schema}, and this connection's "
            f"schema is {database.schema()}: set search_path in DATABASE_URL."
        )
        raise NotNow(message)
    if Path(settings.MEDIA_ROOT).is_mount():
        message = f"{settings.MEDIA_ROOT} is a mount point; mount the folder above it."
        raise NotNow(message)


def check_empty() -> None:
    """Raise WouldLose when there are rows or uploaded files."""
    rows = database.row_counts()
    files = sum(len(names) for _, _, names in os.walk(settings.MEDIA_ROOT))
    if any(rows.values()) or files:
        counts = [f"{rows.get(table, 0)} {noun}" for noun, table in _NOUNS.items()]
        message = f"{', '.join(counts)} and {files} uploaded files would be lost."
        raise WouldLose(message)


def restore(place: Path, manifest: Manifest) -> Restored:
    """Put back what `unpacked` laid out; raises ProgramFailed with everything as it was.

    1. The database in one transaction.
    2. Files and key, by renaming.
    3. What Redis remembers of the other life is forgotten.
    4. Newer migrations.
    """
    tools = programs(max(manifest.pg_dump, database.major_version()))
    replace(tools, place / DATABASE, manifest)
    _swap_media(place)
    notes = [*_put_key_back(place, manifest), *_forget_hints()]
    call_command("migrate", verbosity=0, interactive=False)
    return Restored(manifest, notes)


def _swap_media(place: Path) -> None:
    """Exchange the folders; the old files end with the place."""
    media = Path(settings.MEDIA_ROOT).resolve()
    new = place / MEDIA
    if media.exists():
        media.rename(place / "media.before")
    if new.exists():
        new.rename(media)


def _put_key_back(place: Path, manifest: Manifest) -> list[str]:
    if not keeps_key():
        return [
            "SECRET_KEY comes from the environment. If it is another than that of the "
            "backup, staff sign in again and anonymous visitors lose their chats."
        ]
    if SECRET_KEY not in manifest.members:
        return [
            "The backup holds no key: its desk had SECRET_KEY in the environment. Set it "
            "to the same value, or anonymous visitors lose their chats."
        ]
    new = (place / SECRET_KEY).read_bytes()
    kept = kept_key()
    if kept.exists() and kept.read_bytes() == new:
        return []
    before = kept.with_name("secret-key.before-restore")
    shutil.copy(kept, before)
    (place / SECRET_KEY).chmod(0o600)
    (place / SECRET_KEY).replace(kept)
    return [f"The signing key is that of the backup; the former one is in {before}."]


def _forget_hints() -> list[str]:
    """Delete texts of turns, limits, tasks and heartbeats; everything that the desk names."""
    client = redis_client.client()
    try:
        batch: list[bytes] = []
        for key in client.scan_iter(match="atomdesk:*", count=1000):
            batch.append(key)
            if len(batch) == 500:
                client.unlink(*batch)
                batch.clear()
        if batch:
            client.unlink(*batch)
    except redis.RedisError as error:
        return [f"Redis was not reached, so delete its keys atomdesk:* ({error})."]
    return []

"""Watched folders: looked at again and again, and synced once nobody is changing their files."""

import errno
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import MD5, Cast

from accounts.nudging import nudge_after_commit
from knowledge.format import Problem
from knowledge.models import Atom, Collection, WatchedFolder
from knowledge.services import watched_documents
from knowledge.services.collections import collection_named
from knowledge.services.documents import documents_below, is_document
from knowledge.services.folders import FileProblem, files_below
from knowledge.services.sync import Synced, sync_folder
from knowledge.syncing import Deed

TASK, QUEUE = "knowledge.tasks.watch_folders", "maintenance"
CALM = timedelta(seconds=20)
"""So long all files must have been as they are: a copy that is under way is not taken."""
MOST_FILES, MOST_BYTES = 10_000, 50_000_000
"""A sync holds all texts in memory, about five times their bytes; more is for the command."""
MOST_PROBLEMS = 200

# The first of two keys, the second is the folder's row.
_LOCK = 0x57617463
_NO_FILE = sha256().hexdigest()
_NO_ATOM = "nothing"
State = WatchedFolder.State


class Unwatchable(Exception):
    """A folder that cannot be kept in step as it is; `problem` says why."""

    def __init__(self, key: str, message: str) -> None:
        self.problem = Problem(1, key, message)
        super().__init__(message)


@transaction.atomic
def folders() -> list[WatchedFolder]:
    """Return a row for each folder of the settings, and forget those that they name no more."""
    rows = [_row(name, path) for name, path in settings.WATCHED_FOLDERS.items()]
    WatchedFolder.objects.exclude(pk__in=[row.pk for row in rows]).delete()
    return rows


def look(folder: WatchedFolder, *, now: datetime) -> bool:
    """Look at a folder, and sync it when that is due; False when somebody else is at it.

    1. Take the lock of this folder, or leave: it falls with the transaction or the process.
    2. Without the folder, or without a file in it, keep that as a failure and change nothing:
       a disk that is not mounted has deleted no text.
    3. When files and atoms are as they were when all was said, that was it.
    4. When the files were not still for a while, wait for a later look.
    5. Bring in documents that are new, sync, and keep what came of it. If it did something, the next look makes sure.
    """
    with transaction.atomic():
        if not _alone(folder):
            return False
        # It may have been looked at since it was read.
        folder.refresh_from_db()
        _look(folder, now)
        folder.looked_at = now
        folder.save(force_update=True)
    return True


def look_again(folder: WatchedFolder) -> None:
    """Let the next look sync whatever it finds, and let that be soon."""
    WatchedFolder.objects.filter(pk=folder.pk).update(settled="")
    nudge_after_commit(TASK, queue=QUEUE)


def give_up(folder: WatchedFolder, *, message: str, now: datetime) -> None:
    """Keep that a look broke off; the next one tries again."""
    _fail(folder, [_at(folder, Problem(1, "broken", message))])
    WatchedFolder.objects.filter(pk=folder.pk).update(
        state=folder.state, problems=folder.problems, left_out=0, looked_at=now
    )


def publishes(collection: Collection) -> bool:
    """Whether what comes from files answers at once: if it is to, and no person has to look."""
    asked = {collection.slug, collection.name} & {*settings.WATCHED_PUBLISH}
    return bool(asked) and not (
        collection.review_required or collection.distinct_required
    )


def fingerprint(path: Path) -> str:
    """Return a hash of the names, sizes and times of the atom files and documents below a folder.

    Times of changed rights are among them, so that a file that may be read at last is noticed.
    Raises Unwatchable, and OSError for what cannot be read.
    """
    if not path.is_dir():
        raise Unwatchable("missing", "there is no such folder: is its disk mounted?")
    found, bytes_in_all, seen = files_below(path), 0, sha256()
    if len(found) > MOST_FILES:
        message = f"{len(found):,} files: no more than {MOST_FILES:,} are watched"
        raise Unwatchable("large", message)
    for file in (*found, *documents_below(path)):
        stat = file.stat()
        # Documents are read one at a time, by a worker.
        bytes_in_all += 0 if is_document(file.name) else stat.st_size
        what = (str(file), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        seen.update(repr(what).encode(errors="surrogateescape"))
    if bytes_in_all > MOST_BYTES:
        message = f"{bytes_in_all:,} bytes: no more than {MOST_BYTES:,} are watched"
        raise Unwatchable("large", message)
    return seen.hexdigest()


def _row(name: str, path: Path) -> WatchedFolder:
    collection = collection_named(name)
    row, _ = WatchedFolder.objects.get_or_create(
        collection=collection, defaults={"path": str(path)}
    )
    if row.path != str(path):
        row.delete()
        row = WatchedFolder.objects.create(collection=collection, path=str(path))
    return row


def _alone(folder: WatchedFolder) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, folder.pk])
        return bool(cursor.fetchone()[0])


def _look(folder: WatchedFolder, now: datetime) -> None:
    try:
        seen, desk = fingerprint(Path(folder.path)), _desk(folder.collection)
        if seen == _NO_FILE and desk != _NO_ATOM:
            raise Unwatchable("empty", "no file is in it: is its disk mounted?")
    except (OSError, Unwatchable) as error:
        _fail(folder, [_trouble(folder, error)])
        folder.seen = folder.settled = ""
        return
    if seen != folder.seen:
        folder.seen, folder.seen_at = seen, now
    both = f"{seen} {desk}"
    if both == folder.settled:
        if folder.state == State.IN_STEP:
            folder.synced_at = now
        return
    if folder.seen_at is None or now - folder.seen_at < CALM:
        if folder.state != State.FAILED:
            folder.state = State.CHANGING
        return
    _sync(folder, both, now)


def _desk(collection: Collection) -> str:
    """Return a hash of which texts of the collection are the newest."""
    atoms = Atom.objects.filter(collection=collection, archived_at=None).order_by()
    newest = StringAgg(Cast("latest_version", TextField()), ",", order_by="pk")
    said: str | None = atoms.aggregate(newest=MD5(newest))["newest"]
    return said or _NO_ATOM


def _sync(folder: WatchedFolder, both: str, now: datetime) -> None:
    path, collection = Path(folder.path), folder.collection
    try:
        unfit = watched_documents.take(folder)
        synced = sync_folder(
            path=path, collection=collection, publish=publishes(collection)
        )
    except OSError as error:
        folder.settled = ""
        if error.errno == errno.EBUSY:
            # Somebody wrote there while the files were read: wait until they are still again.
            folder.seen = ""
        else:
            _fail(folder, [_trouble(folder, error)])
        return
    if synced.errors:
        _fail(folder, [*synced.problems, *unfit])
        folder.settled = both
        return
    _keep(folder, replace(synced, problems=(*synced.problems, *unfit)), both, now)


def _keep(folder: WatchedFolder, synced: Synced, both: str, now: datetime) -> None:
    """Keep that both sides say the same, and what was done for it."""
    folder.state, folder.synced_at = State.IN_STEP, now
    _tell(folder, synced.problems)
    done = {deed.name.lower(): n for deed, n in synced.counts.items()}
    done.pop(Deed.NOTHING.name.lower(), None)
    if not done:
        folder.settled = both
        return
    folder.changed_at, folder.counts, folder.settled = now, done, ""
    try:
        # What was written just now is no reason to wait.
        folder.seen = fingerprint(Path(folder.path))
    except (OSError, Unwatchable):
        # The files are written: what is kept of that must not be rolled back.
        folder.seen = ""


def _fail(folder: WatchedFolder, problems: Iterable[FileProblem]) -> None:
    folder.state = State.FAILED
    _tell(folder, problems)


def _tell(folder: WatchedFolder, problems: Iterable[FileProblem]) -> None:
    """Keep the problems, errors first, no more than a page can show."""
    ordered = sorted(problems, key=lambda each: each.problem.severity != "error")
    folder.left_out = max(0, len(ordered) - MOST_PROBLEMS)
    folder.problems = [_told(folder, each) for each in ordered[:MOST_PROBLEMS]]


def _told(folder: WatchedFolder, each: FileProblem) -> dict[str, object]:
    path = Path(folder.path)
    inside = each.path != path and each.path.is_relative_to(path)
    return {
        "file": str(each.path.relative_to(path)) if inside else "",
        "line": each.problem.line,
        "key": each.problem.key,
        "message": each.problem.message,
        "severity": each.problem.severity,
    }


def _trouble(folder: WatchedFolder, error: OSError | Unwatchable) -> FileProblem:
    if isinstance(error, Unwatchable):
        return _at(folder, error.problem)
    problem = Problem(1, "disk", error.strerror or str(error))
    return FileProblem(Path(error.filename or folder.path), problem)


def _at(folder: WatchedFolder, problem: Problem) -> FileProblem:
    return FileProblem(Path(folder.path), problem)

"""The check of the folders that are kept in step with collections."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, ok, warning
from helpdesk.doctor.folders import try_writing
from knowledge.models import SourceDocument, WatchedFolder

CODE = "watched_folders"
# A look is due every 30 seconds.
_LONG_AGO = timedelta(minutes=3)


def in_step(examination: Examination) -> Iterator[Finding]:
    """`watched_folders`: each is there, can be read and written, and its last sync went well."""
    named: dict[str, Path] = settings.WATCHED_FOLDERS
    if not named:
        yield ok(CODE, "none is set (WATCHED_FOLDERS)")
        return
    rows = {row.path: row for row in WatchedFolder.objects.select_related("collection")}
    problems = [
        problem
        for name, path in named.items()
        for problem in _problems(name, path, rows.get(str(path)), examination)
    ]
    fine = f"{len(named)} watched, all in step{_waiting(rows.values())}"
    yield merged(CODE, problems, fine=fine)


def _waiting(rows: Iterable[WatchedFolder]) -> str:
    """What somebody at the desk has to do: that is no fault of the folders."""
    keys = [key for row in rows for _stamp, key in (row.brought or {}).values()]
    count = SourceDocument.objects.filter(pk__in=keys).without_columns().count()
    return f"; {count} CSV without columns: an author says them" if count else ""


def _problems(
    name: str, path: Path, row: WatchedFolder | None, examination: Examination
) -> Iterator[Finding]:
    where = f"{name}={path}"
    if not path.is_dir():
        fix = f"Mount its disk or make it ({path}), or correct WATCHED_FOLDERS and restart."
        yield failed(CODE, f"{where} is no folder", fix=fix)
        return
    try:
        try_writing(path)
        next(path.iterdir(), None)
    except OSError as error:
        fix = f"Let the desk's user read and write there: ls -ld {path}; chown -R $(id -un) {path}"
        found = f"{where} cannot be read and written: {error.strerror}"
        yield failed(CODE, found, fix=fix)
        return
    if row is not None and row.state == WatchedFolder.State.FAILED:
        fix = "Read what to do in the admin: Knowledge, Collections, Watched folders."
        yield warning(CODE, f"{where} is not in step: {_first(row)}", fix=fix)
    late = row is None or row.looked_at is None or _is_long_ago(row)
    if late and examination.running:
        fix = (
            "Restart the desk with the same WATCHED_FOLDERS as doctor, and look at the "
            "lines of workers and beat."
        )
        yield warning(CODE, f"{where} was not looked at lately", fix=fix)


def _is_long_ago(row: WatchedFolder) -> bool:
    return row.looked_at is not None and timezone.now() - row.looked_at > _LONG_AGO


def _first(row: WatchedFolder) -> str:
    """The first problem, with how many more there are."""
    problems: list[dict[str, Any]] = row.problems
    more = len(problems) - 1 + row.left_out
    first = problems[0]
    place = f"{first['file']}:{first['line']}: " if first["file"] else ""
    return f"{place}{first['message']}" + (f" (and {more} more)" if more else "")

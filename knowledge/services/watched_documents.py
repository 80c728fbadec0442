"""Documents in a watched folder: brought in once they rest, and read by people as any other."""

from dataclasses import replace
from pathlib import Path

from knowledge.format import Problem
from knowledge.models import SourceDocument, WatchedFolder
from knowledge.services.documents import bring, documents_below
from knowledge.services.folders import FileProblem


def take(folder: WatchedFolder) -> list[FileProblem]:
    """Bring in what is new below a folder; return why some cannot be brought in.

    What was brought in once is left alone while its file stays as it is, also when somebody erased it in
    the desk. The caller saves the folder. Raises OSError for a folder that cannot be read.
    """
    root = Path(folder.path)
    stamps = {path: _stamp(path) for path in documents_below(root)}
    kept = _kept(folder, root, stamps)
    new = [path for path in stamps if path not in kept]
    brought = bring(new, root=root, collection=folder.collection, user=None)
    here = kept | {
        path: document.pk for path, document in (brought.added | brought.known).items()
    }
    folder.brought = {
        str(path.relative_to(root)): [stamps[path], key] for path, key in here.items()
    }
    return [replace(each, problem=_hint(each.problem)) for each in brought.problems]


def unread(folder: WatchedFolder) -> list[tuple[str, SourceDocument]]:
    """Return the documents of a folder that nothing could be made of, or not yet, by their files."""
    files = {key: file for file, (_stamp, key) in (folder.brought or {}).items()}
    rows = SourceDocument.objects.filter(
        pk__in=files, collection=folder.collection_id
    ).order_by("name", "pk")
    return [(files[row.pk], row) for row in rows if row.failure or row.needs_columns]


def _kept(
    folder: WatchedFolder, root: Path, stamps: dict[Path, str]
) -> dict[Path, int]:
    before = (folder.brought or {}).items()
    rows = [(root / file, stamp, key) for file, (stamp, key) in before]
    return {path: key for path, stamp, key in rows if stamps.get(path) == stamp}


def _hint(problem: Problem) -> Problem:
    """What is wrong with a document hinders no other file."""
    return replace(problem, severity="warning")


def _stamp(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}"

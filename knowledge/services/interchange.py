"""Atoms in from files: all of them, or nothing when one has an error."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import connection, transaction

from accounts import audit
from accounts.models import User
from knowledge.format import Problem
from knowledge.models import Atom, Collection
from knowledge.nudge import index_soon
from knowledge.services.folders import (
    AtomFile,
    FileProblem,
    Progress,
    spool_all,
)
from knowledge.services.picture_files import (
    FOLDER,
    MAX_PICTURE_BYTES,
    Pictures,
    read_pictures,
)
from knowledge.services.taking import Rules, take_in

# Two imports at once would each miss what the other is about to add.
IMPORT_LOCK = 0x41746F6D


@dataclass(frozen=True)
class Summary:
    """What an import did or, in a dry run, would do; with a failure it did nothing."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    published: int = 0
    problems: tuple[FileProblem, ...] = ()
    deeds: Mapping[str, str] = field(default_factory=dict)
    """What was done with each atom, by its id: created, updated or unchanged."""

    @property
    def errors(self) -> tuple[FileProblem, ...]:
        """The problems that stopped the import."""
        return tuple(p for p in self.problems if p.problem.severity == "error")


@dataclass(frozen=True)
class Source:
    """Files that were read, what was wrong with them, and where they came from."""

    name: str
    files: Sequence[AtomFile]
    problems: Sequence[FileProblem]
    pictures: Pictures = field(default_factory=dict)


def import_folder(  # noqa: PLR0913 each is asked for on the command line
    *,
    path: Path,
    collection: Collection | None,
    author: User | None = None,
    publish: bool = False,
    foreign: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Summary:
    """Take in a file, or every .md file below a folder; see `import_files`."""
    files, problems = spool_all(path, foreign=foreign, progress=progress)
    pictures, more = read_pictures(files, partial(_picture_below, path))
    source = Source(f"folder {path.name}", files, [*problems, *more], pictures)
    return import_files(
        source=source,
        collection=collection,
        author=author,
        publish=publish,
        dry_run=dry_run,
        progress=progress,
    )


def import_files(
    *,
    source: Source,
    collection: Collection | None,
    author: User | None = None,
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Summary:
    """Take in files that were read, matched to atoms by id.

    1. When one has an error, name every error of every file and stop.
    2. In one transaction, add what is new, save what differs, and publish if asked.

    New atoms go to `collection`. With None they go to one called General, and existing
    atoms may be in any; otherwise an id that another collection holds is an error.
    """
    files, problems = source.files, list(source.problems)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        known = _lock_atoms(files)
        problems += _elsewhere(files, known, collection)
        failed = {p.path for p in problems if p.problem.severity == "error"}
        if failed:
            return Summary(failed=len(failed), problems=tuple(problems))
        rules = Rules(collection, author, publish, source.pictures)
        deeds: dict[str, str] = {}
        published = 0
        for number, file in enumerate(files, start=1):
            # Taken out: its texts, read one at a time, go when it goes.
            taken = take_in(file, known.pop(file.id, None), rules, dry_run=dry_run)
            deeds[file.id] = taken.deed
            published += taken.goes_live
            progress(number, len(files))
        counts = Counter(deeds.values())
        summary = Summary(
            created=counts["created"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            published=published,
            problems=tuple(problems),
            deeds=deeds,
        )
        if not dry_run:
            _finish(source.name, summary, author)
    return summary


def _lock_atoms(files: Iterable[AtomFile]) -> dict[str, Atom]:
    slugs = [file.id for file in files]
    # Prefetched, a collection is one object for all of its atoms.
    atoms = Atom.objects.filter(slug__in=slugs).prefetch_related("collection")
    locked = atoms.order_by("pk").select_for_update(of=("self",), no_key=True)
    return {atom.slug: atom for atom in locked}


def _elsewhere(
    files: Iterable[AtomFile], known: dict[str, Atom], collection: Collection | None
) -> list[FileProblem]:
    if collection is None:
        return []
    taken = [
        file
        for file in files
        if (atom := known.get(file.id)) and atom.collection_id != collection.pk
    ]
    message = "is the id of an atom in another collection"
    return [
        FileProblem(f.path, Problem(f.line_of_id, "id", f"“{f.id}” {message}"))
        for f in taken
    ]


def _picture_below(folder: Path, name: str) -> bytes | None:
    """Read a picture that an export put beside its texts, no more of it than is taken."""
    try:
        with (folder / FOLDER / name).open("rb") as file:
            return file.read(MAX_PICTURE_BYTES)
    except OSError:
        return None


def _finish(name: str, summary: Summary, author: User | None) -> None:
    counts = {key: getattr(summary, key) for key in ("created", "updated", "published")}
    if any(counts.values()):
        audit.record(user=author, verb="imported", target=name, details=counts)
    if summary.published:
        index_soon()

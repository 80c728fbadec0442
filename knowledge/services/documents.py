"""Documents among the files of a folder: each is brought in, to be read on the page of candidates."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from accounts.models import User
from knowledge.documents.values import ENDINGS, MOST_BYTES
from knowledge.format import Problem
from knowledge.models import Collection, SourceDocument
from knowledge.services.folders import FileProblem, below, cannot_be_read
from knowledge.services.source_documents import BroughtAlready, add

LONGEST_NAME = 200


@dataclass(frozen=True)
class Brought:
    """The files that are documents of the desk now, those that were before, and what is wrong with others."""

    added: dict[Path, SourceDocument] = field(default_factory=dict)
    known: dict[Path, SourceDocument] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)


def is_document(name: str) -> bool:
    """Whether a file is one of the kinds that texts are made of."""
    return PurePath(name).suffix.lower() in ENDINGS


def documents_below(path: Path) -> list[Path]:
    """Return the documents at or below a path; raises OSError as `files_below` does."""
    if path.is_file():
        return [path] if is_document(path.name) else []
    return below(path, ENDINGS)


def bring(
    paths: Iterable[Path], *, root: Path, collection: Collection, user: User | None
) -> Brought:
    """Bring files below a folder in, each for itself; a worker reads them.

    Each is called by its name where no other below the folder has it, else by its path.
    """
    brought = Brought()
    paths = list(paths)
    names = names_of({*paths, *documents_below(root)}, root)
    for path in paths:
        data, problem = _read(path)
        if problem is not None:
            brought.problems.append(FileProblem(path, problem))
            continue
        try:
            brought.added[path] = add(
                collection=collection, name=names[path], data=data, user=user
            )
        except BroughtAlready as before:
            brought.known[path] = before.document
    return brought


def names_of(paths: Iterable[Path], root: Path) -> dict[Path, str]:
    """Return how each is called: the next file of that name is compared with what this one said."""
    paths = list(paths)
    count = Counter(path.name.casefold() for path in paths)
    return dict(_named(paths, root, count))


def _named(
    paths: list[Path], root: Path, count: Counter[str]
) -> Iterator[tuple[Path, str]]:
    for path in paths:
        alone = count[path.name.casefold()] == 1 or path == root
        name = path.name if alone else path.relative_to(root).as_posix()
        yield path, name[-LONGEST_NAME:]


def _read(path: Path) -> tuple[bytes, Problem | None]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return b"", cannot_be_read(error)
    if len(data) > MOST_BYTES:
        return b"", Problem(1, "file", f"has more than {MOST_BYTES // 1_000_000} MB")
    if not data.strip():
        return b"", Problem(1, "file", "is empty")
    return data, None

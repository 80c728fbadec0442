"""Documents of other kinds among the files of an import: each gives several texts, always drafts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from knowledge.converting import Converter, Refused
from knowledge.documents.proposing import atoms_of
from knowledge.documents.values import ENDINGS, MOST_BYTES
from knowledge.services.folders import (
    File,
    FileProblem,
    Progress,
    Spool,
    SpooledFile,
    below,
    cannot_be_read,
)


@dataclass(frozen=True)
class Named:
    """A document, its place among the others, and how its bytes are read, so many at most."""

    path: Path
    read: Callable[[int], bytes]


def is_document(name: str) -> bool:
    """Whether a file is one of the kinds that are turned into texts."""
    return PurePath(name).suffix.lower() in ENDINGS


def documents_below(path: Path) -> list[Path]:
    """Return the documents at or below a path; raises OSError as `files_below` does."""
    if path.is_file():
        return [path] if is_document(path.name) else []
    return below(path, ENDINGS)


def spool_documents(
    path: Path, *, progress: Progress
) -> tuple[list[SpooledFile], list[FileProblem]]:
    """Read the documents at or below a path, and hold none of their texts in memory."""
    try:
        paths = documents_below(path)
    except OSError:
        # The .md files of the folder are missed as well: that is said once.
        return [], []
    root = path.parent if path.is_file() else path
    named = [Named(p.relative_to(root), _reader(p)) for p in paths]
    spool, files, problems = Spool(), list[SpooledFile](), list[FileProblem]()
    for found, wrong in read_documents(named, progress=progress):
        problems += [FileProblem(root / w.path, w.problem) for w in wrong]
        for file in found:
            place = spool.put(file.parsed)
            files.append(
                SpooledFile(root / file.path, file.id, 1, spool, place, file.source)
            )
    return files, problems


def read_documents(
    documents: Sequence[Named], *, progress: Progress, seconds: float | None = None
) -> Iterator[tuple[list[File], list[FileProblem]]]:
    """Yield the texts of each document, and what is wrong with it or was left out.

    With `seconds`, all of them together may take no longer.
    """
    names = _names([document.path for document in documents])
    with Converter(seconds=seconds) as converter:
        for number, document in enumerate(documents, start=1):
            name, ids = names[document.path]
            yield _read(document, name, ids, converter)
            progress(number, len(documents))


def _read(
    document: Named, name: str, ids: str, converter: Converter
) -> tuple[list[File], list[FileProblem]]:
    path = document.path
    try:
        reading = converter.read(document.read(MOST_BYTES + 1), path.name)
    except OSError as error:
        return [], [FileProblem(path, cannot_be_read(error))]
    except Refused as refused:
        return [], [FileProblem(path, problem) for problem in refused.problems]
    files, problems = [], [FileProblem(path, notice) for notice in reading.notices]
    for parsed, source in atoms_of(reading, name, ids):
        files.append(File(path, parsed, source=source))
        problems += [FileProblem(path, problem) for problem in parsed.problems]
    return files, problems


def _names(paths: Iterable[Path]) -> dict[Path, tuple[str, str]]:
    """Return how each is called and what its ids begin with: its name, if no other has it."""
    paths = list(paths)
    names = Counter(path.name.casefold() for path in paths)
    stems = Counter(path.stem.casefold() for path in paths)
    return {
        path: (
            path.name if names[path.name.casefold()] == 1 else path.as_posix(),
            path.stem if stems[path.stem.casefold()] == 1 else path.as_posix(),
        )
        for path in paths
    }


def _reader(path: Path) -> Callable[[int], bytes]:
    def read(most_bytes: int) -> bytes:
        with path.open("rb") as file:
            return file.read(most_bytes)

    return read

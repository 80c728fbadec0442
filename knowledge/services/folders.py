"""Folders of atom files, read whole with every problem of every file."""

import os
import pickle
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol

from knowledge.format import ParsedAtom, Problem, parse
from knowledge.format.values import MAX_BYTES

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class FileProblem:
    """A problem and the file that has it."""

    path: Path
    problem: Problem

    def __str__(self) -> str:
        return f"{self.path}:{self.problem}"


@dataclass(frozen=True)
class File:
    """A file as read."""

    path: Path
    parsed: ParsedAtom
    data: bytes = b""

    @property
    def id(self) -> str:
        """The id of its atom."""
        return self.parsed.id

    @property
    def line_of_id(self) -> int:
        """The line of the file that gives its id; the first when none does."""
        lines = self.parsed.header.split("\n")
        return next(
            (n for n, line in enumerate(lines, start=2) if line.startswith("id:")), 1
        )


class Spool:
    """Files that were read, laid down on disk until each is wanted again; gone with this object."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 closed when this object goes
        weakref.finalize(self, self._file.close)

    def put(self, parsed: ParsedAtom) -> int:
        """Lay one down; return where it lies."""
        place = self._file.seek(0, os.SEEK_END)
        pickle.dump(parsed, self._file)
        return place

    def at(self, place: int) -> ParsedAtom:
        """Return the one that lies there."""
        self._file.seek(place)
        parsed: ParsedAtom = pickle.load(self._file)  # noqa: S301 nobody else wrote it
        return parsed


@dataclass(frozen=True)
class SpooledFile:
    """A file as read, of which only the id stays in memory."""

    path: Path
    id: str
    line_of_id: int
    spool: Spool
    place: int

    @property
    def parsed(self) -> ParsedAtom:
        """What the file said."""
        return self.spool.at(self.place)


class AtomFile(Protocol):
    """A file of an atom, whether its text is in memory or not."""

    @property
    def path(self) -> Path: ...
    @property
    def id(self) -> str: ...
    @property
    def line_of_id(self) -> int: ...
    @property
    def parsed(self) -> ParsedAtom: ...


def files_below(path: Path) -> list[Path]:
    """Return the atom files at or below a path, without hidden folders, in a fixed order.

    Raises OSError for a folder that cannot be read: its files are not to be taken for gone.
    """
    if path.is_file():
        return [path]
    return below(path, (".md",))


def below(path: Path, endings: Collection[str]) -> list[Path]:
    """Return the files below a folder that end so; see `files_below`."""
    found = (p for p in _below(path) if p.suffix.lower() in endings)
    return sorted(p for p in found if p.is_file())


def read_all(
    path: Path, *, foreign: bool, progress: Progress
) -> tuple[list[File], list[FileProblem]]:
    """Read every file, keep what it says, and count them to `progress`."""
    files: list[File] = []
    problems: list[FileProblem] = []
    for file, found in _each(path, foreign=foreign, progress=progress):
        problems += found
        files += [file] if file else []
    return files, problems + list(same_ids(files))


def spool_all(
    path: Path, *, foreign: bool, progress: Progress
) -> tuple[list[SpooledFile], list[FileProblem]]:
    """Read every file as `read_all` does, and hold none of the texts in memory."""
    spool = Spool()
    files: list[SpooledFile] = []
    problems: list[FileProblem] = []
    for file, found in _each(path, foreign=foreign, progress=progress):
        problems += found
        if file:
            place = spool.put(file.parsed)
            files.append(SpooledFile(file.path, file.id, file.line_of_id, spool, place))
    return files, problems + list(same_ids(files))


def _each(
    path: Path, *, foreign: bool, progress: Progress
) -> Iterator[tuple[File | None, list[FileProblem]]]:
    try:
        paths = files_below(path)
    except OSError as error:
        where = Path(error.filename or path)
        problem = Problem(1, "folder", f"cannot be read: {error.strerror}")
        yield None, [FileProblem(where, problem)]
        return
    for number, file in enumerate(paths, start=1):
        parsed, data = _read(file, foreign=foreign)
        progress(number, len(paths))
        if not _is_about_the_folder(file, parsed):
            found = [FileProblem(file, problem) for problem in parsed.problems]
            yield File(file, parsed, data), found


def _below(path: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(path, onerror=_refuse):
        # A checkout's .git has thousands of files, and none of them is an atom.
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (Path(folder) / name for name in names if not name.startswith("."))


def _refuse(error: OSError) -> None:
    raise error


def _read(path: Path, *, foreign: bool) -> tuple[ParsedAtom, bytes]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return ParsedAtom(problems=(cannot_be_read(error),)), b""
    return parse(data, foreign=foreign), data


def cannot_be_read(error: OSError) -> Problem:
    """Return what to say of a file that the system does not give."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return Problem(1, "file", f"cannot be read: {reason}")


def _is_about_the_folder(path: Path, parsed: ParsedAtom) -> bool:
    """Whether this is a checkout's README, which is no atom as long as it has no header."""
    return path.name.lower() == "readme.md" and parsed.body_line == 1


def same_ids(files: Iterable[AtomFile]) -> Iterator[FileProblem]:
    """Yield a problem for each file whose id another one before it has."""
    first: dict[str, Path] = {}
    for file in files:
        slug = file.id
        if slug in first and slug:
            message = f"“{slug}” is also the id of {first[slug]}"
            yield FileProblem(file.path, Problem(file.line_of_id, "id", message))
        first.setdefault(slug, file.path)

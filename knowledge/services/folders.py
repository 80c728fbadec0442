"""Folders of atom files, read whole with every problem of every file."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
    def line_of_id(self) -> int:
        """The line of the file that gives its id; the first when none does."""
        lines = self.parsed.header.split("\n")
        return next(
            (n for n, line in enumerate(lines, start=2) if line.startswith("id:")), 1
        )


def files_below(path: Path) -> list[Path]:
    """Return the atom files at or below a path, without hidden folders, in a fixed order.

    Raises OSError for a folder that cannot be read: its files are not to be taken for gone.
    """
    if path.is_file():
        return [path]
    found = (p for p in _below(path) if p.suffix.lower() == ".md" and p.is_file())
    return sorted(
        p
        for p in found
        if not any(s.startswith(".") for s in p.relative_to(path).parts)
    )


def read_all(
    path: Path, *, foreign: bool, progress: Progress
) -> tuple[list[File], list[FileProblem]]:
    """Read every file, and count them to `progress`."""
    try:
        paths = files_below(path)
    except OSError as error:
        where = Path(error.filename or path)
        problem = Problem(1, "folder", f"cannot be read: {error.strerror}")
        return [], [FileProblem(where, problem)]
    files: list[File] = []
    problems: list[FileProblem] = []
    for number, file in enumerate(paths, start=1):
        parsed, data = _read(file, foreign=foreign)
        progress(number, len(paths))
        if _is_about_the_folder(file, parsed):
            continue
        problems += [FileProblem(file, problem) for problem in parsed.problems]
        files.append(File(file, parsed, data))
    return files, problems + list(same_ids(files))


def _below(path: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(path, onerror=_refuse):
        yield from (Path(folder) / name for name in names)


def _refuse(error: OSError) -> None:
    raise error


def _read(path: Path, *, foreign: bool) -> tuple[ParsedAtom, bytes]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        problem = Problem(1, "file", f"cannot be read: {reason}")
        return ParsedAtom(problems=(problem,)), b""
    return parse(data, foreign=foreign), data


def _is_about_the_folder(path: Path, parsed: ParsedAtom) -> bool:
    """Whether this is a checkout's README, which is no atom as long as it has no header."""
    return path.name.lower() == "readme.md" and parsed.body_line == 1


def same_ids(files: Iterable[File]) -> Iterator[FileProblem]:
    """Yield a problem for each file whose id another one before it has."""
    first: dict[str, Path] = {}
    for file in files:
        slug = file.parsed.id
        if slug in first and slug:
            message = f"“{slug}” is also the id of {first[slug]}"
            yield FileProblem(file.path, Problem(file.line_of_id, "id", message))
        first.setdefault(slug, file.path)

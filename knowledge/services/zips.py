"""Atoms in from a zip, and out to one. What a zip says about paths and sizes is not trusted."""

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from knowledge.documents.values import ENDINGS
from knowledge.format import ParsedAtom, Problem, parse
from knowledge.format.values import MAX_BYTES
from knowledge.models import Atom
from knowledge.services.export import file_of
from knowledge.services.folders import File, FileProblem, Progress, same_ids
from knowledge.services.interchange import Source
from knowledge.services.picture_files import (
    FOLDER,
    MAX_PICTURE_BYTES,
    pictures_of,
    read_pictures,
)

MOST_FILES = 10_000
MOST_BYTES = 200_000_000
CHUNK = 64 * 1024
_ELSEWHERE = "PDF, Word, HTML and CSV files come in under Knowledge > Documents"
# What the standard library raises for broken, encrypted and unknown kinds of zips.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
)


def read_zip(
    file: IO[bytes],
    *,
    name: str,
    foreign: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Source:
    """Read the .md files of a zip in memory; nothing is ever unpacked to disk.

    A document among them is left aside, and said to be one. What is too large, too many, encrypted or no zip at all is a problem of the zip.
    """
    where = Path(name)
    try:
        with zipfile.ZipFile(file) as archive:
            everything = archive.infolist()
            members = [info for info in everything if _is_of(info, (".md",))]
            documents = [info for info in everything if _is_of(info, ENDINGS)]
            pictured = [i for i in everything if i.filename.startswith(f"{FOLDER}/")]
            unpacked = sum(info.file_size for info in (*members, *pictured))
            refused = _refused(where, members, unpacked)
            if refused:
                return Source(name, (), (refused,))
            files, problems = _read(
                archive, members, foreign=foreign, progress=progress
            )
            problems += [_left_aside(info) for info in documents]
            pictures, more = read_pictures(files, partial(_picture, archive))
    except UNREADABLE as error:
        problem = Problem(1, "file", f"is no zip that can be read: {error}")
        return Source(name, (), (FileProblem(where, problem),))
    return Source(name, files, [*problems, *same_ids(files), *more], pictures)


def zip_of(atoms: Iterable[Atom]) -> Iterator[bytes]:
    """Yield a zip of the newest version of each atom, piece by piece, a folder a collection.

    The pictures that they show are in a folder of their own.
    """
    buffer = _Buffer()
    shown: dict[str, Path] = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for atom in atoms:
            if atom.latest_version is not None:
                place = f"{atom.collection.slug}/{atom.slug}.md"
                archive.writestr(place, file_of(atom.latest_version))
                shown |= {
                    p.path.name: p.path for p in pictures_of([atom.latest_version])
                }
                if buffer.size > CHUNK:
                    yield buffer.take()
        for name, path in shown.items():
            if path.is_file():
                archive.write(path, f"{FOLDER}/{name}", zipfile.ZIP_STORED)
                yield buffer.take()
    yield buffer.take()


class _Buffer:
    """What was written and not taken yet; a zip may be written to it as to a pipe."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Keep a piece."""
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """What was written can still be taken."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        self.size = 0
        return data


def _picture(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Read a picture that a text of the zip shows, no more of it than is taken."""
    try:
        with archive.open(f"{FOLDER}/{name}") as member:
            return member.read(MAX_PICTURE_BYTES)
    except KeyError:
        return None


def _is_of(info: zipfile.ZipInfo, endings: tuple[str, ...]) -> bool:
    path = _path(info)
    hidden = any(p.startswith((".", "__MACOSX")) for p in path.parts if p != "..")
    return not info.is_dir() and path.suffix.lower() in endings and not hidden


def _left_aside(info: zipfile.ZipInfo) -> FileProblem:
    message = f"is left aside: {_ELSEWHERE}"
    return FileProblem(_path(info), Problem(1, "file", message, "warning"))


def _path(info: zipfile.ZipInfo) -> Path:
    # Some packers of Windows write their own separator.
    return Path(info.filename.replace("\\", "/"))


def _start(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most_bytes: int) -> bytes:
    with archive.open(info) as member:
        return member.read(most_bytes)


def _refused(
    where: Path,
    members: list[zipfile.ZipInfo],
    unpacked: int,
) -> FileProblem | None:
    if not members:
        message = f"holds no .md file; {_ELSEWHERE}"
    elif len(members) > MOST_FILES:
        message = f"holds {len(members):,} .md files, at most {MOST_FILES:,} are taken: make several"
    elif unpacked > MOST_BYTES:
        message = f"unpacks to more than {MOST_BYTES // 1_000_000:,} MB: make several"
    else:
        return None
    return FileProblem(where, Problem(1, "file", message))


def _read(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    *,
    foreign: bool,
    progress: Progress,
) -> tuple[list[File], list[FileProblem]]:
    files: list[File] = []
    problems: list[FileProblem] = []
    for number, info in enumerate(members, start=1):
        # The name is only shown: a file called ../../etc goes nowhere.
        path = Path(info.filename)
        parsed = _parsed(archive, info, foreign=foreign)
        progress(number, len(members))
        if path.name.lower() == "readme.md" and parsed.body_line == 1:
            continue
        problems += [FileProblem(path, problem) for problem in parsed.problems]
        files.append(File(path, parsed))
    return files, problems


def _parsed(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, foreign: bool
) -> ParsedAtom:
    # Read no more than an atom may have, whatever size the zip claims.
    return parse(_start(archive, info, MAX_BYTES + 1), foreign=foreign)

"""The archive: a tar whose members are hashed as they pass, in bounded memory."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from helpdesk.backup.manifest import MANIFEST, Manifest, Member, Unusable, parse

BLOCK = 1 << 20


class Writer:
    """Adds files one after another and remembers what the manifest says of them."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: BinaryIO) -> None:
        """Add a file as long as it is now; OSError when it gets shorter meanwhile."""
        passing = _Passing(source)
        info = tarfile.TarInfo(name)
        info.size = os.fstat(source.fileno()).st_size
        info.mode = 0o600
        self._tar.addfile(info, passing)
        self.members[name] = Member(size=info.size, sha256=passing.hash.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, which makes the archive complete."""
        text = manifest.model_dump_json(indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        info.mode = 0o600
        self._tar.addfile(info, io.BytesIO(text))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a new archive, readable to this user alone; on disk when the block ends."""
    with open(path, "xb", opener=lambda p, f: os.open(p, f, 0o600)) as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            yield Writer(tar)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, *, into: Path | None = None) -> Manifest:
    """Compare every member with the manifest, and keep them below `into` when it is given.

    Raises Unusable when anything is missing, cut short, changed, or too much.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            found = tar.getmembers()
            manifest = _manifest(tar, found)
            _compare_names(manifest, found[:-1])
            for info in found[:-1]:
                target = into / info.name if into else Path(os.devnull)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as kept:
                    _compare(manifest.members[info.name], tar, info, kept)
            return manifest
    except (tarfile.TarError, EOFError) as error:
        message = f"{path} is not a backup, or was cut short: {error}"
        raise Unusable(message) from None


@contextmanager
def member(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open one member of an archive that `read` has found sound."""
    with tarfile.open(path, "r:") as tar, _content(tar, tar.getmember(name)) as content:
        yield content  # type: ignore[misc]


class _Passing:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self.hash.update(data)
        return data


def _manifest(tar: tarfile.TarFile, found: list[tarfile.TarInfo]) -> Manifest:
    if not found or found[-1].name != MANIFEST or not found[-1].isreg():
        message = f"The archive does not end with {MANIFEST}: it was cut short."
        raise Unusable(message)
    with _content(tar, found[-1]) as content:
        return parse(content.read())


def _compare_names(manifest: Manifest, found: list[tarfile.TarInfo]) -> None:
    names = [info.name for info in found if info.isreg()]
    if len(names) < len(found) or sorted(names) != sorted(manifest.members):
        message = f"The archive holds other files than its {MANIFEST} says."
        raise Unusable(message)


def _compare(
    member: Member, tar: tarfile.TarFile, info: tarfile.TarInfo, kept: BinaryIO
) -> None:
    found = hashlib.sha256()
    size = 0
    with _content(tar, info) as content:
        while block := content.read(BLOCK):
            found.update(block)
            kept.write(block)
            size += len(block)
    if (size, found.hexdigest()) != (member.size, member.sha256):
        message = f"{info.name} of the archive is not as it was written."
        raise Unusable(message)


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(info)
    assert content is not None  # noqa: S101 a regular file, as its caller made sure
    return content

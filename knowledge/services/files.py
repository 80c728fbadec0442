"""Writing many files so that either all of them are there or none has changed."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path

Contents = Mapping[Path, bytes | None]


def write_all(after: Contents, *, seen: Mapping[Path, bytes]) -> None:
    """Put all files in place, or on an error leave every one as it was; None takes one away.

    `seen` is what was read of files before. Raises OSError, also when one of them changed
    since: somebody is writing there.
    """
    for path in after:
        _refuse_changed(path, seen.get(path))
    changed = {p: data for p, data in after.items() if data != seen.get(p)}
    begun = {path: path.with_name(f".{path.name}.part") for path in changed}
    done: list[Path] = []
    try:
        _begin(changed, begun)
        for path, data in changed.items():
            _refuse_changed(path, seen.get(path))
            _replace(path, begun[path], data)
            done.append(path)
    except OSError:
        for path in done:
            _put_back(path, seen.get(path))
        raise
    finally:
        for part in begun.values():
            part.unlink(missing_ok=True)


def _refuse_changed(path: Path, seen: bytes | None) -> None:
    if (path.read_bytes() if path.exists() else None) != seen:
        raise OSError(errno.EBUSY, "was changed meanwhile; run it again", str(path))


def _begin(changed: Contents, begun: Mapping[Path, Path]) -> None:
    """Write everything beside its place: a full disk is noticed before anything moved."""
    for path, data in changed.items():
        if data is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            begun[path].write_bytes(data)


def _replace(path: Path, part: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        os.replace(part, path)  # noqa: PTH105 says what it does to an existing file


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)

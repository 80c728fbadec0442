"""Writing many files so that either all of them are there or none has changed."""

import os
from collections.abc import Mapping
from pathlib import Path


def write_all(after: Mapping[Path, bytes | None]) -> None:
    """Put all files in place, or on an error leave every one as it was."""
    before = {path: path.read_bytes() if path.exists() else None for path in after}
    changed = {path: data for path, data in after.items() if before[path] != data}
    begun = {path: path.with_name(f".{path.name}.part") for path in changed}
    try:
        for path, data in changed.items():
            if data is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                begun[path].write_bytes(data)
        for path, data in changed.items():
            _replace(path, begun[path], data)
    except OSError:
        for path in changed:
            _put_back(path, before[path])
        raise
    finally:
        for part in begun.values():
            part.unlink(missing_ok=True)


def _replace(path: Path, part: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        os.replace(part, path)  # noqa: PTH105 says what it does to an existing file


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)

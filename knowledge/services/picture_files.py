"""Pictures beside atom files: out with the texts that show them, and in again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.format import Problem
from knowledge.models import AtomVersion, Picture
from knowledge.picture_addresses import ADDRESS, pictures_in
from knowledge.picture_bytes import Drawn, Refused
from knowledge.services.folders import AtomFile, FileProblem
from knowledge.services.pictures import as_sent

FOLDER = "pictures"
# A file that a desk wrote may be larger than what was sent to it, but not without an end.
MAX_PICTURE_BYTES = 50_000_000

Pictures = Mapping[str, Drawn]
"""Pictures that were read, by their hashes."""


def pictures_of(versions: Iterable[AtomVersion]) -> Iterator[Picture]:
    """Yield what texts show of their own collections, each file once."""
    seen: set[str] = set()
    for version in versions:
        named = pictures_in(version.body) - seen
        own = version.atom.collection.pictures.called(named) if named else ()
        for picture in own:
            seen.add(picture.sha256)
            yield picture


def read_pictures(
    files: Iterable[AtomFile], read: Callable[[str], bytes | None]
) -> tuple[Pictures, list[FileProblem]]:
    """Read those that the files show with `read`, which knows them by name or does not.

    One that is not there may be in the desk; one that is not what its name says is left aside
    with a warning, as a text is worth more than its pictures.
    """
    found: dict[str, Drawn] = {}
    problems: list[FileProblem] = []
    tried: set[str] = set()
    for file in files:
        for match in ADDRESS.finditer(file.parsed.body):
            name = Path(match[0]).name
            if name in tried:
                continue
            tried.add(name)
            try:
                drawn = _checked(match["sha256"], read(name))
            except Refused as refused:
                problem = Problem(1, "picture", f"left aside: {refused}", "warning")
                problems.append(FileProblem(Path(FOLDER) / name, problem))
                continue
            if drawn is not None:
                found[match["sha256"]] = drawn
    return found, problems


def _checked(sha256: str, data: bytes | None) -> Drawn | None:
    if data is None:
        return None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused("its bytes are not those that its name stands for")
    return as_sent(data)

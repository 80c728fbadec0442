"""Atoms out to a folder of files, from which an import changes nothing."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.format import join
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services.picture_files import FOLDER, pictures_of


@dataclass(frozen=True)
class Exported:
    """How many files were written, and how many were there already, byte for byte."""

    written: int = 0
    unchanged: int = 0


def export_folder(
    *,
    path: Path,
    collection: Collection | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Exported:
    """Write the newest version of each atom; without a collection, a folder for each.

    Pictures that they show go to a folder of their own. Files of atoms that are gone are left
    alone.
    """
    atoms = Atom.objects.select_related("collection", "latest_version").order_by("slug")
    if collection is not None:
        atoms = atoms.filter(collection=collection)
    total = atoms.count()
    taken: set[str] = set()
    written = 0
    for number, atom in enumerate(atoms.iterator(chunk_size=200), start=1):
        folder = path if collection is not None else path / atom.collection.slug
        if atom.latest_version is not None:
            file = _free(folder, atom.slug, taken)
            written += _write(file, file_of(atom.latest_version))
            _write_pictures(path / FOLDER, atom.latest_version)
        progress(number, total)
    return Exported(written, total - written)


def file_of(version: AtomVersion) -> bytes:
    """Return a version as the bytes of its file."""
    return join(version.header, version.body).encode()


def _write_pictures(folder: Path, version: AtomVersion) -> None:
    for picture in pictures_of([version]):
        if picture.path.is_file():
            _write(folder / picture.path.name, picture.path.read_bytes())


def _free(folder: Path, slug: str, taken: set[str]) -> Path:
    """Return a file's name; ids that differ only in case get different names everywhere."""
    name, number = slug, 1
    while str(folder / name).casefold() in taken:
        number += 1
        name = f"{slug}-{number}"
    taken.add(str(folder / name).casefold())
    return folder / f"{name}.md"


def _write(path: Path, data: bytes) -> bool:
    """Put a file in its place whole; return whether it differs from what was there."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_name(f".{path.name}.part")
    begun.write_bytes(data)
    os.replace(begun, path)  # noqa: PTH105 says what it does to an existing file
    return True

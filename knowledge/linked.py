"""What the links of a text lead to, looked up for whoever reads it."""

from collections.abc import Iterable

from django.db.models import Q, Value
from django.db.models.functions import Upper

from knowledge.format import ParsedAtom, Problem
from knowledge.format.links import Known, Silent, lost_links, named_by
from knowledge.models import AgreedFile, Atom, AtomVersion, Picture
from knowledge.models.atoms import AtomQuerySet
from knowledge.picture_addresses import pictures_in
from knowledge.reader import Reader

Standing = dict[str, Silent | None]
"""Titles or names of files, each with the atom that they name if it answers nobody."""


def problems_of(atom: ParsedAtom, reader: Reader) -> list[Problem]:
    """Return a warning for each related title and link that leads to nothing the reader may see.

    Also for those to an atom that is not published. In at most five queries, whatever it names.
    """
    named = named_by(atom)
    readable = Atom.objects.readable_by(reader)
    known = Known(
        _titles(named.titles, readable) if named.titles else {},
        _files(named.files, readable, atom.id) if named.files else {},
        _pictures(named.pictures, reader) if named.pictures else frozenset(),
    )
    return lost_links(atom, known)


def _titles(named: frozenset[str], readable: AtomQuerySet) -> Standing:
    # The index knows titles by their capitals.
    capitals = [Upper(Value(title)) for title in named]
    versions = AtomVersion.objects.alias(capitals=Upper("title")).filter(
        Q(live_atom__isnull=False) | Q(latest_atom__isnull=False),
        capitals__in=capitals,
        atom__in=readable,
    )
    rows = versions.values_list("title", "atom__live_version", "atom__archived_at")
    return _loudest(
        (title, None if live else Silent(title, archived is not None))
        for title, live, archived in rows
        if title in named
    )


def _files(named: frozenset[str], readable: AtomQuerySet, own: str) -> Standing:
    """Return the names that are an atom's id, or those of files that were synced."""
    ids = {name: name.rpartition(".")[0] for name in named}
    by_id = _by_id(ids.values(), readable, own)
    found = {name: by_id[slug] for name, slug in ids.items() if slug in by_id}
    missing = named - set(found)
    if missing:
        ends = Q()
        for name in missing:
            ends |= Q(path=name) | Q(path__endswith=f"/{name}")
        files = AgreedFile.objects.filter(ends, slug__in=readable.values("slug"))
        slugs = list(files.values_list("path", "slug"))
        synced = _by_id((slug for _, slug in slugs), readable, own) if slugs else {}
        found |= _loudest(
            (path.rpartition("/")[2], synced[slug])
            for path, slug in slugs
            if slug in synced
        )
    return found


def _by_id(slugs: Iterable[str], readable: AtomQuerySet, own: str) -> Standing:
    """Return how the atoms of these ids stand; of itself a text needs no word."""
    atoms = readable.filter(slug__in=list(slugs))
    rows = atoms.values_list("slug", "title", "live_version", "archived_at")
    return {
        slug: None if live or slug == own else Silent(title, archived is not None)
        for slug, title, live, archived in rows
    }


def _loudest(rows: Iterable[tuple[str, Silent | None]]) -> Standing:
    """Return for each name the atom that answers, or else a draft, or else an archived one."""

    def loudness(row: tuple[str, Silent | None]) -> int:
        return 2 if row[1] is None else 0 if row[1].is_archived else 1

    return dict(sorted(rows, key=loudness))


def _pictures(named: frozenset[str], reader: Reader) -> frozenset[str]:
    hashes = pictures_in("\n".join(named))
    pictures = Picture.objects.readable_by(reader).called(hashes)
    return frozenset(picture.address for picture in pictures)

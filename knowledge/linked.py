"""What the links of a text lead to, looked up for whoever reads it."""

from django.db.models import Q, Value
from django.db.models.functions import Upper

from knowledge.format import ParsedAtom, Problem
from knowledge.format.links import Targets, lost_links, named_by
from knowledge.models import AgreedFile, Atom, AtomVersion, Picture
from knowledge.models.atoms import AtomQuerySet
from knowledge.picture_addresses import pictures_in
from knowledge.reader import Reader


def problems_of(atom: ParsedAtom, reader: Reader) -> list[Problem]:
    """Return a warning for each related title and link that leads to nothing the reader may see.

    In at most four queries, whatever the text names.
    """
    named = named_by(atom)
    current = Atom.objects.readable_by(reader).filter(archived_at=None)
    known = Targets(
        _titles(named.titles, current) if named.titles else frozenset(),
        _files(named.files, current) if named.files else frozenset(),
        _pictures(named.pictures, reader) if named.pictures else frozenset(),
    )
    return lost_links(atom, known)


def _titles(named: frozenset[str], current: AtomQuerySet) -> frozenset[str]:
    # The index knows titles by their capitals.
    capitals = [Upper(Value(title)) for title in named]
    versions = AtomVersion.objects.alias(capitals=Upper("title")).filter(
        Q(live_atom__isnull=False) | Q(latest_atom__isnull=False),
        capitals__in=capitals,
        atom__in=current,
    )
    return named.intersection(versions.values_list("title", flat=True))


def _files(named: frozenset[str], current: AtomQuerySet) -> frozenset[str]:
    """Return the names that are an atom's id, or those of files that were synced."""
    ids = {name.rpartition(".")[0]: name for name in named}
    slugs = current.filter(slug__in=ids).values_list("slug", flat=True)
    found = {ids[slug] for slug in slugs}
    missing = named - found
    if missing:
        ends = Q()
        for name in missing:
            ends |= Q(path=name) | Q(path__endswith=f"/{name}")
        files = AgreedFile.objects.filter(ends, slug__in=current.values("slug"))
        paths = files.values_list("path", flat=True)
        found |= {path.rpartition("/")[2] for path in paths}
    return frozenset(found)


def _pictures(named: frozenset[str], reader: Reader) -> frozenset[str]:
    hashes = pictures_in("\n".join(named))
    pictures = Picture.objects.readable_by(reader).called(hashes)
    return frozenset(picture.address for picture in pictures)

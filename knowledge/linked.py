"""What the links of a text lead to, looked up for whoever reads it."""

from django.db.models import Q

from knowledge.format import ParsedAtom, Problem
from knowledge.format.links import Targets, lost_links, named_by
from knowledge.models import AgreedFile, Atom, Picture
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
    newest, live = "latest_version__title", "live_version__title"
    found = current.filter(Q(**{f"{newest}__in": named}) | Q(**{f"{live}__in": named}))
    rows = found.values_list(newest, live)
    return frozenset(title for row in rows for title in row if title)


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

"""How an atom and its translations stand to each other, for whoever reads it."""

from dataclasses import dataclass

from knowledge.models import Atom
from knowledge.reader import Reader


@dataclass(frozen=True)
class Standing:
    """A translation, its source as far as the reader may see it, and the versions that matter."""

    atom: Atom
    source: Atom | None
    outdated: bool

    @property
    def language(self) -> str:
        """The language of the newest text."""
        newest = self.atom.latest_version
        return newest.language if newest else ""


def standing_of(atom: Atom, reader: Reader) -> Standing | None:
    """Return how a translation stands to its source; None for an atom that is none."""
    if not atom.translation_of:
        return None
    readable = Atom.objects.readable_by(reader).select_related("live_version")
    source = readable.filter(slug=atom.translation_of).first()
    outdated = Atom.objects.filter(pk=atom.pk).outdated().exists()
    return Standing(atom, source, outdated)


def translations_of(atom: Atom, reader: Reader) -> list[Standing]:
    """Return the translations of an atom that are not archived, by language."""
    mine = Atom.objects.readable_by(reader).filter(
        translation_of=atom.slug, archived_at=None
    )
    outdated = set(mine.outdated().values_list("pk", flat=True))
    found = mine.select_related("latest_version").order_by("latest_version__language")
    return [Standing(each, atom, each.pk in outdated) for each in found]

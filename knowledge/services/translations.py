"""Translations: which text each one says in another language, and when it has to be looked at again."""

from django.db.models.functions import Least
from django.utils import timezone

from knowledge.format import ParsedAtom
from knowledge.models import Atom


def link(atom: Atom, parsed: ParsedAtom) -> None:
    """Keep what the newest text of a locked or new atom says that it translates.

    What somebody found right since outlasts the version that its header names; a new link without
    a version is taken to be of the text that answers now.
    """
    source, named = parsed.translation_of, parsed.translated_version
    known = atom.translated_version if atom.translation_of == source else None
    version = None
    if source:
        version = max(named or 0, known or 0) or _live_number(source)
    if (atom.translation_of, atom.translated_version) != (source, version):
        atom.translation_of, atom.translated_version = source, version
        atom.save(update_fields=["translation_of", "translated_version"])


def source_changed(atom: Atom) -> None:
    """Have translations looked at today, as another version of the locked atom answers now."""
    today = timezone.localdate()
    mine = Atom.objects.live().filter(translation_of=atom.slug).outdated()
    keys = list(mine.values_list("pk", flat=True))
    Atom.objects.filter(pk__in=keys).update(due_on=Least("due_on", today))


def is_outdated(atom: Atom) -> bool:
    """Whether an atom translates a text that was changed since."""
    return bool(atom.translation_of) and (
        Atom.objects.filter(pk=atom.pk).outdated().exists()
    )


def found_right(atom: Atom) -> None:
    """Somebody has held a locked translation against its source as that answers now."""
    if atom.translation_of:
        atom.translated_version = _live_number(atom.translation_of)
        atom.save(update_fields=["translated_version"])


def _live_number(slug: str) -> int | None:
    found = Atom.objects.live().filter(slug=slug)
    return found.values_list("live_version__number", flat=True).first()

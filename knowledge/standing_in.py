"""A text that stands in for what is live, for one connection alone.

In a transaction that is rolled back: nobody waits for it, and nobody else sees it.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from knowledge.format import ParsedAtom
from knowledge.indexing.builder import Entry
from knowledge.indexing.units import AtomText
from knowledge.llm.embedder import Embedder
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.retrieval.scope import Edit
from knowledge.services import entries, generations, versions
from knowledge.written import text_of

_NUMBERS_FROM = 1_000_000_000


@contextmanager
def standing_in(draft: AtomVersion, entry: Entry, embedder: Embedder) -> Iterator[Edit]:
    """Index a copy of a draft, and take it back.

    Within the block the `edit` is what searches take to find it in place of what is live.
    """
    with _standing_in(partial(_copied, draft), entry, embedder) as edit:
        yield edit


@contextmanager
def unsaved_standing_in(
    parsed: ParsedAtom,
    entry: Entry,
    embedder: Embedder,
    *,
    atom: Atom | None,
    collection: Collection,
) -> Iterator[Edit]:
    """Store and index a text that nobody saved, for its atom or a new one, and take it back."""
    written = partial(_written, parsed, atom, collection)
    with _standing_in(written, entry, embedder) as edit:
        yield edit


@contextmanager
def _standing_in(
    stored: Callable[[int], AtomVersion], entry: Entry, embedder: Embedder
) -> Iterator[Edit]:
    """Have a version `stored` under a number that no version has for real."""
    with transaction.atomic():
        # By chance, so that two that stand in do not meet.
        version = stored(_NUMBERS_FROM + secrets.randbelow(_NUMBERS_FROM))
        generation = generations.generation_of(embedder)
        entries.put(version_id=version.pk, generation_id=generation.pk, entry=entry)
        yield Edit(version.atom_id, version.pk)
        transaction.set_rollback(True)


def _copied(draft: AtomVersion, number: int) -> AtomVersion:
    copy = AtomVersion.objects.get(pk=draft.pk)
    copy.pk, copy.number = None, number
    versions.put(copy, text_of(draft).pairs)
    return copy


def _written(
    parsed: ParsedAtom, atom: Atom | None, collection: Collection, number: int
) -> AtomVersion:
    of = atom or Atom.objects.create(
        slug=f"unsaved-{secrets.token_hex(8)}", collection=collection
    )
    version = versions.row_of(parsed, of, number)
    versions.put(version, AtomText.of(parsed).pairs)
    return version

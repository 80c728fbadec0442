"""A knowledge base for the length of an evaluation: in one transaction that is never committed."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from knowledge.evaluation.sets import Item
from knowledge.indexing.builder import build
from knowledge.llm.embedder import Embedder, Vectors
from knowledge.models import Atom, AtomVersion, Collection, FaqPair, Generation
from knowledge.reader import PUBLIC, Reader
from knowledge.services import entries


class Alias:
    """An embedder whose vectors are kept under another name, apart from those of the desk."""

    def __init__(self, embedder: Embedder, model: str) -> None:
        self._embedder = embedder
        self.model = model
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the very vectors of the embedder behind it."""
        return self._embedder.embed(texts)

    def count_tokens(self, text: str) -> int:
        """Return the very count of the embedder behind it."""
        return self._embedder.count_tokens(text)


@dataclass(frozen=True)
class ThrowawayScope:
    """Who can read the texts, with which embedder, and what their atoms are called in the set."""

    reader: Reader
    embedder: Embedder
    names: Mapping[str, str]
    """The id in the set by the atom's slug; slugs are made up, as the set's may be taken."""


@contextmanager
def throwaway(
    items: Sequence[Item], embedder: Embedder, progress: Callable[[int], None]
) -> Iterator[ThrowawayScope]:
    """Index the items for the caller's connection alone, and take everything back at the end.

    1. Cut and embed the items: nothing is written, however long it takes.
    2. In a transaction, write atoms, versions and index as live ones are written.
    3. Let the caller ask; nobody else sees the rows, and statistics are theirs alone.
    4. Roll back, also after success.
    """
    mark = uuid.uuid4().hex
    built = []
    for item in items:
        built.append(build(item.text, embedder))
        progress(len(built))
    with transaction.atomic():
        collection = Collection.objects.create(name=mark, slug=mark)
        alias = Alias(embedder, f"{mark} {embedder.model}"[:120])
        generation = Generation.objects.create(
            model=alias.model, dimension=alias.dimension
        )
        slugs = [f"{mark}-{place}" for place in range(len(items))]
        versions = _versions(collection, slugs, items)
        for version, entry in zip(versions, built, strict=True):
            entries.put(version_id=version.pk, generation_id=generation.pk, entry=entry)
        yield ThrowawayScope(
            reader=Reader(frozenset({PUBLIC}), frozenset({collection.pk})),
            embedder=alias,
            names=dict(zip(slugs, (item.id for item in items), strict=True)),
        )
        transaction.set_rollback(True)


def _versions(
    collection: Collection, slugs: Sequence[str], items: Sequence[Item]
) -> list[AtomVersion]:
    atoms = Atom.objects.bulk_create(
        Atom(slug=slug, collection=collection) for slug in slugs
    )
    versions = AtomVersion.objects.bulk_create(
        AtomVersion(
            atom=atom,
            number=1,
            title=item.text.title[:300],
            type=item.type,
            audience=PUBLIC,
            header="",
            body=item.text.body,
            words=len(item.text.body.split()),
        )
        for atom, item in zip(atoms, items, strict=True)
    )
    FaqPair.objects.bulk_create(
        FaqPair(
            version=version,
            ordinal=ordinal,
            phrasings=list(pair.phrasings),
            answer=pair.answer,
        )
        for version, item in zip(versions, items, strict=True)
        for ordinal, pair in enumerate(item.text.pairs)
    )
    for atom, version in zip(atoms, versions, strict=True):
        atom.live_version = atom.latest_version = version
    Atom.objects.bulk_update(atoms, ["live_version", "latest_version"])
    return versions

"""A large knowledge base out of small ones: their texts, and noisy copies of them.

Vectors cluster as real ones do, so that an index is not flattered: a copy's vector is that of
the real unit, moved towards that of another real unit chosen by chance.
"""

import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from knowledge.evaluation.sets import EvaluationSet, Item
from knowledge.indexing.builder import Entry, build
from knowledge.indexing.lexemes import USUAL_LENGTH, lexemes_of, weight_of
from knowledge.llm.embedder import Embedder, Vectors
from knowledge.models import Atom, AtomVersion, Collection, FaqPair
from knowledge.services import entries, generations

OTHER_WORDS = 0.25
"""The share of a copy's words that are others, as often as the sets have them."""
MOVED = (0.3, 0.8)
"""How far a copy's vector is moved: as a share of the vector of another unit."""
INTERNAL = 0.1
"""The share of copies that only staff may read."""

_SHELVES = """
INSERT INTO knowledge_shelf (collection_id, audience)
SELECT id, audience FROM knowledge_collection, unnest(ARRAY['public', 'internal']) AS audience
"""
_COUNT = f"""
WITH word AS MATERIALIZED (
    SELECT filled.version, word.lexeme, cardinality(word.positions) AS frequency
    FROM filled, unnest({lexemes_of("filled.words")}) AS word
), length AS MATERIALIZED (
    SELECT version, sum(frequency) AS length FROM word GROUP BY version
), measured AS (
    INSERT INTO knowledge_document (version_id, length) SELECT version, length FROM length
)
INSERT INTO knowledge_posting (version_id, shelf_id, lexeme, frequency, weight)
SELECT word.version, shelf.id, word.lexeme, word.frequency,
    {weight_of("word.frequency", "length.length", str(USUAL_LENGTH))}
FROM word JOIN length USING (version)
JOIN knowledge_atomversion version ON version.id = word.version
JOIN knowledge_atom atom ON atom.id = version.atom_id
JOIN knowledge_shelf shelf
    ON shelf.collection_id = atom.collection_id AND shelf.audience = version.audience
"""  # noqa: S608 made of our own words


@dataclass(frozen=True)
class Original:
    """A text of a set, cut and embedded."""

    item: Item
    entry: Entry
    name: str

    @property
    def words(self) -> str:
        return "\n".join(self.entry.words)


def slug_of(name: str, item: str) -> str:
    """Return the slug of a text of a set; copies have others."""
    return f"{name}-{item}"[:110]


def fill(
    sets: Sequence[EvaluationSet], embedder: Embedder, *, units: int, seed: int = 1
) -> None:
    """Write the sets, and copies of their texts until there are so many units."""
    began = time.monotonic()
    originals = [
        Original(item, build(item.text, embedder), one.name)
        for one in sets
        for item in one.items
    ]
    chance = random.Random(seed)
    pool = [word for one in originals for word in one.words.split()]
    real = np.concatenate([one.entry.vectors for one in originals])
    collections = {
        one.name: Collection.objects.create(name=one.name, slug=one.name)
        for one in sets
    }
    generation = generations.generation_of(embedder)
    written = 0
    copy = 0
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(_SHELVES)
    while written < units:
        rows = [
            (one, _Noise(chance, pool, real, seed=copy * 100_000 + n) if copy else None)
            for n, one in enumerate(originals)
        ]
        with transaction.atomic():
            written += _write(rows, copy, collections, generation.pk, chance)
        copy += 1
        sys.stderr.write(f"\r{written} units in {time.monotonic() - began:.0f} s ")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sys.stderr.write(f"\nfilled in {time.monotonic() - began:.0f} s\n")


class _Noise:
    """What makes one copy differ from its original."""

    def __init__(
        self, chance: random.Random, pool: Sequence[str], real: Vectors, *, seed: int
    ) -> None:
        self._chance = chance
        self._pool = pool
        self._real = real
        self._numbers = np.random.default_rng(seed)

    def text(self, text: str) -> str:
        return re.sub(r"\w{3,}", self._word, text)

    def vectors(self, vectors: Vectors) -> Vectors:
        others = self._real[self._numbers.integers(len(self._real), size=len(vectors))]
        share = self._numbers.uniform(*MOVED, size=(len(vectors), 1))
        moved = vectors + share * others
        near: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return near

    def _word(self, found: re.Match[str]) -> str:
        if self._chance.random() < OTHER_WORDS:
            return self._chance.choice(self._pool)
        return found[0]


def _write(
    rows: Sequence[tuple[Original, _Noise | None]],
    copy: int,
    collections: dict[str, Collection],
    generation: int,
    chance: random.Random,
) -> int:
    atoms = Atom.objects.bulk_create(
        Atom(
            slug=slug_of(one.name, one.item.id) + (f"-{copy}" if copy else ""),
            collection=collections[one.name],
        )
        for one, _ in rows
    )
    texts = [noise.text(one.words) if noise else one.words for one, noise in rows]
    versions = AtomVersion.objects.bulk_create(
        AtomVersion(
            atom=atom,
            number=1,
            title=one.item.text.title[:300],
            type=one.item.type,
            audience="internal" if copy and chance.random() < INTERNAL else "public",
            header="",
            body=text if copy else one.item.text.body,
            words=len(text.split()),
            indexed_at=timezone.now(),
        )
        for atom, (one, _), text in zip(atoms, rows, texts, strict=True)
    )
    for atom, version in zip(atoms, versions, strict=True):
        atom.live_version = atom.latest_version = version
    Atom.objects.bulk_update(atoms, ["live_version", "latest_version"])
    FaqPair.objects.bulk_create(
        FaqPair(
            version=version,
            ordinal=ordinal,
            phrasings=list(pair.phrasings),
            answer=pair.answer,
        )
        for version, (one, _) in zip(versions, rows, strict=True)
        for ordinal, pair in enumerate(one.item.text.pairs)
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE filled (version bigint, words text)")
        with cursor.copy("COPY filled FROM STDIN") as out:
            for version, text in zip(versions, texts, strict=True):
                out.write_row((version.pk, text.replace("\0", " ")))
        cursor.execute(_COUNT)
        cursor.execute("DROP TABLE filled")
        count = 0
        columns = "generation_id, version_id, kind, ordinal, section, text, quote, pair, vector"
        with cursor.copy(f"COPY knowledge_unit ({columns}) FROM STDIN") as out:
            for version, (one, noise) in zip(versions, rows, strict=True):
                for row in _units(one, noise):
                    out.write_row((generation, version.pk, *row))
                    count += 1
    entries.measure_middles([version.pk for version in versions], generation)
    return count


def _units(one: Original, noise: _Noise | None) -> Iterator[tuple[object, ...]]:
    vectors = noise.vectors(one.entry.vectors) if noise else one.entry.vectors
    for unit, vector in zip(one.entry.units, vectors, strict=True):
        text = noise.text(unit.text_to_embed) if noise else unit.text_to_embed
        quote = noise.text(unit.quote) if noise else unit.quote
        yield (
            unit.kind,
            unit.ordinal,
            unit.section[:300],
            text,
            quote,
            unit.pair_ordinal,
            "[" + ",".join(f"{number:.7g}" for number in vector) + "]",
        )

"""Which other texts may say nearly the same as a text, or contradict it: looked up, not judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
from django.db.models import Q

from knowledge.indexing.lexemes import lexemes_of
from knowledge.indexing.units import AtomText, units_of, words_of
from knowledge.likeness.statements import Text
from knowledge.llm.embedder import Embedder
from knowledge.llm.in_time import Vector
from knowledge.models import Atom, AtomVersion, Unit
from knowledge.reader import Reader
from knowledge.retrieval.lanes import nearest, words_in_common
from knowledge.retrieval.scope import Scope, rows_of
from knowledge.written import text_of

MOST = 8
"""Texts that are compared closely."""
MOST_WINDOWS = 10
WINDOWS = frozenset({"window", "pair"})
"""Kinds of units that hold what a text says, not what it is asked."""
MOST_NOT_INDEXED = 300
"""Texts without an entry in the index that are looked through: those changed last."""
LONGEST_QUERY = 6000

# Drafts have no entry in the index, and what was just published has none yet: the words that lists
# are searched by are counted. Where a live text has a newer draft, they are the draft's.
_NOT_INDEXED = f"""
WITH asked AS MATERIALIZED (
    SELECT tsvector_to_array({lexemes_of("%(text)s::text")}) AS words
), found AS (
    SELECT version.id, wording.text
    FROM knowledge_atom atom
    JOIN knowledge_atomversion version
        ON version.id = coalesce(atom.live_version_id, atom.latest_version_id)
    JOIN knowledge_wording wording ON wording.atom_id = atom.id
    WHERE atom.archived_at IS NULL
        AND (atom.live_version_id IS NULL OR version.indexed_at IS NULL)
        AND (atom.live_version_id IS NOT NULL OR NOT %(live_only)s)
        AND atom.collection_id = ANY(%(collections)s)
        AND version.audience = ANY(%(audiences)s)
        AND atom.id IS DISTINCT FROM %(atom)s
    ORDER BY atom.updated_at DESC LIMIT %(looked_through)s
), said AS MATERIALIZED (
    SELECT found.id, length(found.text) + cardinality(asked.words) AS both_words,
        length(found.text) - length(ts_delete(found.text, asked.words)) AS shared
    FROM found, asked
)
SELECT id FROM said WHERE shared > 0
ORDER BY shared::float8 / (both_words - shared) DESC, id
LIMIT %(most)s
"""  # noqa: S608 made of our own words; the values are parameters


@dataclass(frozen=True)
class Draft:
    """A text somebody writes, and whose newest text it is; a new atom's is nobody's."""

    text: AtomText
    atom: Atom | None = None

    @classmethod
    def of(cls, version: AtomVersion) -> "Draft":
        """Return a version as the draft that it was."""
        return cls(text_of(version), version.atom)


def comparable(text: AtomText, windows: Sequence[str]) -> Text:
    """Return a text ready to be compared, with its windows as they are embedded."""
    pairs = tuple((pair.phrasings, pair.answer) for pair in text.pairs)
    return Text(text.title, text.body, pairs, tuple(windows[:MOST_WINDOWS]))


def windows_of(text: AtomText, embedder: Embedder | None) -> list[str]:
    """Cut a text into windows, as indexing would; without an embedder into none."""
    units = units_of(text, embedder.count_tokens) if embedder else []
    return [unit.text_to_embed for unit in units if unit.kind in WINDOWS]


def candidates(
    draft: Draft, vectors: Sequence[Vector], scope: Scope, *, live_only: bool
) -> list[AtomVersion]:
    """Return the current texts of other atoms that are nearest by meaning or by words.

    The live text of an atom, or else its newest one, as far as the reader may read it.
    """
    if not scope.reader.collections:
        return []
    found = dict.fromkeys(_nearest(vectors, scope))
    found |= dict.fromkeys(_worded(draft, scope))
    found |= dict.fromkeys(_not_indexed(draft, scope, live_only=live_only))
    return _read(list(found), draft, scope.reader, live_only=live_only)


@dataclass(frozen=True)
class Indexed:
    """What the index holds of some texts: the windows of each, and the vectors of all units."""

    windows: Mapping[int, Sequence[str]]
    vectors: Mapping[str, Vector]


def indexed(versions: Sequence[AtomVersion], scope: Scope) -> Indexed:
    """Return what the index holds of some texts, so that nothing is cut or embedded again."""
    units = Unit.objects.filter(
        version__in=versions,
        generation__model=scope.model,
        generation__dimension=scope.dimension,
    ).order_by("pk")
    windows: dict[int, list[str]] = {}
    vectors = {}
    for key, kind, text, vector in units.values_list(
        "version", "kind", "text", "vector"
    ):
        vectors[text] = np.asarray(vector, dtype=np.float32)
        windows.setdefault(key, []).extend([text] if kind in WINDOWS else [])
    return Indexed(windows, vectors)


def _nearest(vectors: Sequence[Vector], scope: Scope) -> Iterator[int]:
    if not len(vectors):
        return
    # The atom's own text is among them, and drops out later.
    ranked = nearest(np.array(vectors), scope, most=MOST // 2 + 1)
    best: dict[int, float] = {}
    for of_vector in ranked:
        for version, units in of_vector.items():
            best[version] = max(best.get(version, 0.0), units[0].cosine)
    yield from nlargest(MOST + 1, best, key=best.__getitem__)


def _worded(draft: Draft, scope: Scope) -> list[int]:
    [words] = words_in_common([words_of(draft.text)[:LONGEST_QUERY]], scope)
    return nlargest(MOST // 2 + 1, words.bm25, key=words.bm25.__getitem__)


def _not_indexed(draft: Draft, scope: Scope, *, live_only: bool) -> list[int]:
    parameters: Mapping[str, object] = {
        **scope.parameters,
        "text": words_of(draft.text)[:LONGEST_QUERY],
        "atom": draft.atom and draft.atom.pk,
        "live_only": live_only,
        "looked_through": MOST_NOT_INDEXED,
        "most": MOST // 2,
    }
    return [key for (key,) in rows_of(_NOT_INDEXED, parameters)]


def _read(
    keys: Sequence[int], draft: Draft, reader: Reader, *, live_only: bool
) -> list[AtomVersion]:
    """Return those of the versions that are current and readable, and those of the same title."""
    current = Q(live_atom__isnull=False)
    if not live_only:
        current |= Q(latest_atom__live_version=None, latest_atom__archived_at=None)
    readable = Atom.objects.readable_by(reader)
    if draft.atom is not None:
        readable = readable.exclude(pk=draft.atom.pk)
    versions = AtomVersion.objects.filter(current, atom__in=readable)
    titled = versions.filter(title__iexact=draft.text.title.strip())
    # In a statement of its own each of the two is looked up by an index.
    found = [*keys, *titled.order_by("pk").values_list("pk", flat=True)[: 3 * MOST]]
    versions = (
        versions.filter(pk__in=found)
        .select_related("atom")
        .prefetch_related("pairs")
        .order_by("pk")[: 3 * MOST]
    )
    place = {key: number for number, key in enumerate(keys)}
    return sorted(versions, key=lambda version: place.get(version.pk, -1))[
        : MOST + MOST // 2
    ]

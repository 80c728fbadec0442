"""What the index holds of one version: units in each generation, counted words, and names."""

from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import Max

from knowledge.indexing.builder import Entry
from knowledge.indexing.lexemes import USUAL_LENGTH, lexemes_of, weight_of
from knowledge.models import (
    AtomVersion,
    Document,
    Literal,
    Middle,
    Posting,
    Unit,
)

# The shelf is read here, under the version's lock, which moving the atom takes as well.
_SHELVE = """
INSERT INTO knowledge_shelf (collection_id, audience)
SELECT atom.collection_id, version.audience
FROM knowledge_atomversion version JOIN knowledge_atom atom ON atom.id = version.atom_id
WHERE version.id = %(version)s AND NOT EXISTS (
    SELECT FROM knowledge_shelf shelf
    WHERE shelf.collection_id = atom.collection_id AND shelf.audience = version.audience
)
ON CONFLICT DO NOTHING
"""
_ON_SHELF = """
    knowledge_atomversion version
    JOIN knowledge_atom atom ON atom.id = version.atom_id
    JOIN knowledge_shelf shelf
        ON shelf.collection_id = atom.collection_id AND shelf.audience = version.audience
"""
_COUNT_WORDS = f"""
WITH counted AS MATERIALIZED (
    SELECT word.lexeme, sum(cardinality(word.positions)) AS frequency
    FROM unnest(%(words)s::text[]) AS piece, unnest({lexemes_of("piece")}) AS word
    GROUP BY word.lexeme
), whole AS MATERIALIZED (
    SELECT coalesce(sum(frequency), 0) AS length FROM counted
), posted AS (
    INSERT INTO knowledge_posting (version_id, shelf_id, lexeme, frequency, weight)
    SELECT version.id, shelf.id, counted.lexeme, counted.frequency,
        {weight_of("counted.frequency", "whole.length", str(USUAL_LENGTH))}
    FROM counted CROSS JOIN whole CROSS JOIN {_ON_SHELF}
    WHERE version.id = %(version)s
)
INSERT INTO knowledge_document (version_id, length)
SELECT %(version)s, length FROM whole
"""  # noqa: S608 made of our own words; the values are parameters
_MOVE = f"""
UPDATE knowledge_posting posting SET shelf_id = shelf.id FROM {_ON_SHELF}
WHERE version.id = %(version)s AND posting.version_id = version.id
"""  # noqa: S608 made of our own words; the values are parameters


_MEASURE_MIDDLES = """
INSERT INTO knowledge_middle (version_id, generation_id, pair, length)
SELECT version_id, generation_id, pair, vector_norm(avg(vector))
FROM knowledge_unit WHERE version_id = ANY(%(versions)s) AND generation_id = %(generation)s
GROUP BY version_id, generation_id, pair
"""


def held(version_id: int, generation_id: int) -> bool:
    """Whether a generation holds units of a version; each version has at least its title."""
    return Unit.objects.filter(
        version_id=version_id, generation_id=generation_id
    ).exists()


def put(*, version_id: int, generation_id: int, entry: Entry) -> None:
    """Replace what one generation and the word counts hold of a version.

    Called in a transaction that has locked the version.
    """
    Unit.objects.filter(version_id=version_id, generation_id=generation_id).delete()
    Unit.objects.bulk_create(
        Unit(
            generation_id=generation_id,
            version_id=version_id,
            kind=unit.kind,
            ordinal=unit.ordinal,
            section=unit.section[:300],
            text=unit.text_to_embed,
            quote=unit.quote,
            pair=unit.pair_ordinal,
            vector=vector,
        )
        for unit, vector in zip(entry.units, entry.vectors, strict=True)
    )
    measure_middles([version_id], generation_id)
    Literal.objects.filter(version_id=version_id).delete()
    Literal.objects.bulk_create(
        Literal(version_id=version_id, key=key) for key in entry.literals
    )
    Posting.objects.filter(version_id=version_id).delete()
    Document.objects.filter(version_id=version_id).delete()
    with connection.cursor() as cursor:
        cursor.execute(_SHELVE, {"version": version_id})
        cursor.execute(_COUNT_WORDS, {"version": version_id, "words": entry.words})


def moved(version_id: int) -> None:
    """Put the words of a version where its atom is now.

    Called in a transaction that has locked the version, and moved the atom.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHELVE, {"version": version_id})
        cursor.execute(_MOVE, {"version": version_id})


def remove(versions: Collection[int]) -> None:
    """Take versions out of every generation and out of the word counts."""
    Unit.objects.filter(version__in=versions).delete()
    Middle.objects.filter(version__in=versions).delete()
    Literal.objects.filter(version__in=versions).delete()
    Posting.objects.filter(version__in=versions).delete()
    Document.objects.filter(version__in=versions).delete()


@transaction.atomic
def add_texts(
    *,
    slug: str,
    generation_id: int,
    texts: Sequence[str],
    vectors: Sequence[Sequence[float]],
) -> list[int]:
    """Add units to an atom's live version, after those it has; return their keys.

    Raises AtomVersion.DoesNotExist when no such atom is live.
    """
    live = AtomVersion.objects.filter(live_atom__slug=slug)
    version = live.select_for_update(of=("self",), no_key=True).get()
    windows = Unit.objects.filter(
        version=version, generation_id=generation_id, kind=Unit.Kind.WINDOW
    )
    last = windows.aggregate(last=Max("ordinal"))["last"]
    units = Unit.objects.bulk_create(
        Unit(
            generation_id=generation_id,
            version=version,
            kind=Unit.Kind.WINDOW,
            ordinal=ordinal,
            text=text,
            quote=text,
            vector=vector,
        )
        for ordinal, (text, vector) in enumerate(
            zip(texts, vectors, strict=True), 0 if last is None else last + 1
        )
    )
    measure_middles([version.pk], generation_id)
    return [unit.pk for unit in units]


@transaction.atomic
def remove_units(*, slug: str, generation_id: int) -> None:
    """Take the units of an atom's live version out of one generation."""
    of_atom = {"version__live_atom__slug": slug, "generation_id": generation_id}
    Unit.objects.filter(**of_atom).delete()
    Middle.objects.filter(**of_atom).delete()


def measure_middles(versions: Sequence[int], generation_id: int) -> None:
    """Measure the middles of versions from the units that a generation holds of them."""
    Middle.objects.filter(version__in=versions, generation=generation_id).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            _MEASURE_MIDDLES,
            {"versions": list(versions), "generation": generation_id},
        )

"""Counts of what a large index holds, so that a search need not count for itself."""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count, Min, Sum
from django.utils import timezone

from knowledge.models import Document, LexemeCount, Shelf
from knowledge.services import near_index

TEXTS_FROM = 5_000
"""With fewer texts a search counts anew, which takes a few milliseconds."""
GREW_BY = 0.05
OLDEST = timedelta(hours=6)

# Any number: two workers must not count at once.
_LOCK = 7_203_401

_TOTALS = """
WITH held AS (
    SELECT atom.collection_id, version.audience, count(*) AS texts,
        sum(document.length) AS length, sum((
            SELECT count(*) FROM knowledge_unit unit
            JOIN knowledge_generation generation
                ON generation.id = unit.generation_id AND generation.live
            WHERE unit.version_id = version.id
        )) AS units
    FROM knowledge_atom atom
    JOIN knowledge_atomversion version ON version.id = atom.live_version_id
    JOIN knowledge_document document ON document.version_id = version.id
    GROUP BY atom.collection_id, version.audience
)
UPDATE knowledge_shelf SET counted_at = now(), texts = coalesce(held.texts, 0),
    length = coalesce(held.length, 0), units = coalesce(held.units, 0)
FROM knowledge_shelf shelf LEFT JOIN held USING (collection_id, audience)
WHERE knowledge_shelf.id = shelf.id
"""
_LEXEMES = """
INSERT INTO knowledge_lexemecount (shelf_id, lexeme, texts)
SELECT posting.shelf_id, posting.lexeme, count(*)
FROM knowledge_posting posting
JOIN knowledge_atom atom ON atom.live_version_id = posting.version_id
GROUP BY posting.shelf_id, posting.lexeme
"""

logger = logging.getLogger(__name__)


def is_due() -> bool:
    """Whether the index is large and its counts are old, or it is small and has counts."""
    texts = Document.objects.count()
    known = Shelf.objects.filter(counted_at__isnull=False).aggregate(
        shelves=Count("pk"), texts=Sum("texts"), since=Min("counted_at")
    )
    if not _is_large(texts):
        return bool(known["shelves"])
    if not known["shelves"]:
        return True
    grew = abs(texts - known["texts"]) > GREW_BY * texts
    return grew or bool(known["since"] < timezone.now() - OLDEST)


def is_missing() -> bool:
    """Whether the index is large and nothing has counted it yet."""
    counted = Shelf.objects.filter(counted_at__isnull=False).exists()
    return not counted and _is_large(Document.objects.count())


def tend() -> None:
    """Count anew what is large, and forget the counts of an index that became small."""
    if _is_large(Document.objects.count()):
        count()
    else:
        forget()


def count() -> bool:
    """Count texts, lexemes and units of each shelf anew; return False if another worker does.

    Searches go by the former counts until COMMIT. A hundred thousand units take some seconds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("DELETE FROM knowledge_lexemecount")
        cursor.execute(_LEXEMES)
        cursor.execute(_TOTALS)
        cursor.execute("ANALYZE knowledge_lexemecount, knowledge_shelf")
    logger.info("The words of a large index were counted")
    return True


@transaction.atomic
def forget() -> None:
    """Let every search count for itself."""
    Shelf.objects.update(texts=None, length=None, units=None, counted_at=None)
    LexemeCount.objects.all().delete()


def _is_large(texts: int) -> bool:
    return texts >= TEXTS_FROM or near_index.is_any_wanted()

"""Live texts that are near to a query in meaning, for lists: soon, or not at all."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong

from django.db import OperationalError, connection, transaction

from knowledge.llm.embedder import Embedder, EmbeddingFailed, Vectors
from knowledge.reader import Reader
from knowledge.retrieval.lanes import nearest
from knowledge.retrieval.scope import Scope

MOST_NEAR = 20
NEAR = 0.35
"""A smaller cosine is no likeness that a person would see."""
EMBED_SECONDS = 1.0
SCAN_SECONDS = 0.1

logger = logging.getLogger(__name__)
# One thread: a server that hangs holds up no more than this.
_beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed-a-search")


def near_in_meaning(
    words: str,
    reader: Reader,
    embedder: Callable[[], Embedder],
    *,
    embed_seconds: float = EMBED_SECONDS,
) -> list[int] | None:
    """Return live versions that the reader may see, the nearest first; None without an answer.

    None when there is no embedder, it takes long, or there are too many texts to look through
    in a moment. `embedder` is called in a thread: making one may take seconds.
    """
    if not (reader.collections and reader.audiences and words):
        return []
    try:
        made, vectors = _beside.submit(_embed, embedder, words).result(embed_seconds)
    except (EmbeddingFailed, TookTooLong):
        logger.warning("A search in lists went by words alone: no vector in time")
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            milliseconds = str(round(SCAN_SECONDS * 1000))
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true)", [milliseconds]
            )
            units = nearest(vectors, Scope.of(reader, made), most=MOST_NEAR)[0]
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError:
        logger.info("A search in lists went by words alone: too many texts to scan")
        return None
    best = {version: nears[0].cosine for version, nears in units.items()}
    near = (version for version in best if best[version] >= NEAR)
    return sorted(near, key=lambda version: -best[version])[:MOST_NEAR]


def _embed(embedder: Callable[[], Embedder], words: str) -> tuple[Embedder, Vectors]:
    made = embedder()
    return made, made.embed([words])

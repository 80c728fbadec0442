"""The HNSW indexes over large generations of vectors: built beside, dropped with them.

pgvector indexes vectors of one dimension, so each generation has an index of its own. The
catalog of PostgreSQL says which there are: an index that is not valid is being built, or its
build broke off.
"""

import logging

from django.db import connection

from accounts.alone import alone
from knowledge.models import Generation, Unit
from knowledge.retrieval.scope import NEAR_INDEX, UNITS_FROM

LARGEST_DIMENSION = 4000
"""pgvector's limit for halfvec; larger vectors are always scanned."""
BUILD_MEMORY = "512MB"
"""A graph that does not fit into it is built many times slower."""

# Any number: two workers must not build at once.
_LOCK = 7_203_402

logger = logging.getLogger(__name__)


def is_due() -> bool:
    """Whether an index is missing, broken, or left over."""
    return _wanted().keys() != _there() or bool(_there(broken=True))


def is_any_wanted() -> bool:
    """Whether any generation is so large that it should have an index."""
    return bool(_wanted())


def is_built(generation: Generation) -> bool:
    """Whether the nearest vectors of a generation can be found without looking at all."""
    return _name(generation) in _there()


def is_missing(generation: Generation) -> bool:
    """Whether a generation should have an index and has none yet, so that it is scanned."""
    name = _name(generation)
    return name in _wanted() and name not in _there()


def tend() -> bool:
    """Drop what is left over or broken, build what is missing; return whether this worker did.

    Nothing waits for it: searches scan meanwhile. Not called in a transaction.
    """
    with alone(_LOCK) as nobody_else:
        if not nobody_else:
            return False
        wanted = _wanted()
        for name in _there(broken=True) | (_there() - wanted.keys()):
            _drop(name)
        for name in wanted.keys() - _there():
            build(wanted[name])
    return True


def build(generation: Generation) -> None:
    """Build the index of a generation; a hundred thousand vectors take a minute or two."""
    name = _name(generation)
    with connection.cursor() as cursor:
        # For this connection, as such a build cannot be in a transaction.
        cursor.execute(f"SET maintenance_work_mem = '{BUILD_MEMORY}'")
        cursor.execute("SET lock_timeout = 0")
        try:
            cursor.execute(
                f"CREATE INDEX CONCURRENTLY {name} ON knowledge_unit USING hnsw "
                f"((vector::halfvec({generation.dimension:d})) halfvec_cosine_ops) "
                f"WHERE generation_id = {generation.pk:d}"
            )
        finally:
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute("RESET lock_timeout")
    logger.info("Built index %s", name)


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    logger.info("Dropped index %s", name)


def _name(generation: Generation) -> str:
    return f"{NEAR_INDEX}{generation.pk:d}"


def _wanted() -> dict[str, Generation]:
    indexable = Generation.objects.filter(dimension__lte=LARGEST_DIMENSION)
    return {_name(one): one for one in indexable if _is_large(one)}


def _is_large(generation: Generation) -> bool:
    """Whether there is a last one of so many units: cheaper than to count a million."""
    units = Unit.objects.filter(generation=generation)
    return units.values("pk")[UNITS_FROM - 1 : UNITS_FROM].exists()


def _there(*, broken: bool = False) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid "
            "WHERE indrelid = 'knowledge_unit'::regclass AND starts_with(relname, %s) "
            "AND indisvalid <> %s",
            [NEAR_INDEX, broken],
        )
        return {name for (name,) in cursor.fetchall()}

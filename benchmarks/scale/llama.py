"""The same units in LlamaIndex's PGVectorStore, asked in its hybrid mode, in turns with ours."""

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection

from benchmarks.scale.asking import NEAREST, Asked
from knowledge.evaluation.figures import percentile
from knowledge.llm.embedder import Embedder
from knowledge.models import Collection
from knowledge.reader import PUBLIC, Reader
from knowledge.retrieval.search import search

TABLE = "scale"
# As its own `add` would write them; by SQL, as that takes minutes.
_FILL = """
INSERT INTO data_scale (text, metadata_, node_id, embedding)
SELECT text, '{}'::json, id::text, vector FROM knowledge_unit
"""
HNSW = {
    "hnsw_m": 16,
    "hnsw_ef_construction": 64,
    "hnsw_ef_search": 150,
    "hnsw_dist_method": "vector_cosine_ops",
}


def measured(asked: Sequence[Asked], embedder: Embedder) -> str:
    """Return the row of the docs: searches for single turns, ours beside theirs.

    Theirs finds the nearest units and those that share words, without any reader to heed and
    without one score for both.
    """
    from llama_index.core.vector_stores.types import (
        VectorStoreQuery,
        VectorStoreQueryMode,
    )

    store = _filled()
    everything = frozenset(Collection.objects.values_list("pk", flat=True))
    reader = Reader(frozenset({PUBLIC}), everything)
    ours, theirs = [], []
    for n, one in enumerate(asked):
        text = one.queries[0]
        vector = embedder.embed([text])[0].tolist()
        query = VectorStoreQuery(
            query_embedding=vector,
            query_str=text,
            mode=VectorStoreQueryMode.HYBRID,
            similarity_top_k=NEAREST,
            sparse_top_k=NEAREST,
        )
        began = time.perf_counter()
        search(queries=[text], reader=reader, embedder=embedder)
        between = time.perf_counter()
        store.query(query)
        ended = time.perf_counter()
        if n >= len(asked) // 10:  # the first ones only warm up
            ours.append((between - began) * 1000)
            theirs.append((ended - between) * 1000)
    times = median(theirs) / median(ours)
    return (
        "\n| search | median ms | p95 ms | times ours |\n|---|---|---|---|\n"
        f"| the desk | {median(ours):.1f} | {percentile(sorted(ours), 95):.1f} | 1 |\n"
        f"| PGVectorStore, hybrid | {median(theirs):.1f} "
        f"| {percentile(sorted(theirs), 95):.1f} | {times:.1f} |"
    )


def _filled() -> Any:
    try:
        from llama_index.vector_stores.postgres import PGVectorStore
    except ImportError as missing:
        message = (
            "It is no part of the desk: run `make .venv/llama`, "
            "and put .venv/llama on PYTHONPATH."
        )
        raise SystemExit(message) from missing
    place = settings.DATABASES["default"]
    address = f"{place['USER']}@/{place['NAME']}?host={place['HOST']}"

    def store(**more: Any) -> Any:
        return PGVectorStore.from_params(
            connection_string=f"postgresql+psycopg2://{address}",
            async_connection_string=f"postgresql+asyncpg://{address}",
            table_name=TABLE,
            embed_dim=384,
            hybrid_search=True,
            text_search_config="english",
            **more,
        )

    store()._initialize()
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM data_scale)")
        if not cursor.fetchone()[0]:
            cursor.execute(_FILL)
    indexed = store(hnsw_kwargs=HNSW)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
    indexed._initialize()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE data_scale")
    return indexed

"""The labelled messages that a site's conversations are judged by: the desk's own, and its corrections."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from django.core.cache import cache
from django.db.models import Count, Max

from accounts.models import Site
from conversations.models import TriageCorrection
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import Embedder, EmbeddingFailed
from knowledge.triage.examples import CORRECTED, Example, shipped
from knowledge.triage.nearest import Numbers, Pool
from knowledge.triage.vectors import stored, told_by

MOST_CORRECTIONS = 500
"""The newest of a site; more would make judging slow."""
CORRECTION_WEIGHT = 3.0
"""How many messages of the desk's own a correction counts for."""
KEPT = 8
AT_ONCE = 64
WEEK = 7 * 24 * 3600

_pools: OrderedDict[tuple[object, ...], Pool] = OrderedDict()
_making = threading.Lock()


def pool_of(site: Site) -> Pool:
    """Return the labelled messages of a site; without an embedder they are compared by letters."""
    corrections = TriageCorrection.objects.filter(site=site)
    stamp = corrections.aggregate(last=Max("at"), number=Count("pk"))
    model = _model()
    key = (
        model.model if model else "",
        site.pk if stamp["number"] else 0,
        *stamp.values(),
    )
    # A second of a processor: whoever else needs it waits for the first to have made it.
    with _making:
        if key not in _pools:
            try:
                _pools[key] = _made(site, model)
            except EmbeddingFailed:
                # Not kept: the embedder may be there for the next one.
                return _made(site, None)
        _pools.move_to_end(key)
        while len(_pools) > KEPT:
            _pools.popitem(last=False)
        return _pools[key]


def embed(texts: Sequence[str]) -> list[Sequence[float] | None]:
    """Return the vectors of some texts, or None for each while there is no embedder."""
    model = _model()
    try:
        vectors = model.embed(texts) if model else None
    except EmbeddingFailed:
        vectors = None
    if vectors is None:
        return [None] * len(texts)
    return [vector.tolist() for vector in vectors]


def _made(site: Site, model: Embedder | None) -> Pool:
    corrections = list(TriageCorrection.objects.newest_of(site.pk, MOST_CORRECTIONS))
    examples = [*shipped(), *(_example(correction) for correction in corrections)]
    if model is None:
        return Pool(examples, None)
    own = _vectors_of_shipped(model)
    theirs = _vectors_of(corrections, model)
    return Pool(examples, np.concatenate([own, theirs]) if corrections else own)


def _model() -> Embedder | None:
    try:
        return embedder()
    except EmbeddingFailed:
        return None


def _example(correction: TriageCorrection) -> Example:
    return Example(correction.text, correction.labels, CORRECTED, CORRECTION_WEIGHT)


def _vectors_of_shipped(model: Embedder) -> Numbers:
    """Return the vectors of the desk's own messages; another embedder makes them once for all processes."""
    texts = [example.text for example in shipped()]
    written = stored(model.model, texts)
    if written is not None:
        return written
    key = f"triage-vectors:{model.model}:{told_by(texts)}"
    known = cache.get(key)
    if known is None:
        parts = [
            model.embed(texts[n : n + AT_ONCE]) for n in range(0, len(texts), AT_ONCE)
        ]
        known = np.concatenate(parts).astype(np.float32).tobytes()
        cache.set(key, known, WEEK)
    flat = np.frombuffer(known, dtype=np.float32).astype(np.float64)
    vectors: Numbers = flat.reshape(len(texts), -1)
    return vectors


def _vectors_of(corrections: Sequence[TriageCorrection], model: Embedder) -> Numbers:
    """Return the vectors of corrections; those that have none of this model get theirs."""
    without = [each for each in corrections if each.model != model.model]
    if without:
        made = model.embed([each.text for each in without])
        for each, vector in zip(without, made, strict=True):
            each.vector, each.model = vector.tolist(), model.model
            # Only for the words that were embedded: they may have been changed meanwhile.
            TriageCorrection.objects.filter(pk=each.pk, text=each.text).update(
                vector=each.vector, model=each.model
            )
    vectors: Numbers = np.array([np.asarray(each.vector) for each in corrections])
    return vectors

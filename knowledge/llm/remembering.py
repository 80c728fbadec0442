"""An embedder that remembers the last questions: many ask the same, and a turn is looked up in steps."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from knowledge.llm.embedder import Embedder, Vectors

MOST_KEPT = 1000
"""Texts of a process; their vectors of 384 numbers take 1.5 MB."""

_kept: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
_lock = threading.Lock()


class Remembering:
    """An Embedder in front of another one, whose vectors this process keeps for a while."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model = embedder.model
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector for each text; only those that are new here are made."""
        found = {text: self._known(text) for text in texts}
        new = [text for text, vector in found.items() if vector is None]
        if new:
            for text, vector in zip(new, self._embedder.embed(new), strict=True):
                found[text] = self._keep(text, vector)
        vectors: Vectors = np.array([found[text] for text in texts], dtype=np.float32)
        return vectors

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has."""
        return self._embedder.count_tokens(text)

    def _known(self, text: str) -> Vectors | None:
        with _lock:
            vector = _kept.get((self.model, text))
            if vector is not None:
                _kept.move_to_end((self.model, text))
            return vector

    def _keep(self, text: str, vector: Vectors) -> Vectors:
        with _lock:
            _kept[self.model, text] = vector
            if len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return vector

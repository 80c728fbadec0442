"""Vectors for somebody who waits: there in time, or not at all."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from django.core.exceptions import ImproperlyConfigured
from numpy.typing import NDArray

from knowledge.llm.embedder import Embedder, EmbeddingFailed

Vector = NDArray[np.float32]
Result = TypeVar("Result")

KEPT = 5000
"""Vectors that a process keeps: eight megabytes of the bundled model's."""

logger = logging.getLogger(__name__)


class InTime:
    """Asks embedders on a thread of its own, and remembers what they said.

    While an embedder that does not answer holds the thread, everybody else is told so at once.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Vector] = {}
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._running: Future[Any] | None = None

    def embedded(
        self, embedder: Embedder, texts: Sequence[str], *, until: float
    ) -> dict[str, Vector] | None:
        """Return the vector of each text; None when they are not there by then."""
        new = [
            text
            for text in dict.fromkeys(texts)
            if (embedder.model, text) not in self._known
        ]
        if new and self.done(lambda: self._learn(embedder, new), until=until) is None:
            return None
        found = {text: self._known.get((embedder.model, text)) for text in texts}
        # Another thread may just have made room.
        return {text: vector for text, vector in found.items() if vector is not None}

    def done(self, work: Callable[[], Result], *, until: float) -> Result | None:
        """Return what the work gives; None when it fails or is not done by then."""
        with self._lock:
            if self._running is not None and not self._running.done():
                return None
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="in-time")
            future = self._pool.submit(work)
            self._running = future
        try:
            return future.result(timeout=max(until - time.monotonic(), 0))
        except TimeoutError:
            logger.warning("The embedder took too long")
        except (EmbeddingFailed, ImproperlyConfigured) as error:
            logger.warning("The embedder is away: %s", error)
        return None

    def _learn(self, embedder: Embedder, texts: Sequence[str]) -> bool:
        vectors = embedder.embed(texts)
        if len(self._known) + len(texts) > KEPT:
            self._known = {}
        for text, vector in zip(texts, vectors, strict=True):
            self._known[embedder.model, text] = vector
        return True

"""What an embedder is to us: texts go in, one unit vector for each comes out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class EmbeddingFailed(Exception):
    """The embedder gave no vectors; `permanent` when trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Embedder(Protocol):
    """Turns texts into vectors of length 1. Thread-safe and synchronous."""

    model: str
    """Identifies the vectors: equal names mean comparable vectors."""
    dimension: int
    max_tokens: int
    """Longer texts are cut; units are made to fit."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), dimension), float32, each row of norm 1.

        Raises EmbeddingFailed.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Return how many of this embedder's own tokens a text has, special tokens left out."""
        ...

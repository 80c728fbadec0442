"""The vectors of the labelled messages for the bundled embedder, so that no worker has to make them first."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.triage.nearest import Numbers

FILE = Path(__file__).with_name("vectors.npz")
_STEPS = 127


def told_by(texts: Sequence[str]) -> str:
    """Return what names these texts: vectors of others are of no use."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def stored(model: str, texts: Sequence[str]) -> Numbers | None:
    """Return the unit vectors that were written for these texts by this embedding model; None for others."""
    with np.load(FILE) as kept:
        if str(kept["model"]) != model or str(kept["told"]) != told_by(texts):
            return None
        rough = kept["steps"].astype(np.float64)
    vectors: Numbers = rough / np.linalg.norm(rough, axis=1, keepdims=True)
    return vectors


def store(model: str, texts: Sequence[str], vectors: Numbers) -> None:
    """Write unit vectors as whole numbers of 8 bits: a quarter of the room, the cosine within 0.01."""
    largest = np.abs(vectors).max(1, keepdims=True)
    steps = np.round(vectors / largest * _STEPS).astype(np.int8)
    np.savez_compressed(FILE, model=model, told=told_by(texts), steps=steps)

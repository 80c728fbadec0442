"""How near a message is to labelled ones, by meaning and by letters, and what those say of it."""

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.triage.cues import folded
from knowledge.triage.examples import Example
from knowledge.triage.labels import Head

MEANING_SHARE = 0.7
"""How much the embedder says of a similarity; the rest are letters, which also know names and languages."""
SHARPNESS = 2.0
"""How much less a message says that is less near."""
DOUBT = 0.3
"""How little a single label is trusted (the ridge of kernel regression)."""
BUCKETS = 4096
_GRAMS = (3, 4)

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Neighbour:
    """A labelled message and how near it is, from -1 to 1."""

    example: Example
    similarity: float


class Pool:
    """Labelled messages that can be asked what they say of another one: kernel ridge regression.

    `vectors` are unit vectors of the examples' texts in their order, None while no embedder is there:
    then letters alone decide.
    """

    def __init__(self, examples: Sequence[Example], vectors: Numbers | None) -> None:
        self.examples = tuple(examples)
        self._vectors = vectors
        counts = [_grams(example.text) for example in self.examples]
        held = Counter(gram for grams in counts for gram in grams)
        self._rarity = np.zeros(BUCKETS)
        for gram, texts in held.items():
            self._rarity[gram] = math.log(len(counts) / texts)
        letters = np.array([self._unit(grams) for grams in counts])
        near = letters @ letters.T
        # By buckets, as a text has few: theirs stand side by side.
        self._letters = np.ascontiguousarray(letters.T)
        if vectors is not None:
            near = MEANING_SHARE * vectors @ vectors.T + (1 - MEANING_SHARE) * near
        doubts = np.array([DOUBT / example.weight for example in self.examples])
        self._inverse = np.linalg.inv(_kernel(near) + np.diag(doubts))
        self._learnt: dict[str, tuple[Numbers, Numbers]] = {}

    def similarities(self, text: str, vector: Sequence[float] | None) -> Numbers:
        """Return how near each example is to a text."""
        unit = self._unit(_grams(text))
        used = np.flatnonzero(unit)
        letters: Numbers = unit[used] @ self._letters[used]
        if vector is None or self._vectors is None:
            return letters
        meaning = self._vectors @ np.asarray(vector, dtype=np.float64)
        mixed: Numbers = MEANING_SHARE * meaning + (1 - MEANING_SHARE) * letters
        return mixed

    def nearest(self, similarities: Numbers) -> Neighbour:
        """Return the nearest example."""
        place = int(np.argmax(similarities))
        return Neighbour(self.examples[place], float(similarities[place]))

    def says(self, head: Head, similarities: Numbers) -> Numbers:
        """Return how much the examples speak for each answer of a head: 0 is as much as usual."""
        weights, _ = self._of(head)
        spoken: Numbers = _kernel(similarities) @ weights
        return spoken

    def says_of_own(self, head: Head) -> Numbers:
        """Return the same for each example, as if it were not among them; exact, in closed form."""
        weights, wanted = self._of(head)
        return wanted - weights / np.diag(self._inverse)[:, None]

    def _of(self, head: Head) -> tuple[Numbers, Numbers]:
        if head.name not in self._learnt:
            answers = [
                head.answers.index(head.of(each.labels)) for each in self.examples
            ]
            wanted = np.eye(len(head.answers))[answers]
            wanted = wanted - wanted.mean(0)
            self._learnt[head.name] = self._inverse @ wanted, wanted
        return self._learnt[head.name]

    def _unit(self, grams: Counter[int]) -> Numbers:
        """Weigh the letters of a text by their rarity (TF-IDF), at length 1."""
        weights = np.zeros(BUCKETS)
        for gram, count in grams.items():
            weights[gram] = 1 + math.log(count)
        weights *= self._rarity
        length = float(np.linalg.norm(weights))
        unit: Numbers = weights / length if length else weights
        return unit


def _kernel(similarities: Numbers) -> Numbers:
    raised: Numbers = np.exp(SHARPNESS * (similarities - 1))
    return raised


def _grams(text: str) -> Counter[int]:
    """Count the runs of three and four letters of a text, as numbers below BUCKETS."""
    said = folded(text)
    return Counter(
        zlib.crc32(said[n : n + size].encode()) % BUCKETS
        for size in _GRAMS
        for n in range(len(said) - size + 1)
    )

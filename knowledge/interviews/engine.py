"""What an extraction engine is to us: a talk goes in, candidates come out part by part. Nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.interviews.candidates import Candidate
from knowledge.interviews.hearing import Talk


@dataclass(frozen=True)
class Part:
    """What an engine made of a part of a talk; there are `total` of what it counts by.

    Whoever goes on later begins at the place `after`. `stood_in` when another engine had to do it.
    """

    candidates: Sequence[Candidate]
    after: int
    total: int
    stood_in: bool = False


class Engine(Protocol):
    """Makes candidates of what was said."""

    name: str

    def parts(self, talk: Talk, first: int = 0) -> Iterator[Part]:
        """Yield the candidates in the order of the talk, from the place `first` on."""
        ...

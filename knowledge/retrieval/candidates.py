"""What a search brings back: texts that may hold the answer, and how well each one fits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """How one text fits one question, lane by lane."""

    cosine: float
    bm25: float
    matched: float
    """The summed idf of those words of the question that the text has."""


@dataclass(frozen=True)
class Candidate:
    """One atom's live version with its best unit."""

    atom: str
    version_id: int
    version: int
    title: str
    type: str
    body: str
    kind: str
    """What its best unit is: title, window, phrasing or pair."""
    section: str
    quote: str
    """The best unit as it stands in the text; the answer when a pair or phrasing won."""
    question: str
    """The pair's first phrasing; empty unless a pair or phrasing won."""
    answer: str
    score: float
    numbers: Numbers

"""What a search brings back: texts that may hold the answer, and how well each one fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.retrieval.scoring import Ranking, Scored


@dataclass(frozen=True)
class Details:
    """One atom's live version and its best unit that has words: a window, phrasing or pair.

    `kind` is `title` when it has nothing but a title, and empty when it was found by its
    words before it was embedded. Of a phrasing or pair, `answer` is the pair's answer,
    `question` the phrasing that fits, and `first_question` how the pair is headed.
    """

    atom: str
    version_id: int
    version: int
    title: str
    type: str
    body: str
    kind: str
    section: str
    quote: str
    question: str
    first_question: str
    answer: str
    language: str = "en"
    """As the header says; English where it says nothing."""
    translation_of: str = ""
    """The id of the atom that this one says in another language."""


@dataclass(frozen=True, kw_only=True)
class Candidate(Details):
    """A text that may hold the answer. `cosine` is that of the unit that is shown."""

    cosine: float
    scored: Scored


@dataclass(frozen=True)
class Retrieved:
    """Everything one search found out.

    `vector` is that of the first query, made by the embedding model `model`.
    """

    queries: Sequence[str]
    candidates: Sequence[Candidate]
    ranking: Ranking
    vector: Sequence[float]
    model: str = ""
    milliseconds: Sequence[tuple[str, float]] = ()
    """What the time was spent on, in order."""


NOTHING = Retrieved(queries=(), candidates=(), ranking=Ranking((), 0.0), vector=())

"""What a message is about and whether it needs a person, without a model: cues and labelled messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answering.clauses import clauses_of
from knowledge.answering.languages import language_in
from knowledge.answering.person_wish import wants_person
from knowledge.triage.cues import cues_of
from knowledge.triage.examples import CORRECTED, Example
from knowledge.triage.labels import (
    HEADS,
    YES,
    Category,
    Head,
    Labels,
    Priority,
    Sentiment,
)
from knowledge.triage.nearest import Neighbour, Numbers, Pool
from knowledge.triage.weights import Learnt, learnt

SAME = 0.88
"""A message so near to one that people corrected is labelled as they said."""
SURE = 0.99


@dataclass(frozen=True)
class Said:
    """What a customer wrote, as a text and, where an embedder is there, as a unit vector."""

    text: str
    vector: Sequence[float] | None = None


@dataclass(frozen=True)
class Judgement:
    """Labels, how likely the category is right, and the calibrated chance of needing a person."""

    labels: Labels
    confidence: float
    risk: float
    corrected: bool = False
    """Whether a correction of people decided."""


def judge(
    said: Said, pool: Pool, *, otherwise: str = "en", weights: Learnt | None = None
) -> Judgement:
    """Judge what a customer wrote; `otherwise` is the language of a text that shows none.

    Without `weights` those of this release decide.
    """
    weights = weights or learnt()
    similarities = pool.similarities(said.text, said.vector)
    language = language_in(said.text, otherwise)
    known = _correction(pool.nearest(similarities))
    if known is not None:
        return _as_corrected(known, language)
    cues = cues_of(said.text)
    shares = {
        head.name: _shares(head, weights, cues, pool.says(head, similarities))
        for head in HEADS
    }
    best = {name: max(share, key=share.__getitem__) for name, share in shares.items()}
    # An outright wish for a person is not weighed against anything.
    asked = wants_person(clauses_of(said.text))
    risk = max(shares["person"][YES], SURE if asked else 0.0)
    labels = Labels(
        category=Category(best["category"]),
        priority=Priority(best["priority"]),
        sentiment=Sentiment(best["sentiment"]),
        needs_person=risk >= weights.person_threshold,
        language=language,
    )
    return Judgement(labels, shares["category"][labels.category], risk)


def _shares(
    head: Head, weights: Learnt, cues: Mapping[str, float], spoken: Numbers
) -> dict[str, float]:
    features = np.array([*cues.values(), *spoken])
    chances = weights.heads[head.name].chances(features)
    return dict(zip(head.answers, chances, strict=True))


def _correction(first: Neighbour) -> Example | None:
    near = first.example.part == CORRECTED and first.similarity >= SAME
    return first.example if near else None


def _as_corrected(known: Example, language: str) -> Judgement:
    told = known.labels
    labels = Labels(
        told.category, told.priority, told.sentiment, told.needs_person, language
    )
    risk = SURE if told.needs_person else 1 - SURE
    return Judgement(labels, 1.0, risk, corrected=True)

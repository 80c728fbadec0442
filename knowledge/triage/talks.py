"""What a whole conversation is about: its subject from all that was said, its mood from the last of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.triage.judging import Judgement, Said, judge
from knowledge.triage.labels import Labels, Priority
from knowledge.triage.nearest import Pool

MOST_MESSAGES = 6
LATEST = 2
LONGEST = 2000
"""Characters; what is longer says it in its first and last thousand."""

Embed = Callable[[Sequence[str]], Sequence[Sequence[float] | None]]
"""Texts go in, their vectors come out, or None for each while there is no embedder."""


@dataclass(frozen=True)
class Read:
    """The texts that are judged of what a customer said."""

    whole: str
    latest: str


def read(said: Sequence[str]) -> Read:
    """Return what is judged of a customer's messages, the oldest first."""
    whole = "\n".join(said[-MOST_MESSAGES:])
    return Read(_short(whole), _short("\n".join(said[-LATEST:])))


def judge_talk(
    said: Sequence[str], pool: Pool, embed: Embed, *, otherwise: str
) -> Judgement:
    """Judge a customer's messages, the oldest first.

    Subject and language are those of the whole, the mood that of the last messages; a person is needed, and soon,
    when either says so.
    """
    texts = read(said)
    alike = texts.whole == texts.latest
    vectors = embed([texts.whole] if alike else [texts.whole, texts.latest])
    whole = judge(Said(texts.whole, vectors[0]), pool, otherwise=otherwise)
    if alike:
        return whole
    latest = judge(Said(texts.latest, vectors[1]), pool, otherwise=otherwise)
    order = list(Priority)
    labels = Labels(
        category=whole.labels.category,
        priority=min(whole.labels.priority, latest.labels.priority, key=order.index),
        sentiment=latest.labels.sentiment,
        needs_person=whole.labels.needs_person or latest.labels.needs_person,
        language=whole.labels.language,
    )
    return replace(whole, labels=labels, risk=max(whole.risk, latest.risk))


def _short(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"

"""The labelled messages that the desk brings along."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.triage.labels import Category, Labels, Priority, Sentiment

FILE = Path(__file__).with_name("examples.txt")
CORRECTED = "corrected"
"""The part of those that people corrected at this desk."""
_PRIORITIES = {priority.value[0]: priority for priority in Priority}
_SENTIMENTS = {
    "-": Sentiment.NEGATIVE,
    "0": Sentiment.NEUTRAL,
    "+": Sentiment.POSITIVE,
}


@dataclass(frozen=True)
class Example:
    """A message and what people say of it; `weight` is how many such messages it counts for."""

    text: str
    labels: Labels
    part: str = ""
    weight: float = 1.0


@cache
def shipped() -> tuple[Example, ...]:
    """Return the examples of knowledge/triage/examples.txt."""
    return tuple(_read(FILE.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Example]:
    part = ""
    for line in text.splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#"):
            yield _example(line, part)


def _example(line: str, part: str) -> Example:
    category, priority, sentiment, person, language, text = line.split(" ", 5)
    labels = Labels(
        category=Category(category),
        priority=_PRIORITIES[priority],
        sentiment=_SENTIMENTS[sentiment],
        needs_person=person == "y",
        language=language,
    )
    return Example(text, labels, part)

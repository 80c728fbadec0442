"""What customers want, in one line of their own words."""

import re
from collections.abc import Sequence

from knowledge.triage.cues import cues_of
from knowledge.triage.subject_words import SUBJECTS

LONGEST = 140
_SENTENCE = re.compile(r"(?<=[.!?\u2026])\s+|\n+")
_SMALL = re.compile(
    r"^(?:hi|hello|hey|hallo|guten (?:tag|morgen|abend)|bonjour|hola|good (?:morning|evening|day)|dear \w+"
    r"|thanks?(?: you)?|danke|merci|gracias|please|bitte|regards|ok(?:ay)?)\b[\s,.!]*",
    re.IGNORECASE,
)
_TELLING = (
    "own_case",
    "asks_us",
    "delay",
    "harm",
    "asks_something",
    "demand",
    "danger",
)


def one_line(messages: Sequence[str]) -> str:
    """Return the sentence that says most of what a customer wants, at most 140 characters; "" without words.

    Sentences count by the subjects and wishes that they name; of equals the first counts.
    """
    sentences = [
        shorter
        for message in messages
        for sentence in _SENTENCE.split(message)
        if (shorter := _SMALL.sub("", sentence.strip()).strip())
    ]
    if not sentences:
        said = " ".join(" ".join(messages).split())
        return _cut(said)
    return _cut(" ".join(max(sentences, key=_says).split()))


def _says(sentence: str) -> float:
    cues = cues_of(sentence)
    subjects = sum(bool(cues[name]) for name in SUBJECTS)
    wishes = sum(bool(cues[name]) for name in _TELLING)
    few = len(sentence.split()) < 3
    return subjects + 1.5 * wishes + cues["has_number"] - 2 * few


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "\u2026"

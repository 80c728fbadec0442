"""How late text reaches a customer after the model gave it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One question and its answer as a customer saw it; times are of the monotonic clock."""

    ref: str
    asked: float
    ended: float
    text: str
    turn: str
    shown: Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Lateness:
    """Seconds that the desk added: to the whole answer, to its first text, to each delta."""

    whole: float
    first: float | None
    deltas: Sequence[float]


def lateness(answer: Answer, entry: Mapping[str, Any]) -> Lateness:
    """Compare what a customer saw with when the model's tokens left.

    A delta is late by the time since the token that completed its text left the model. The text
    is matched by its characters other than blanks, which the desk may set anew.
    """
    began, times, tokens = entry["began"], entry["times"], entry["tokens"]
    lengths = list(accumulate(len("".join(token.split())) for token in tokens))
    own = times[-1] - began
    deltas: list[float] = []
    first = None
    for end, came in answer.shown:
        length = len("".join(answer.text[:end].split()))
        # A desk that dropped a sentence shows fewer characters than the model gave.
        token = min(bisect_left(lengths, length), len(times) - 1)
        deltas.append(came - times[token])
        if first is None:
            first = came - answer.asked - (times[token] - began)
    return Lateness(answer.ended - answer.asked - own, first, deltas)


def by_ref(
    entries: Sequence[Mapping[str, Any]], answers: Sequence[Answer]
) -> list[tuple[Answer, Mapping[str, Any]]]:
    """Pair every answer with the model's record of it; answers without a model are left out."""
    known: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        ref = entry["asked"].rpartition("(ref ")[2].partition(")")[0]
        if ref and entry["times"]:
            known[ref] = entry
    return [(a, known[a.ref]) for a in answers if a.ref in known]

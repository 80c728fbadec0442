"""Which language an interview is in, told by its longest turns."""

from collections.abc import Iterable

from knowledge.answering.languages import language_in
from knowledge.interviews.turns import Turn

MOST_TURNS = 20
MOST_CHARACTERS = 400


def language_of(turns: Iterable[Turn]) -> str:
    """Return a code such as `en`; empty where nothing tells."""
    longest = sorted(turns, key=lambda turn: len(turn.text), reverse=True)
    sample = " ".join(turn.text[:MOST_CHARACTERS] for turn in longest[:MOST_TURNS])
    return language_in(sample, "")

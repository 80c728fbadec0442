"""A talk cut into stretches: as much of it as one request to a model shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from knowledge.interviews.hearing import Talk
from knowledge.interviews.roles import OTHER
from knowledge.interviews.turns import Turn

LONGEST_STRETCH = 5000
"""Characters of talk in one request: with the rules and the reply it fits a context of 4,096 tokens."""
_USUAL = 0.66
"""How full stretches are as a rule: a question that begins another matter ends one early."""


@dataclass(frozen=True)
class Stretch:
    """Some turns that follow each other."""

    turns: tuple[Turn, ...]

    @property
    def numbers(self) -> frozenset[int]:
        """The turns that the model may name."""
        return frozenset(turn.number for turn in self.turns)

    @property
    def fits(self) -> bool:
        """Whether one request can show it."""
        return sum(len(turn.text) for turn in self.turns) <= LONGEST_STRETCH


def stretches_of(talk: Talk) -> list[Stretch]:
    """Cut a talk before questions that begin another matter, into stretches that fit a request."""
    turns, roles = talk.transcript.turns, talk.roles
    said = [turn for turn in turns if roles.get(turn.speaker) != OTHER]
    return [Stretch(tuple(held)) for held in _cut(said, talk.heard.breaks)]


def about_stretches(characters: int) -> int:
    """Return about how many stretches so much talk is cut into, without reading it."""
    return ceil(characters / (LONGEST_STRETCH * _USUAL))


def _cut(turns: Sequence[Turn], begins: frozenset[int]) -> Iterator[list[Turn]]:
    held: list[Turn] = []
    for turn in turns:
        size = sum(len(each.text) for each in held)
        full = size + len(turn.text) > LONGEST_STRETCH
        if held and (full or (turn.number in begins and size > LONGEST_STRETCH // 2)):
            yield held
            held = []
        held.append(turn)
    if held:
        yield held

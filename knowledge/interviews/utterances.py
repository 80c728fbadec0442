"""Turns cut into utterances: one spoken sentence each, with the turns that it came from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter

from knowledge.interviews.cutting import is_rough, sentences_of
from knowledge.interviews.questions import asks
from knowledge.interviews.roles import EXPERT, INTERVIEWER
from knowledge.interviews.turns import Turn
from knowledge.interviews.written import fluent


@dataclass(frozen=True)
class Utterance:
    """One spoken sentence, or a part of one; `owners` names the turn of each of its words.

    A word that a later turn corrected is that turn's.
    """

    text: str
    owners: tuple[int, ...]
    role: str = EXPERT

    @property
    def turns(self) -> tuple[int, ...]:
        """The turns that its words come from, sorted."""
        return tuple(sorted(set(self.owners)))

    @property
    def turn(self) -> int:
        """The turn in which it begins."""
        return self.owners[0]

    def with_text(self, text: str, by: "Utterance") -> "Utterance":
        """Return it with another text, whose new words are those of the utterance `by`."""
        before, after = self.text.split(), text.split()
        owners = [by.turn] * len(after)
        for block in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_matching_blocks():
            owners[block.b : block.b + block.size] = self.owners[
                block.a : block.a + block.size
            ]
        if by.turn not in owners and owners:
            owners[-1] = by.turn
        return replace(self, text=text, owners=tuple(owners))

    def parts(self, texts: Iterable[str]) -> "list[Utterance]":
        """Return it in parts that joined are its text."""
        found, at = [], 0
        for text in texts:
            length = len(text.split())
            if length:
                found.append(
                    replace(
                        self, text=text.strip(), owners=self.owners[at : at + length]
                    )
                )
            at += length
        return found


def utterances_of(turns: Sequence[Turn], roles: Mapping[str, str]) -> list[Utterance]:
    """Cut turns into utterances, in order; a speaker without a role is taken for an expert.

    A sentence may run over turns that follow each other, as it does in subtitles. Where no stops were
    written, sentences are cut before words that mostly begin one. Behind turns that name nobody there are
    several people: who asks there is no expert.
    """
    rough = is_rough(turns)
    return [
        utterance
        for _, stretch in groupby(turns, key=attrgetter("speaker"))
        for utterance in _of_stretch(list(stretch), roles, rough=rough)
    ]


def _of_stretch(
    turns: Sequence[Turn], roles: Mapping[str, str], *, rough: bool
) -> Iterator[Utterance]:
    role = roles.get(turns[0].speaker, EXPERT)
    said = [fluent(turn.text, rough=rough) for turn in turns]
    # By characters: scripts without spaces end sentences within what split() takes for a word.
    owners = [
        t.number
        for t, text in zip(turns, said, strict=True)
        for c in text
        if not c.isspace()
    ]
    at = 0
    for text in sentences_of(" ".join(said), rough=rough):
        mine = []
        for word in text.split():
            mine.append(owners[at])
            at += len(word)
        yield Utterance(text, tuple(mine), _role_in(text, role, turns[0].speaker))


def _role_in(text: str, role: str, speaker: str) -> str:
    """Return who says a sentence: of nobody named, an interviewer what asks."""
    return INTERVIEWER if not speaker and role == EXPERT and asks(text) else role

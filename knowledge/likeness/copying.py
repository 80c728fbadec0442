"""Whether a text is a copy of another one, whatever title stands above it: sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.wording import bare
from knowledge.likeness.contradictions import agree
from knowledge.likeness.nearness import overlap, replaced
from knowledge.likeness.statements import Statement, Text

COPY = 0.75
"""Share of the sentences of the shorter text from which on it is a copy."""
FEWEST = 2
"""One sentence in common says little: a text may consist of it."""
SAME_SENTENCE = 0.9
"""Share of words in common of a sentence that somebody copied and only added a word to."""


@dataclass(frozen=True)
class Copied:
    """How many of the sentences of the shorter text stand in the other one too."""

    sentences: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """Return it from 0 to 1."""
        return self.sentences / self.of if self.of else 0.0

    def __bool__(self) -> bool:
        return self.sentences >= FEWEST and self.share >= COPY


NOT_COPIED = Copied()


def copied(one: Text, other: Text) -> Copied:
    """Count the sentences that two texts share word for word, or but for a word that was added."""
    shorter, longer = sorted((one.statements, other.statements), key=len)
    known = {bare(said.text) for said in longer}
    same = [
        said for said in shorter if bare(said.text) in known or _stands_in(said, longer)
    ]
    return Copied(len(same), len(shorter))


def _stands_in(said: Statement, others: Sequence[Statement]) -> bool:
    return any(
        overlap(said.terms, other.terms) >= SAME_SENTENCE
        and not replaced(said.words, other.words)
        and said.code == other.code
        and agree(said, other)
        for other in others
    )

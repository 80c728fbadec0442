"""Whether the transcript supports a sentence: each of its words was said in the turns that it names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.answering.facts import facts_of, known_from, missing
from knowledge.answering.polarity import Stance, contradicts
from knowledge.answering.word_sets import word_set
from knowledge.answering.wording import stem, words_of
from knowledge.interviews.turns import Numbered
from knowledge.interviews.written import casual_spelled, is_hedged

_LITTLE = word_set("""a an the and or of to in on at is are be it this that""")
"""Words that a sentence needs and nobody could be misled by."""
_ENDS = re.compile(r"(?<=[.!?])\s+")
_PARTS = re.compile(r"(?<=[.!?;,\u2013\u2014])\s+")
_SAME = 0.8
"""Share of words that a part of a turn has in common with a sentence made of it."""


@dataclass(frozen=True)
class Sentence:
    """A written sentence, the numbers of the turns that it comes from, and whether they say it.

    `unsure` when the speaker said so in these turns.
    """

    text: str
    turns: tuple[int, ...]
    supported: bool = True
    unsure: bool = False


class Support:
    """The words of a transcript by turn, to hold sentences against."""

    def __init__(self, turns: Iterable[Numbered]) -> None:
        self._texts = {turn.number: casual_spelled(turn.text) for turn in turns}
        self._stems: dict[int, frozenset[str]] = {}

    def checked(self, sentence: Sentence) -> Sentence:
        """Return a sentence with what was found about it."""
        said = [self._texts[n] for n in sentence.turns if n in self._texts]
        return replace(
            sentence,
            supported=bool(said) and self._says(sentence, said),
            unsure=any(is_hedged(text) for text in said),
        )

    def all_checked(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """Return all sentences with what was found about each."""
        return tuple(self.checked(sentence) for sentence in sentences)

    def _says(self, sentence: Sentence, said: Sequence[str]) -> bool:
        text = casual_spelled(sentence.text)
        known = frozenset().union(
            *(self._stems_of(n) for n in sentence.turns if n in self._texts)
        )
        words = [word for word in words_of(text) if word not in _LITTLE]
        if any(stem(word) not in known for word in words if not word.isdigit()):
            return False
        if missing(facts_of(text), known_from(said)):
            return False
        return not _denied_otherwise(text, said)

    def _stems_of(self, number: int) -> frozenset[str]:
        found = self._stems.get(number)
        if found is None:
            found = frozenset(stem(word) for word in words_of(self._texts[number]))
            self._stems[number] = found
        return found


def _denied_otherwise(text: str, said: Sequence[str]) -> bool:
    """Whether a sentence leaves out, or adds, a denial of the very words that it is made of."""
    stance = Stance(text)
    # "Twenty seconds, not ten" denies in one of its parts only, and is said as a whole.
    cut = (part for whole in said for by in (_PARTS, _ENDS) for part in by.split(whole))
    parts = (Stance(part) for part in cut)
    near = [part for part in parts if _alike(stance.terms, part.terms)]
    return bool(near) and all(contradicts(stance, part) for part in near)


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one), len(other), 1)


def unsupported(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences that the transcript does not support."""
    return tuple(sentence for sentence in sentences if not sentence.supported)

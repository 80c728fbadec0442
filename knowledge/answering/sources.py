"""Passages made ready for comparing: their sentences, the words in each, and the facts."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from knowledge.answering.facts import Known, known_from
from knowledge.answering.polarity import Stance
from knowledge.answering.sentences import sentences_of
from knowledge.answering.wording import LIST_SIGN, bare, terms_of
from knowledge.llm.chat import Passage

_NEIGHBOURS = 3
_BREVITY = 0.3


class Said:
    """One sentence or line of a source."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.terms = frozenset(terms_of(text))

    @cached_property
    def stance(self) -> Stance:
        return Stance(self.text)

    def closeness(self, terms: frozenset[str]) -> float:
        """Return how much of `terms` is said here; of two that say as much, the shorter is closer."""
        if not terms or not self.terms:
            return 0.0
        shared = len(terms & self.terms)
        return shared / len(terms) + _BREVITY * shared / len(self.terms)


class Source:
    """One passage. What is derived is made when it is first asked for."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.n = passage.n

    @cached_property
    def sentences(self) -> Sequence[Said]:
        return said_in(self.passage.text)

    @cached_property
    def verbatim(self) -> frozenset[str]:
        return frozenset(bare(said.text) for said in self.sentences)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(terms_of(" ".join(self.texts)))

    @cached_property
    def denied(self) -> frozenset[str]:
        """The stems that stand behind a negation anywhere here."""
        return frozenset().union(*(said.stance.denied for said in self.sentences))

    @cached_property
    def known(self) -> Known:
        return known_from(self.texts)

    @property
    def texts(self) -> tuple[str, str, str]:
        return self.passage.title, self.passage.section, self.passage.text


# Answers come from the same few passages, and to cut one into sentences takes a millisecond.
@lru_cache(maxsize=256)
def said_in(text: str) -> tuple[Said, ...]:
    """Return the sentences and lines of a passage's text."""
    return tuple(Said(found) for found in sentences_of(text))


def closest(terms: frozenset[str], sources: Iterable[Source]) -> list[Said]:
    """Return the sentences closest to these words: more than one only when they are equally so."""
    rated = [
        (said.closeness(terms), said) for source in sources for said in source.sentences
    ]
    best = max((closeness for closeness, _ in rated), default=0.0)
    return [said for closeness, said in rated if closeness == best > 0]


def together(terms: frozenset[str], source: Source) -> float:
    """Return the largest share of the words that neighbouring sentences have together."""
    if not terms:
        return 0.0
    said = source.sentences
    return max(
        (
            len(
                terms & frozenset().union(*(s.terms for s in said[i : i + _NEIGHBOURS]))
            )
            for i in range(len(said))
        ),
        default=0,
    ) / len(terms)


def quote_of(text: str, source: Source, longest: int = 240) -> str:
    """Return the sentence of the source that says this best, word for word, cut between words."""
    near = closest(frozenset(terms_of(text)), [source])
    best = near[0].text if near else source.passage.text.strip()
    # A sentence that was joined over a line end does not stand there literally.
    best = best if best in source.passage.text else best.split("\n")[0]
    best = LIST_SIGN.sub("", best)
    return best if len(best) <= longest else best[:longest].rsplit(" ", 1)[0]

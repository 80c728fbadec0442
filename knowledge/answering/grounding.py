"""Whether a sentence is supported by the passages that it cites, without asking a model.

Embeddings do not see a changed number or a "not"; so words, facts and negations are compared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from knowledge.answering.facts import Fact, facts_of, known_from, missing
from knowledge.answering.polarity import Stance, contradicts
from knowledge.answering.sources import Source, closest, quote_of, together
from knowledge.answering.wording import bare, terms_of, words_of
from knowledge.llm.chat import Passage

SHARE_NEEDED = 0.5
SHARE_NEEDED_OF_FEW = 0.7
FEW_WORDS = 5
"""Share of a sentence's words that neighbouring sentences of one passage must have; more of a
short one, where a single word may be all that is wrong."""
SHARE_OF_MARKER = 0.3
"""Below this, one of several markers is taken off a sentence that the others support."""
SAME_MATTER = 0.5
"""How close a source sentence must be for its negations to be compared."""
LEAD_SHARE = 0.5
_SHORTEST_VERBATIM = 12

Reason = Literal["unsupported", "facts", "opposite", "code", "rules"]
_LEADING_WORDS = frozenset(
    terms_of(
        """follow following step steps here first second next then finally note example important
        answer summary way ways option options instruction instructions do need try possible
        folgen folgende schritt schritte hier zuerst danach hinweis beispiel wichtig so gehen
        vorgehen moglichkeit moglichkeiten anleitung"""
    )
)


@dataclass(frozen=True)
class Finding:
    """What was found about one sentence: where it is supported, or why it is not."""

    support: Sequence[int] = ()
    """Numbers of the passages that support it, cited ones if any of them does."""
    reason: Reason | None = None
    detail: str = ""


class Grounds:
    """The passages of one answer and the customer's question, ready to be compared with."""

    def __init__(self, passages: Iterable[Passage], question: str) -> None:
        self._sources = {passage.n: Source(passage) for passage in passages}
        self._question = question
        self._asked = known_from([question])
        self._asked_terms = frozenset(terms_of(question))

    def says_verbatim(self, text: str) -> list[int]:
        """Return the passages in which this very sentence or line stands."""
        said = bare(text)
        if len(said) < _SHORTEST_VERBATIM:
            return []
        return [n for n, source in self._sources.items() if said in source.verbatim]

    def times_said(self, text: str) -> int:
        """Return how often a passage says this at most: steps may repeat themselves."""
        said = bare(text)
        return max(
            (bare(s.passage.text).count(said) for s in self._sources.values()),
            default=0,
        )

    def judge(self, text: str, cited: Sequence[int]) -> Finding:
        """Look for support in the cited passages together, then in each of the others alone."""
        if verbatim := self.says_verbatim(text):
            return Finding([n for n in cited if n in verbatim] or verbatim)
        findings = [self._compare(text, group) for group in self._groups(cited)]
        # Another passage may support it, but not against one that says the opposite.
        if opposite := [found for found in findings if found.reason == "opposite"]:
            return opposite[0]
        supported = (found for found in findings if found.reason is None)
        return next(
            supported, findings[0] if findings else Finding(reason="unsupported")
        )

    def judge_lead(self, text: str) -> Finding:
        """Judge a heading or a line that ends with a colon: it names what follows, no more."""
        terms = terms_of(text)
        usual = self._asked_terms | _LEADING_WORDS
        known = sum(
            t in usual or any(t in s.terms for s in self._sources.values())
            for t in terms
        )
        if known < LEAD_SHARE * len(terms):
            return Finding(reason="unsupported")
        if lacking := self._lacking(text, self._sources.values()):
            return Finding(reason="facts", detail=lacking)
        return Finding()

    def judge_code(self, code: str) -> Finding:
        """Code must be made of words that one passage or the question has."""
        words = set(words_of(code))
        asked = set(words_of(self._question))
        for n, source in self._sources.items():
            if words <= asked | set(words_of(source.passage.text)):
                return Finding([n])
        return Finding(reason="code")

    def share(self, text: str) -> float:
        """Return the largest share of the words that neighbouring sentences of one passage have."""
        terms = frozenset(terms_of(text))
        return max((together(terms, s) for s in self._sources.values()), default=0.0)

    def quote(self, text: str, n: int) -> str:
        """Return what passage `n` says of this, word for word."""
        return quote_of(text, self._sources[n])

    def _groups(self, cited: Sequence[int]) -> Iterator[list[Source]]:
        if cited:
            yield [self._sources[n] for n in cited]
        yield from (
            [source] for n, source in self._sources.items() if [n] != list(cited)
        )

    def _compare(self, text: str, sources: Sequence[Source]) -> Finding:
        terms = frozenset(terms_of(text))
        shares = {source.n: together(terms, source) for source in sources}
        needed = SHARE_NEEDED_OF_FEW if len(terms) <= FEW_WORDS else SHARE_NEEDED
        if not terms or max(shares.values()) < needed:
            return Finding(reason="unsupported")
        if lacking := self._lacking(text, sources):
            return Finding(reason="facts", detail=lacking)
        if strange := self._strange_code(text, sources):
            return Finding(reason="code", detail=strange)
        if _says_opposite(text, terms, sources):
            return Finding(reason="opposite")
        return Finding([n for n, share in shares.items() if share >= SHARE_OF_MARKER])

    def _lacking(self, text: str, sources: Iterable[Source]) -> str:
        """Name the facts that no source has.

        One that only the customer named may be said again beside a fact of a source or in a
        denial; else the bot would agree with whatever it is asked.
        """
        facts = facts_of(text)
        known = known_from(chain.from_iterable(source.texts for source in sources))
        lacking = missing(facts, known)
        repeated = bool(lacking) and not missing(lacking, self._asked)
        if repeated and (len(lacking) < len(facts) or Stance(text).negations):
            return ""
        return _named(lacking)

    def _strange_code(self, text: str, sources: Iterable[Source]) -> str:
        texts = [*(source.passage.text for source in sources), self._question]
        literal = " ".join(" ".join(texts).casefold().split())
        spans = (
            " ".join(span.casefold().split())
            for span in re.findall(r"`([^`\n]+)`", text)
        )
        return next((span for span in spans if span not in literal), "")


def _says_opposite(text: str, terms: frozenset[str], sources: Sequence[Source]) -> bool:
    """Whether the closest sentences all say the opposite, or nothing denies what this denies."""
    stance = Stance(text)
    if stance.denied and not any(stance.denied & source.denied for source in sources):
        return True
    near = [
        said for said in closest(terms, sources) if said.closeness(terms) >= SAME_MATTER
    ]
    return bool(near) and all(contradicts(stance, said.stance) for said in near)


def _named(facts: Sequence[Fact]) -> str:
    return ", ".join(fact.shown for fact in facts)

"""Ways to tell a sentence's own texts from others by words and vectors, as AUROC on expert answers.

    python -m benchmarks.containment FOLDER

FOLDER is an evaluation set whose questions have expert answers. The first way is what the output
checks do; the others are ideas that were not kept.
"""

import argparse
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from benchmarks.grounded import Case, cases_of, wrong_ones
from knowledge.answering.sources import Said, Source
from knowledge.answering.wording import terms_of
from knowledge.evaluation.figures import auroc
from knowledge.llm.chat import Passage
from knowledge.llm.minilm import MiniLM

NEIGHBOURS = 3
FOUND = 10
KINDS = ("sentence of another answer", "sentence of the nearest text")
Way = Callable[[str, Sequence[str]], float]
Weight = Callable[[str], float]


class Ways:
    """How much of a sentence its sources hold, by each way."""

    def __init__(self, cases: Sequence[Case], minilm: MiniLM) -> None:
        texts = {text for case in cases for text in (*case.sources, case.nearest)}
        self._terms = {text: frozenset(terms_of(text)) for text in sorted(texts)}
        self._minilm = minilm
        self._source = cache(lambda t: Source(Passage(1, "", 1, 1, "", "", t)))
        self._vectors = cache(
            lambda t: minilm.embed([said.text for said in self._source(t).sentences])
        )
        self._vector = cache(lambda sentence: minilm.embed([sentence])[0])
        self._rarities = cache(self._rarity_near)
        everywhere = rarity(self._terms.values())
        words = self._neighbours(lambda _: lambda _: 1.0)
        rare = self._neighbours(lambda _: everywhere)
        near = self._neighbours(lambda sources: self._rarities(tuple(sources)))
        order = self._bigrams(everywhere)
        self.all: dict[str, Way] = {
            "words alike": words,
            "idf among all texts": rare,
            "idf among the ten nearest": near,
            "idf, and bigrams": lambda s, t: rare(s, t) + order(s, t),
            "idf, bigrams, cosine": (
                lambda s, t: rare(s, t) + order(s, t) + self._cosine(s, t)
            ),
        }

    def _neighbours(self, weights: Callable[[Sequence[str]], Weight]) -> Way:
        """The share of the words' weight that neighbouring sentences have."""

        def way(sentence: str, sources: Sequence[str]) -> float:
            terms, weight = frozenset(terms_of(sentence)), weights(sources)
            said = [self._source(text).sentences for text in sources]
            best = max(
                sum(map(weight, terms & _joined(each, i)))
                for each in said
                for i in range(len(each))
            )
            return best / sum(map(weight, terms))

        return way

    def _bigrams(self, weight: Weight) -> Way:
        def way(sentence: str, sources: Sequence[str]) -> float:
            pairs = _pairs(sentence)
            known = pairs & set().union(*map(_pairs, sources))
            return _weight(known, weight) / (_weight(pairs, weight) or 1.0)

        return way

    def _cosine(self, sentence: str, sources: Sequence[str]) -> float:
        return max(
            float((self._vectors(text) @ self._vector(sentence)).max())
            for text in sources
        )

    def _rarity_near(self, sources: Sequence[str]) -> Weight:
        wanted = frozenset().union(*(self._terms[text] for text in sources))
        near = sorted(
            self._terms.values(), key=lambda t: -len(t & wanted) / len(t) ** 0.5
        )
        return rarity(near[:FOUND])


def rarity(texts: Iterable[frozenset[str]]) -> Weight:
    """Return the inverse document frequency of words among texts."""
    known = list(texts)
    spread = Counter(term for text in known for term in text)
    return lambda t: math.log(1 + (len(known) - spread[t] + 0.5) / (spread[t] + 0.5))


def _joined(said: Sequence[Said], start: int) -> frozenset[str]:
    return frozenset().union(*(s.terms for s in said[start : start + NEIGHBOURS]))


@cache
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    terms = terms_of(text)
    return frozenset(pairwise(terms))


def _weight(pairs: Iterable[tuple[str, str]], weight: Weight) -> float:
    return sum(weight(first) + weight(second) for first, second in pairs)


def main() -> None:
    """Print one row for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    cases = list(cases_of(given.folder))
    wrong: dict[str, list[tuple[str, Sequence[str]]]] = {kind: [] for kind in KINDS}
    for kind, _form, sentence, sources in wrong_ones(cases):
        if kind in wrong:
            wrong[kind].append((sentence, sources))
    with tempfile.TemporaryDirectory(prefix="atomdesk-containment-") as folder:
        minilm = MiniLM(cache=Path(folder), threads=2)
        for name, way in Ways(cases, minilm).all.items():
            true = [way(case.sentence, case.sources) for case in cases]
            areas = [auroc(true, [way(*one) for one in wrong[kind]]) for kind in KINDS]
            figures = " | ".join(f"{area:.3f}" for area in areas)
            sys.stdout.write(f"| {name} | {figures} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

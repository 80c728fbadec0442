"""Ways to rank the texts of a set: the parts of the live ranking, and ideas that were not kept."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.offline import Shelf, ways
from knowledge.evaluation.sets import AskedQuery, EvaluationSet
from knowledge.indexing.units import words_of
from knowledge.llm.minilm import MiniLM
from knowledge.retrieval.scoring import LONG, content_words, together

Row = NDArray[np.float64]
Measure = Callable[[str], Row]
"""How well each text of a set fits one way to ask."""

NEIGHBOURS = 10
LEAST_WORDS = 3


@dataclass(frozen=True)
class Bench:
    """One set ready to be ranked in many ways."""

    evaluated: EvaluationSet
    shelf: Shelf
    minilm: MiniLM

    def vector(self, question: str) -> Row:
        (vector,) = self.minilm.embed([question])
        return vector.astype(np.float64)

    def over_units(
        self, vector: Row, joined: Callable[[list[float]], float] = max
    ) -> Row:
        return np.array(
            [
                joined(sorted((entry.vectors @ vector).tolist(), reverse=True))
                for entry in self.shelf.entries
            ]
        )

    def shares(self, question: str) -> Row:
        """BM25 as a share of the rarity of the words asked."""
        bm25, rarity = self.shelf.words.found(question)
        return self._row(bm25) / (rarity or 1.0)

    def names(self, question: str) -> Row:
        return self._row(self.shelf.names.found(question))

    def _row(self, found: Mapping[int, float]) -> Row:
        row = np.zeros(len(self.shelf.entries))
        row[list(found)] = list(found.values())
        return row

    def recall(self, measure: Measure) -> float:
        """The share of answerable questions whose best text over all ways to ask is right."""
        asked = [query for query in self.evaluated.queries if query.in_scope]
        return float(np.mean([self._hit(query, measure) for query in asked]))

    def _hit(self, query: AskedQuery, measure: Measure) -> bool:
        best = np.max([measure(question) for question in ways(query)], axis=0)
        return self.evaluated.items[int(best.argmax())].id in query.relevant


def kept(bench: Bench) -> dict[str, Measure]:
    """Return the parts of the ranking, each row with one more; the last is the live one."""

    def dense(question: str) -> Row:
        return bench.over_units(bench.vector(question))

    def mixed(question: str) -> Row:
        return 0.8 * dense(question) + 0.2 * bench.shares(question)

    def agreeing(question: str) -> Row:
        near = bench.over_units(bench.vector(question), together)
        return 0.8 * near + 0.2 * bench.shares(question)

    def by_length(question: str) -> Row:
        return mixed(question) if content_words(question) > LONG else agreeing(question)

    def live(question: str) -> Row:
        return by_length(question) + 0.1 * bench.names(question)

    return {
        "BM25 alone": bench.shares,
        "the nearest unit alone": dense,
        "+ BM25 (0.8 and 0.2)": mixed,
        "+ four units that agree": agreeing,
        "+ but one for long messages": by_length,
        "+ names spelled alike: live": live,
    }


class Ideas:
    """Ideas on top of the live ranking, each at about the best weight that was found for it."""

    def __init__(self, bench: Bench, live: Measure) -> None:
        self._bench, self._live = bench, live
        items = bench.evaluated.items
        self._titles = bench.minilm.embed([item.text.title for item in items])
        self._units = np.concatenate([entry.vectors for entry in bench.shelf.entries])
        self._hubs = _hubs(bench.shelf, self._units)
        self._vocabulary = Counter(
            word
            for item in items
            for word in re.findall(r"[a-z]+", words_of(item.text).casefold())
        )

    @property
    def measures(self) -> dict[str, Measure]:
        """Return each idea by its name."""
        return {
            "nearness of the title": self._titled,
            "nearness of the whole text": self._centred,
            "pseudo-relevance feedback": self._fed_back,
            "less for units near to all (CSLS)": self._without_hubs,
            "first sentence asked as well": self._first_sentence,
            "typing errors mended": self._spelled_right,
            "BM25 over words that are known": self._known_words,
        }

    def _titled(self, question: str) -> Row:
        return self._live(question) + 0.05 * (
            self._titles @ self._bench.vector(question)
        )

    def _centred(self, question: str) -> Row:
        vector = self._bench.vector(question)
        middles = self._bench.shelf.middles
        centre = np.array([(each @ vector).max() for each in middles])
        return self._live(question) + 0.1 * centre

    def _fed_back(self, question: str) -> Row:
        vector = self._bench.vector(question)
        moved = vector + 0.1 * self._units[self._units.dot(vector).argmax()]
        near = self._bench.over_units(moved / np.linalg.norm(moved))
        return self._live(question) + 0.8 * (near - self._bench.over_units(vector))

    def _without_hubs(self, question: str) -> Row:
        vector = self._bench.vector(question)
        entries = self._bench.shelf.entries
        near = [
            (entry.vectors @ vector - hub / 2).max()
            for entry, hub in zip(entries, self._hubs, strict=True)
        ]
        return self._live(question) + 0.1 * np.array(near)

    def _first_sentence(self, question: str) -> Row:
        first = re.split(r"(?<=[.?!])\s+|\n", question.strip())[0]
        if len(first.split()) < LEAST_WORDS or first == question:
            return self._live(question)
        return (self._live(question) + self._live(first)) / 2

    def _spelled_right(self, question: str) -> Row:
        mended = re.sub(
            r"[A-Za-z]{5,}", lambda word: _known(word[0], self._vocabulary), question
        )
        return self._live(mended)

    def _known_words(self, question: str) -> Row:
        words = re.findall(r"\w+", question)
        known = " ".join(word for word in words if word.casefold() in self._vocabulary)
        more = self._bench.shares(known) - self._bench.shares(question)
        return self._live(question) + 0.2 * more


def _hubs(shelf: Shelf, units: Row) -> list[Row]:
    """How near each unit is to its nearest ones of other texts."""
    owners = np.repeat(
        np.arange(len(shelf.entries)), [len(entry.units) for entry in shelf.entries]
    )
    near = units @ units.T
    near[owners[:, None] == owners[None]] = -1
    mean = np.sort(near, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    return [mean[owners == owner] for owner in range(len(shelf.entries))]


def _known(word: str, vocabulary: Counter[str]) -> str:
    """The most frequent word of the texts that is one letter away, for one they do not have."""
    lower = word.casefold()
    if lower in vocabulary:
        return word
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(lower[:n], lower[n:]) for n in range(1, len(lower) + 1)]
    near = [begin + end[1:] for begin, end in cuts if end]
    near += [begin + end[1] + end[0] + end[2:] for begin, end in cuts if len(end) > 1]
    near += [
        begin + letter + tail
        for begin, end in cuts
        for letter in letters
        for tail in (end, end[1:])
    ]
    return (
        max(near, key=lambda other: vocabulary[other])
        if any(other in vocabulary for other in near)
        else word
    )

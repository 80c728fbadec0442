"""Answers that are given again: how often, how often wrongly, and how fast.

    python -m benchmarks.cache FOLDER

FOLDER holds sets of questions with answers, as `manage.py evaluate` takes them. Of each, traffic is
made: which pair is asked for, and in which of its wordings, by Zipf's law. A wording is a known
phrasing of the set, or one of its labelled questions. Then the times of a desk with the manual.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.manual_desk import manual_desk
from benchmarks.offline import RememberingMiniLM
from knowledge.answering.repeating import NEAR
from knowledge.answering.same_asking import asking_of, asks_the_same, key_of
from knowledge.evaluation.sets import EvaluationSet, read_set
from knowledge.llm.embedder import Embedder, Vectors

ASKED = (300, 5000)
"""Of so few, about as many have been asked for before as on a day of a desk; of many, nearly all."""
SEED = 20261122
EXPONENT = 1.0
RUNS = 3
DATA = Path(__file__).parents[1] / "tests" / "data"
PAIRS = {"": "near_misses.txt", ", held out": "near_misses_held_out.txt"}
HEAD = "| set | wordings | asked | asked before | same words | other words | known phrasing | no model | of repeats and paraphrases | wrong |"


def main() -> None:
    """Print the near misses, the traffic of each set, and the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, help="keep embeddings in this file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atomdesk-cache-") as folder:
        file = given.vectors or Path(folder) / "vectors.npz"
        minilm = RememberingMiniLM(cache=file.parent, threads=1, file=file)
        for pairs in near_misses(minilm):
            print(
                f"{pairs.number} pairs that are {pairs.kind}: {pairs.same} the same by their words,"
                f" {pairs.high} at a cosine of {NEAR} and more, median {pairs.median:.2f}"
            )
        print(f"{HEAD}\n|{'---|' * HEAD.count(' | ')}---|")
        for each in sorted(given.folder.glob("*/faq.jsonl")):
            for times in ASKED:
                print(_traffic(read_set(each.parent), minilm, times))
        minilm.keep()
    _times()


@dataclass(frozen=True)
class Pairs:
    """Pairs of one kind: how many are taken for the same by their words, how many are near."""

    kind: str
    number: int
    same: int
    high: int
    median: float
    """Of their cosines."""


def near_misses(embedder: Embedder) -> list[Pairs]:
    """Compare the pairs that must stay apart, and those that ask the same, of both parts."""
    return [
        _compared(f"{kind}{part}", pairs, embedder)
        for part, file in PAIRS.items()
        for kind, pairs in _kinds_of(DATA / file).items()
    ]


def _kinds_of(file: Path) -> dict[str, list[tuple[str, str]]]:
    kinds: dict[str, list[tuple[str, str]]] = {"different": [], "same": []}
    kind = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:].partition(":")[0]
        elif line.strip() and kind in kinds:
            one, other = line.split(" | ")
            kinds[kind].append((one, other))
    return kinds


def _compared(kind: str, pairs: Sequence[tuple[str, str]], embedder: Embedder) -> Pairs:
    ones, others = (embedder.embed(list(side)) for side in zip(*pairs, strict=True))
    cosines = (ones * others).sum(axis=1)
    return Pairs(
        kind=kind,
        number=len(pairs),
        same=sum(asks_the_same(*pair) for pair in pairs),
        high=int((cosines >= NEAR).sum()),
        median=float(median(cosines)),
    )


def _wordings(of: EvaluationSet) -> dict[str, list[str]]:
    """Return the known phrasings of each pair, and behind them what people asked."""
    found = {
        item.id: [phrasing for pair in item.text.pairs for phrasing in pair.phrasings]
        for item in of.items
    }
    for query in of.queries:
        if query.in_scope and len(query.relevant) == 1 and not query.history:
            found.setdefault(next(iter(query.relevant)), []).append(query.text)
    return found


def _zipf(chance: random.Random, things: Sequence[str], times: int) -> Iterator[str]:
    weights = list(accumulate((n + 1) ** -EXPONENT for n in range(len(things))))
    return iter(chance.choices(things, cum_weights=weights, k=times))


def _traffic(of: EvaluationSet, minilm: RememberingMiniLM, times: int) -> str:
    """Let a set be asked, and return its row; all wordings but the known ones need a model once."""
    chance = random.Random(SEED)
    wordings = _wordings(of)
    ids = sorted(wordings)
    for texts in (ids, *wordings.values()):
        chance.shuffle(texts)
    known = [
        (phrasing, item.id)
        for item in of.items
        for pair in item.text.pairs
        for phrasing in pair.phrasings
    ]
    texts = sorted({text for each in wordings.values() for text in each})
    vectors = dict(zip(texts, _embedded(minilm, texts), strict=True))
    asked = [
        (next(_zipf(chance, wordings[one], 1)), one)
        for one in _zipf(chance, ids, times)
    ]
    counts: Counter[str] = Counter()
    kept = Kept(vectors)
    phrasings = Kept(vectors)
    for text, one in known:
        phrasings.add(text, one)
    seen: set[str] = set()
    for text, one in asked:
        repeats = one in seen
        seen.add(one)
        counts["before"] += repeats
        found, how = kept.find(text)
        if not found:
            found, how = phrasings.find(text)[0], "known"
        if not found:
            kept.add(text, one)
            continue
        counts[how] += 1
        counts["good"] += repeats
        counts["wrong"] += one not in found
    spared = counts["exact"] + counts["near"] + counts["known"]
    shares = (
        counts["before"], counts["exact"], counts["near"], counts["known"], spared,
    )  # fmt: skip
    told = " | ".join(f"{share / times:.3f}" for share in shares)
    of_repeats = counts["good"] / max(counts["before"], 1)
    return f"| {of.name} | {len(texts)} | {times} | {told} | {of_repeats:.3f} | {counts['wrong']} |"


def _embedded(minilm: RememberingMiniLM, texts: Sequence[str]) -> list[Vectors]:
    return [
        vector
        for start in range(0, len(texts), 64)
        for vector in minilm.embed(texts[start : start + 64])
    ]


class Kept:
    """What the cache would hold, found without asking which atom the evidence leads to.

    That leaves out a condition of the desk, so the desk gives no more wrong answers than this.
    """

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        self._vectors = vectors
        self._exact: dict[str, set[str]] = {}
        self._worded: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def add(self, text: str, one: str) -> None:
        """Keep a question and what it asks for."""
        self._exact.setdefault(key_of(text), set()).add(one)
        self._worded.setdefault(self._place(text), []).append((text, one))

    def find(self, text: str) -> tuple[set[str], str]:
        """Return what a question asks for by what is kept, and how it was found."""
        if found := self._exact.get(key_of(text)):
            return found, "exact"
        near = {
            one
            for other, one in self._worded.get(self._place(text), ())
            if np.dot(self._vectors[text], self._vectors[other]) >= NEAR
            and asks_the_same(text, other)
        }
        return near, "near"

    def _place(self, text: str) -> tuple[str, ...]:
        asking = asking_of(text)
        words = asking.words if asking else (key_of(text),)
        return tuple(sorted(word for word in words if word != "of"))


def _times() -> None:
    """Time whole turns in a worker: from the claim to the answer that is stored and rung for."""
    with manual_desk():
        from benchmarks.cache_turns import timed

        for each in timed(RUNS):
            print(
                f"{each.name:40} {each.runs} runs of {each.turns} turns, first text: median"
                f" {each.first_median_ms:.1f} ms, p95 {each.first_p95_ms:.1f} ms, all of it:"
                f" median {each.median_ms:.1f} ms, p95 {each.p95_ms:.1f} ms"
            )


if __name__ == "__main__":
    main()

"""Learns the weights of the evidence gate from labelled questions, and shows how they transfer.

    python -m benchmarks.fit_gate FOLDER [--vectors FILE] [--write]

FOLDER holds one folder per set, each as `manage.py evaluate` reads them. Every set is judged
by weights and a threshold learnt from the other ones; what is written is learnt from all.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray

from helpdesk.embedded import Layout, running
from knowledge.answering.gate import (
    WEIGHTS_FILE,
    Features,
    Weight,
    Weights,
    features_of,
)
from knowledge.evaluation.figures import auroc
from knowledge.evaluation.sets import AskedQuery, EvaluationSet, read_set
from knowledge.indexing.builder import Entry, build
from knowledge.indexing.lexemes import lexemes_of
from knowledge.llm.embedder import Vectors
from knowledge.llm.minilm import MiniLM
from knowledge.retrieval.scoring import UNITS, View, rank

Numbers = NDArray[np.float64]
NAMES = [field.name for field in fields(Features)]
RIDGE = 0.1
PRECISION = 0.95

LEXEMES = f"""
    SELECT lexeme, coalesce(array_length(positions, 1), 1)
    FROM unnest({lexemes_of("%s::text")})
"""  # noqa: S608 made of our own words; the text is a parameter


@dataclass(frozen=True)
class Judged:
    """What the gate saw of each question of a set, and what would have been right."""

    name: str
    articles: bool
    features: Numbers
    inside: NDArray[np.bool_]
    right: NDArray[np.bool_]

    @property
    def shares(self) -> Numbers:
        """Half of the weight of a set is on questions that it answers, in every set."""
        return np.where(
            self.inside, 0.5 / self.inside.sum(), 0.5 / (~self.inside).sum()
        )


class RememberingMiniLM(MiniLM):
    """Keeps its vectors in a file: embedding the sets takes minutes, fitting seconds."""

    def __init__(self, *, cache: Path, threads: int, file: Path) -> None:
        super().__init__(cache=cache, threads=threads)
        self._file = file
        self._known: dict[str, Vectors] = {}
        if file.exists():
            kept = np.load(file)
            self._known = dict(
                zip(kept["texts"].tolist(), kept["vectors"], strict=True)
            )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return vectors, known ones without computing them again."""
        new = sorted({text for text in texts if text not in self._known})
        self._known |= dict(zip(new, super().embed(new), strict=True))
        return np.array([self._known[text] for text in texts])

    def keep(self) -> None:
        """Write the file."""
        texts, vectors = list(self._known), list(self._known.values())
        np.savez(self._file, texts=np.array(texts), vectors=np.array(vectors))


class Words:
    """BM25 over the texts of one set, with PostgreSQL's own lexemes."""

    def __init__(self, entries: Sequence[Entry], server: psycopg.Connection) -> None:
        self._server = server
        documents = [self._lexemes("\n".join(entry.words)) for entry in entries]
        lengths = np.array([sum(document.values()) for document in documents])
        self._usual = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
        self._texts = len(documents)
        self._postings: dict[str, dict[int, int]] = {}
        for key, document in enumerate(documents):
            for lexeme, frequency in document.items():
                self._postings.setdefault(lexeme, {})[key] = frequency

    def found(self, question: str) -> tuple[dict[int, float], float]:
        """Return BM25 by text, and the summed idf of the words asked."""
        bm25: Counter[int] = Counter()
        rarity = 0.0
        for lexeme in self._lexemes(question):
            posting = self._postings.get(lexeme, {})
            idf = np.log(1 + (self._texts - len(posting) + 0.5) / (len(posting) + 0.5))
            rarity += idf
            for key, frequency in posting.items():
                bm25[key] += idf * frequency * 2.2 / (frequency + self._usual[key])
        return bm25, rarity

    def _lexemes(self, text: str) -> dict[str, int]:
        return dict(self._server.execute(LEXEMES, [text.replace("\0", " ")]).fetchall())


def judged(
    folder: EvaluationSet, minilm: RememberingMiniLM, server: psycopg.Connection
) -> Judged:
    """Rank the texts of a set for each of its questions, as live retrieval does."""
    entries = [build(item.text, minilm) for item in folder.items]
    words = Words(entries, server)
    rows, right = [], []
    for query in folder.queries:
        views = [view_of(question, entries, words, minilm) for question in ways(query)]
        ranking = rank(views)
        rows.append(astuple(features_of(ranking)))
        right.append(folder.items[ranking.scored[0].key].id in query.relevant)
    return Judged(
        name=folder.name,
        articles=any(item.type != "faq" for item in folder.items),
        features=np.array(rows),
        inside=np.array([query.in_scope for query in folder.queries]),
        right=np.array(right),
    )


def ways(query: AskedQuery) -> list[str]:
    """The last turn alone, and behind the customer's turn before it."""
    before = [line.text for line in query.history if line.role == "customer"]
    return [query.text, f"{before[-1]}\n{query.text}"] if before else [query.text]


def view_of(
    question: str, entries: Sequence[Entry], words: Words, minilm: MiniLM
) -> View:
    """Return what the lanes would find for one question."""
    (vector,) = minilm.embed([question])
    cosines = {
        key: np.sort(entry.vectors @ vector)[::-1][:UNITS].tolist()
        for key, entry in enumerate(entries)
    }
    bm25, rarity = words.found(question)
    return View(cosines=cosines, bm25=bm25, rarity=rarity)


def fitted(sets: Sequence[Judged], threshold: float = 1.0) -> Weights:
    """Logistic regression on whether the first text is right, every set counting the same."""
    values = np.concatenate([one.features for one in sets])
    right = np.concatenate([one.right for one in sets])
    shares = np.concatenate([one.shares for one in sets])
    means = np.average(values, axis=0, weights=shares)
    spreads = np.sqrt(np.average((values - means) ** 2, axis=0, weights=shares))
    table = np.c_[(values - means) / spreads, np.ones(len(values))]
    ridge = np.array([RIDGE] * len(NAMES) + [0.0])
    weights = np.zeros(len(NAMES) + 1)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (shares * (right - chance)) - ridge * weights
        bend = (table.T * (shares * chance * (1 - chance))) @ table + np.diag(ridge)
        weights += np.linalg.solve(bend, slope)
    return Weights(
        features={
            name: Weight(mean=mean, spread=spread, weight=weight)
            for name, mean, spread, weight in zip(
                NAMES, means, spreads, weights[:-1], strict=True
            )
        },
        intercept=weights[-1],
        threshold=threshold,
    )


def scores(weights: Weights, one: Judged) -> Numbers:
    """Return the gate's score of every question of a set."""
    learnt = [weights.features[name] for name in NAMES]
    parts = [
        weight.weight * (column - weight.mean) / weight.spread
        for weight, column in zip(learnt, one.features.T, strict=True)
    ]
    return 1 / (1 + np.exp(-(sum(parts) + weights.intercept)))


def fitted_with_threshold(sets: Sequence[Judged]) -> Weights:
    """Fit; then find the lowest threshold at which the sets of articles are right often enough.

    Each of them is scored by weights that have not seen it, and counts the same.
    """
    unseen = [
        (one, scores(fitted([other for other in sets if other is not one]), one))
        for one in sets
        if one.articles
    ]

    def precision(threshold: float) -> float:
        answered = sum((score >= threshold).mean() for _, score in unseen)
        right = sum((one.right & (score >= threshold)).mean() for one, score in unseen)
        return right / answered if answered else 1.0

    steps = np.arange(0.99, 0.3, -0.01)
    too_low = [step for step in steps if precision(step) < PRECISION]
    threshold = steps[0] if not too_low else too_low[0] + 0.01
    return fitted(sets, round(float(threshold), 2))


def line(one: Judged, weights: Weights) -> str:
    """Return one row of the table."""
    score = scores(weights, one)
    answered = score >= weights.threshold
    silent_right = (~answered & ~one.inside).sum()
    f1 = 2 * silent_right / ((~answered).sum() + (~one.inside).sum())
    precision = one.right[answered].mean() if answered.any() else float("nan")
    coverage = (one.right & answered).sum() / one.inside.sum()
    figures = (
        one.right[one.inside].mean(),
        auroc(score[one.inside].tolist(), score[~one.inside].tolist()),
        f1,
        precision,
        coverage,
        weights.threshold,
    )
    return f"{one.name:20}" + "".join(f"{figure:10.3f}" for figure in figures)


def main() -> None:
    """Read, learn, show, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, help="where to keep vectors (.npz)")
    parser.add_argument("--write", action="store_true", help="replace the weights")
    given = parser.parse_args()
    folders = sorted(path.parent for path in given.folder.glob("*/queries.jsonl"))
    with tempfile.TemporaryDirectory(prefix="atomdesk-fit-") as data:
        layout = Layout(Path(data))
        file = given.vectors or layout.data / "vectors.npz"
        minilm = RememberingMiniLM(cache=file.parent, threads=2, file=file)
        with (
            running(layout, durable=False),
            psycopg.connect(host=str(layout.sockets), user="postgres") as server,
        ):
            sets = []
            for folder in folders:
                sets.append(judged(read_set(folder), minilm, server))
                minilm.keep()
    print(f"{'':20}{'H@1':>10}{'AUROC':>10}{'F1 out':>10}", end="")
    print(f"{'precision':>10}{'coverage':>10}{'threshold':>10}")
    for one in sets:
        others = [other for other in sets if other is not one]
        print(line(one, fitted_with_threshold(others)))
    weights = fitted_with_threshold(sets)
    print("\nLearnt from all sets:")
    print("\n".join(line(one, weights) for one in sets))
    print(weights.model_dump_json(indent=2))
    if given.write:
        WEIGHTS_FILE.write_text(weights.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    main()

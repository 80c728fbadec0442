"""Measures triage on the labelled messages of knowledge/triage/examples.txt; learns its weights from them.

    python -m benchmarks.triage [--engine cues|model] [--write] [--failures PART] [--cache FOLDER]

Engine `cues`: no model but the bundled embedder. Ten-fold cross-validation, in each fold weights and
messages of the other nine tenths; then the part that was written when the words were chosen and is only measured,
judged with the other part alone. The threshold of "needs a person" comes from scores outside their folds.
Engine `model`: benchmarks/triage/with_model.py.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.triage import with_model
from benchmarks.triage.fitting import fitted
from benchmarks.triage.measuring import HEAD, figures_of
from knowledge.answering.languages import LANGUAGES
from knowledge.llm.minilm import MiniLM
from knowledge.triage.examples import Example, shipped
from knowledge.triage.judging import Judgement, Said, judge
from knowledge.triage.nearest import Numbers, Pool
from knowledge.triage.vectors import store
from knowledge.triage.weights import WEIGHTS_FILE

FOLDS = 10
SEED = 20
RECALL = 0.96
"""What the threshold is chosen for; the target is 0.95."""
PARTS = ("choosing", "held_out")
Places = NDArray[np.int64]


def out_of_fold(
    examples: Sequence[Example], vectors: Numbers, threshold: float
) -> list[Judgement]:
    """Judge every message by weights and neighbours that have not seen its tenth."""
    folds = np.random.default_rng(SEED).permutation(len(examples)) % FOLDS
    judged: list[Judgement | None] = [None] * len(examples)
    for fold in range(FOLDS):
        known = np.flatnonzero(folds != fold)
        asked = np.flatnonzero(folds == fold)
        found = by_others(examples, vectors, known, asked, threshold)
        for place, judgement in zip(asked, found, strict=True):
            judged[place] = judgement
    return [judgement for judgement in judged if judgement is not None]


def by_others(
    examples: Sequence[Example],
    vectors: Numbers,
    known: Places,
    asked: Places,
    threshold: float,
) -> list[Judgement]:
    """Judge some messages by what was learnt from others."""
    theirs = [examples[place] for place in known]
    pool = Pool(theirs, vectors[known])
    weights = fitted(pool, threshold)
    return [
        judge(
            Said(examples[place].text, vectors[place].tolist()), pool, weights=weights
        )
        for place in asked
    ]


def threshold_for(examples: Sequence[Example], judged: Sequence[Judgement]) -> float:
    """Return the highest threshold of the risk that finds the wanted share of those in need."""
    needed = sorted(
        judgement.risk
        for example, judgement in zip(examples, judged, strict=True)
        if example.labels.needs_person
    )
    return round(needed[int((1 - RECALL) * len(needed))] - 0.0005, 3)


def places_of(examples: Sequence[Example], part: str) -> Places:
    """Return where the messages of a part stand."""
    return np.flatnonzero([example.part == part for example in examples])


def main() -> None:
    """Print the rows of docs/figures.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.triage")
    parser.add_argument("--engine", choices=("cues", "model"), default="cues")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--failures", choices=PARTS[:1])
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()))
    with_model.add_arguments(parser)
    given = parser.parse_args()
    if given.engine == "model":
        asyncio.run(with_model.measure(given))
        return
    examples = list(shipped())
    minilm = MiniLM(cache=given.cache, threads=1)
    vectors = minilm.embed([each.text for each in examples]).astype(np.float64)
    first, rest = places_of(examples, "choosing"), places_of(examples, "held_out")
    chosen = [examples[place] for place in first]
    threshold = threshold_for(chosen, out_of_fold(chosen, vectors[first], 0.5))
    judged = out_of_fold(chosen, vectors[first], threshold)
    _say(f"threshold of needing a person: {threshold}\n\n{HEAD}")
    _say(figures_of(chosen, judged).row("choosing, cross-validated"))
    for language in LANGUAGES:
        mine = [n for n, each in enumerate(chosen) if each.labels.language == language]
        if not mine:
            continue
        row = figures_of([chosen[n] for n in mine], [judged[n] for n in mine])
        _say(row.row(f"of those in {language}"))
    found = by_others(examples, vectors, first, rest, threshold)
    row = figures_of([examples[n] for n in rest], found)
    _say(row.row("held_out, judged by choosing"))
    _tell_failures(chosen, judged, given.failures)
    if given.write:
        learnt = fitted(Pool(examples, vectors), threshold)
        written = json.dumps(learnt.model_dump()).replace("], [", "],\n[")
        WEIGHTS_FILE.write_text(f"{written}\n", encoding="utf-8")
        store(minilm.model, [each.text for each in examples], vectors)


def _tell_failures(
    examples: Sequence[Example], judged: Sequence[Judgement], part: str | None
) -> None:
    for example, judgement in zip(examples, judged, strict=True):
        told, said = example.labels, judgement.labels
        wrong = [
            f"{name}: {getattr(told, name)}, judged {getattr(said, name)}"
            for name in ("category", "needs_person", "language")
            if getattr(told, name) != getattr(said, name)
        ]
        if example.part == part and wrong:
            _say(f"{'; '.join(wrong)}: {example.text}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()

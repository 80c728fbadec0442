"""Matthews' correlation of a set taken as a choice of one intent or none, as HINT3 counts.

    python -m benchmarks.intents FOLDER [--vectors FILE]

For each set of questions with answers below FOLDER: the first text is the intent, and none below a
threshold. As in HINT3 the best of all thresholds is told (Arora and others, 2020); the live one
beside it. Correlation of several classes by Gorodkin, 2004.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from benchmarks.offline import read_shelves
from knowledge.answering.gate import LEARNT, judge

NONE = ""


def correlation(truth: Sequence[str], said: Sequence[str]) -> float:
    """Return Matthews' correlation coefficient of several classes, from -1 to 1."""
    total = len(truth)
    right = sum(a == b for a, b in zip(truth, said, strict=True))
    true, told = Counter(truth), Counter(said)
    both = sum(true[name] * told[name] for name in true)
    spread = (total**2 - sum(n**2 for n in true.values())) * (
        total**2 - sum(n**2 for n in told.values())
    )
    return (right * total - both) / sqrt(spread) if spread else 0.0


def main() -> None:
    """Ask every set, and print the best correlation and that of the live gate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path)
    given = parser.parse_args()
    for evaluated, shelf, minilm in read_shelves(given.folder, given.vectors):
        if any(item.type != "faq" for item in evaluated.items):
            continue
        truth, first, scores = [], [], []
        for query in evaluated.queries:
            ranking = shelf.ranking(query, minilm)
            truth.append(next(iter(sorted(query.relevant)), NONE))
            first.append(evaluated.items[ranking.scored[0].key].id)
            scores.append(judge(ranking).score)

        def at(
            threshold: float,
            truth: list[str] = truth,
            found: Sequence[tuple[str, float]] = tuple(zip(first, scores, strict=True)),
        ) -> float:
            said = [name if score >= threshold else NONE for name, score in found]
            return correlation(truth, said)

        live = LEARNT.defaults["pairs"].threshold
        best = max((step / 200 for step in range(200)), key=at)
        print(
            f"{evaluated.name:20} best {at(best):.3f} at {best:.3f}, "
            f"live {at(live):.3f} at {live}"
        )


if __name__ == "__main__":
    main()

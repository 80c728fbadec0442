"""How well questions are gathered into gaps: B-cubed figures on labelled paraphrases.

    python -m benchmarks.gaps FILE [FILE ...]

Each `FILE` holds a JSON object a line: `text` and `label`; or, as evaluation sets have them,
`query` with `relevant` (or `true_intent` where it is out of scope), or `question` and
`alt_questions` with `id`. Far questions without any label are left out.
"""

import json
import os
import random
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
import numpy as np

ORDERS = 5


def labelled(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield texts with their labels."""
    for row in rows:
        if "question" in row:
            yield from (
                (text, row["id"]) for text in [row["question"], *row["alt_questions"]]
            )
        elif "text" in row:
            yield row["text"], row["label"]
        elif label := (row["relevant"] or [row.get("true_intent")])[0]:
            yield row["query"], label


def b_cubed(groups: Sequence[int], labels: Sequence[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 (Bagga and Baldwin, 1998), each item counting once."""
    in_group, of_label = Counter(groups), Counter(labels)
    both = Counter(zip(groups, labels, strict=True))
    pairs = list(zip(groups, labels, strict=True))
    precision = statistics.fmean(both[g, x] / in_group[g] for g, x in pairs)
    recall = statistics.fmean(both[g, x] / of_label[x] for g, x in pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main(path: Path) -> None:
    """Print the figures of a file, the median over shuffled orders."""
    from knowledge.grouping import group
    from knowledge.llm.configured_embedder import embedder

    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    pairs = list(labelled(rows))
    vectors = embedder().embed([text for text, _ in pairs])
    found = []
    for seed in range(ORDERS):
        order = list(range(len(pairs)))
        random.Random(seed).shuffle(order)
        numbers = [0] * len(order)
        groups = group(np.stack([vectors[n] for n in order]), [None] * len(order))
        for number, places in enumerate(groups):
            for place in places:
                numbers[place] = number
        figures = b_cubed(numbers, [pairs[n][1] for n in order])
        found.append((*figures, len(groups)))
    precision, recall, f1, count = (
        statistics.median(column) for column in zip(*found, strict=True)
    )
    topics = len({label for _, label in pairs})
    print(
        f"{path.name}: {len(pairs)} questions about {topics} topics in {count:.0f} groups:"
    )
    print(f"B-cubed precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    for name in sys.argv[1:]:
        main(Path(name))

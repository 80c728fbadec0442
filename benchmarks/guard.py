"""How often the guard steps in at real questions and texts, and how long it takes.

    python -m benchmarks.guard FOLDER

For each set of questions below FOLDER, as `manage.py evaluate` takes them: messages that it does
not simply let through, texts that it cuts, and processor time.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from knowledge.answering.guard.guarding import guarded
from knowledge.answering.guard.injection import orders_in, orders_in_knowledge
from knowledge.answering.guard.screening import without_orders
from knowledge.answering.outcomes import Question
from knowledge.evaluation.sets import read_set

PASTED = 500
"""From so many characters on a message is more than a question: a log, a mail."""


def timed(work: Callable[[], object]) -> float:
    """Return milliseconds of processor time, with nothing remembered."""
    for kept in (orders_in, orders_in_knowledge, without_orders):
        kept.cache_clear()
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000


def told(name: str, times: list[float]) -> None:
    """Print median and 95th percentile; nothing of too few."""
    if len(times) > 1:
        worst = quantiles(times, n=20)[-1]
        print(
            f"{name:24} {len(times)}, median {median(times):.2f} ms, p95 {worst:.2f} ms"
        )


def main() -> None:
    """Guard every question and screen every text of every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    short: list[float] = []
    pasted: list[float] = []
    screened: list[float] = []
    for folder in sorted(
        path.parent for path in parser.parse_args().folder.glob("*/queries.jsonl")
    ):
        read = read_set(folder)
        did: Counter[str] = Counter()
        for asked in read.queries:
            found = guarded(Question(asked.text), asked.history)
            did[found.action] += 1
            did["to be declined"] += found.unanswered == "decline"
            took = timed(partial(guarded, Question(asked.text), ()))
            (pasted if len(asked.text) >= PASTED else short).append(took)
        bodies = [item.text.body for item in read.items]
        screened += [timed(partial(without_orders, body)) for body in bodies]
        cut = sum(bool(without_orders(body)[1]) for body in bodies)
        print(
            f"{read.name:24} {len(read.queries)} questions {dict(did)}, {len(read.items)} texts, {cut} cut"
        )
    told("messages", short)
    told("pasted messages", pasted)
    told("texts, the first time", screened)


if __name__ == "__main__":
    main()

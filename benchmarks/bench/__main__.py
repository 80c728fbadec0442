"""`make bench`: measures everything in one run and prints the tables of the docs."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import django

from benchmarks.bench.table import Figure, Row


def main() -> None:
    """Start servers of its own in a temporary folder, load the demo, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    for name in ("DATABASE_URL", "REDIS_URL", "OLLAMA_URL", "OPENAI_COMPATIBLE_URL"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="atomdesk-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        with running(Layout(Path(folder))):
            _measure(rounds)


def _measure(rounds: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.bench import (
        appending,
        dialogues,
        fanout,
        gate,
        golden,
        impact,
        indexing,
        overhead,
        repeats,
        retrieval,
    )
    from benchmarks.bench.table import markdown, targets

    call_command("prepare")
    few = max(3, rounds // 3)
    # Before anything else writes conversations or golden questions.
    figures = [*_seen(repeats.measure(few)), *_seen(dialogues.measure(few))]
    parts = (retrieval, appending, fanout, gate)
    rows = [row for part in parts for row in _told(part.measure(rounds))]
    rows += _told(impact.measure(few))
    rows += _told(golden.measure(few))
    # These take a minute a round, the last one on a desk of its own.
    rows += _told(indexing.measure(few))
    connections.close_all()
    rows += _told(overhead.measure(few))
    sys.stdout.write(f"{markdown(rows)}\n\n{targets(figures)}\n")
    sys.stdout.write(
        "How right answers are needs labelled sets: python -m benchmarks.fit_gate FOLDER, "
        "benchmarks.ablation, benchmarks.intents; benchmarks.hops needs none.\n"
    )


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        sys.stderr.write(f"{row.name}: {row.ours}, raw {row.raw}\n")
        yield row


def _seen(figures: Iterable[Figure]) -> Iterator[Figure]:
    for figure in figures:
        sys.stderr.write(f"{figure.name}: {figure.found}\n")
        yield figure


if __name__ == "__main__":
    main()

"""Measures extraction on the labelled interviews of tests/knowledge/interviews/corpus.

    python -m benchmarks.interviews [NAME ...] [--rough] [--embed] [--failures]
    python -m benchmarks.interviews [NAME ...] --engine model [--url URL --model NAME]
    python -m benchmarks.interviews [NAME ...] --times [--engine model]

Without names the three interviews for tuning are measured; `microscopy` is for measuring only, and `--failures` refuses it.
What counts as the same is defined in the corpus's README. `--rough` adds the variants in the style of speech recognition,
`--embed` the bundled embedder for the sections of the guide. Without `--url` the model is the double of Ollama that the
tests use: it answers by the schema with nothing that was said, so that the rules stand in for every stretch. That shows
that the wire, the schema and the flags work and that nothing is lost, and says nothing about quality. `--times` takes
the interviews, and the first one nine times over, through a database of its own, and asks no model but the double.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.interviews import times
from benchmarks.interviews.corpus import (
    TUNED,
    UNTOUCHED,
    Interview,
    interview,
    variants,
)
from benchmarks.interviews.counting import (
    KINDS,
    Count,
    exchanges_counted,
    guide_counted,
    segments_counted,
    typed_counted,
)
from knowledge.interviews.by_model import ByModel
from knowledge.interviews.by_rules import Rules
from knowledge.interviews.candidates import Candidate
from knowledge.interviews.segments import Embed
from knowledge.llm.minilm import MiniLM
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from tests.ollama_double import OllamaDouble

HEAD = (
    "| interview | exchanges P / R | typed P / R | procedures | errors | pitfalls | inputs | configuration"
    " | segments | guide questions | unsupported | unreadable | processor |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
)


def row(
    of: Interview,
    candidates: Sequence[Candidate],
    embed: Embed | None,
    *,
    failures: bool,
) -> str:
    """Return the row of docs/figures.md without its time; print what is wrong, if that may be seen."""

    def tell(line: str) -> None:
        if failures:
            sys.stdout.write(f"    {line}\n")

    exchanges = exchanges_counted(candidates, of.labels["exchanges"], tell)
    typed = {kind: typed_counted(kind, candidates, of.labels, tell) for kind in KINDS}
    every = sum(typed.values(), Count())
    segments = segments_counted(of, embed, tell)
    flagged = sum(len(each.unsupported) for each in candidates)
    sentences = sum(len(each.every_sentence) for each in candidates)
    unreadable = sum(bool(each.parsed.errors) for each in candidates)
    cells = [
        of.name, exchanges, every, *typed.values(), segments, guide_counted(of, embed),
        f"{flagged} of {sentences}", unreadable,
    ]  # fmt: skip
    return f"| {' | '.join(map(str, cells))}"


def by_rules(given: argparse.Namespace) -> None:
    """Measure the rules."""
    cache = Path(tempfile.gettempdir())
    embed = MiniLM(cache=cache, threads=1).embed if given.embed else None
    for each in chosen(given):
        began = time.process_time()
        found = Rules(embed).extract(each.transcript, each.roles, each.guide)
        seconds = time.process_time() - began
        told = row(each, found, embed, failures=given.failures)
        sys.stdout.write(f"{told} | {seconds:.1f} s |\n")


async def by_model(given: argparse.Namespace) -> None:
    """Measure a model, or the plumbing to its double; the time is that of the clock."""
    async with OllamaDouble() as double:
        server = OllamaModel(given.url or double.url, given.model)
        engine = ByModel(OllamaChat(server))
        for each in chosen(given):
            began = time.monotonic()
            found = await engine.extracted(each.transcript, each.roles, each.guide)
            seconds = time.monotonic() - began
            told = row(each, found, None, failures=given.failures)
            sys.stdout.write(f"{told} | {seconds:.1f} s |\n")


def chosen(given: argparse.Namespace) -> list[Interview]:
    """Return the interviews to measure, each followed by its rough variants."""
    found: list[Interview] = []
    for name in given.names:
        whole = interview(name)
        found += [whole, *(variants(whole) if given.rough else [])]
    return found


def main() -> None:
    """Print the rows of docs/figures.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interviews")
    parser.add_argument("names", nargs="*", default=TUNED)
    parser.add_argument("--rough", action="store_true")
    parser.add_argument("--embed", action="store_true")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--engine", choices=("rules", "model"), default="rules")
    parser.add_argument("--times", action="store_true")
    parser.add_argument("--url", default="")
    parser.add_argument("--model", default="llama3.2")
    given = parser.parse_args()
    if given.failures and UNTOUCHED in given.names:
        parser.error(f"{UNTOUCHED} is never looked into: see the corpus's README")
    if given.times:
        times.measure(tuple(given.names), given.engine)
        return
    sys.stdout.write(HEAD)
    if given.engine == "model":
        asyncio.run(by_model(given))
    else:
        by_rules(given)


if __name__ == "__main__":
    main()

"""Recorded dialogues: who deals with them, what is wrong, what is spared; quotes alone, and a model."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.bench.table import Figure
from benchmarks.dialogues import DIALOGUES
from benchmarks.replay import PROVIDER, replayed
from tests.ollama_double import running_double

PLAYED = 150
"""The first of the thousand: enough to see a change, in a minute a run."""


def measure(runs: int) -> Iterator[Figure]:
    """Play the first dialogues with quotes alone, then with a model that quotes at once."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_double(ttft=0, tps=0) as double,
    ):
        lines = DIALOGUES.read_text(encoding="utf-8").splitlines(keepends=True)
        file = Path(folder) / DIALOGUES.name
        file.write_text("".join(lines[:PLAYED]), encoding="utf-8")
        before = settings.OLLAMA_URL, settings.OLLAMA_MODEL
        settings.OLLAMA_URL, settings.OLLAMA_MODEL = double.url, "llama3.2"
        try:
            for name, provider in PROVIDER.items():
                found = replayed(file, provider=provider, runs=runs)
                yield from _ends(name, found, runs)
            yield from _spared(found, runs)
        finally:
            settings.OLLAMA_URL, settings.OLLAMA_MODEL = before


def _ends(name: str, found: dict[str, Any], runs: int) -> Iterator[Figure]:
    of = f"{found['dialogues']} dialogues, {name}"
    yield Figure(f"{of}: automated", _share(found["automated"]), "", runs)
    yield Figure(f"{of}: escalated", _share(found["escalated"]), "", runs)
    yield Figure(f"{of}: wrong turns", _share(found["wrong"]), "at most 2.0 %", runs)


def _spared(found: dict[str, Any], runs: int) -> Iterator[Figure]:
    again = found["again"]
    free = again["answered_without_model"]
    asked = f"asked again ({_share(again['share'])})"
    yield Figure(f"{asked}, answered without a model", _share(free), "72 %", runs)
    told = str(again["wrong_without_model"])
    yield Figure(f"{asked}, of these wrong answers", told, "0", runs)
    took = f"{again['mean_ms']:.0f} ms"
    yield Figure(f"{asked}, of these mean time", took, "300 ms", runs)
    yield Figure("tokens of models saved", _share(found["saved"]), "68 %", runs)


def _share(value: float) -> str:
    return f"{value:.1%}".replace("%", " %")

"""Measures how well turns that lean on earlier ones are looked up, and changes of topic too.

Each way to make queries is asked for every turn of `data/followups.txt`, on the manual.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

from knowledge.answering.outcomes import Line

TURNS = Path(__file__).parent / "data" / "followups.txt"
Way = Callable[[str, Sequence[Line]], tuple[str, ...]]


@dataclass(frozen=True)
class Turn:
    """A turn, what was said before it, and the atoms that answer it."""

    part: str
    text: str
    history: tuple[Line, ...]
    relevant: frozenset[str]


def turns() -> Iterator[Turn]:
    """Read the labelled turns."""
    part = ""
    for line in TURNS.read_text().splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#"):
            said, _, atoms = line.partition(" = ")
            before, _, text = said.partition(" > ")
            history = tuple(Line("customer", one) for one in before.split(" / "))
            yield Turn(part, text, history, frozenset(atoms.split()) - {"-"})


def last_turn(text: str, _history: Sequence[Line]) -> tuple[str, ...]:
    """The turn alone."""
    return (text,)


def turn_before(text: str, history: Sequence[Line]) -> tuple[str, ...]:
    """The turn, and the one before it in front: the better score counts."""
    return (text, f"{history[-1].text}\n{text}")


def main() -> None:
    """Start servers of its own, load the manual, print the rows of docs/figures.md."""
    for name in ("DATABASE_URL", "REDIS_URL", "OLLAMA_URL", "OPENAI_COMPATIBLE_URL"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="atomdesk-followups-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        with running(Layout(Path(folder))):
            django.setup()
            _measure()


def _measure() -> None:
    from asgiref.sync import async_to_sync
    from django.core.management import call_command
    from django.db import connections

    from accounts.models import Site
    from knowledge.answering import gate
    from knowledge.answering.following import queries_for
    from knowledge.llm.configured_embedder import embedder
    from knowledge.readers import reader_of_customer
    from knowledge.retrieval.search import search
    from knowledge.services.index import index_batch

    call_command("prepare")
    model = embedder()
    while index_batch(embedder=model, seconds=5):
        pass
    reader = reader_of_customer(Site.objects.get(key="demo"), verified=False)
    del async_to_sync
    every = list(turns())
    ways: dict[str, Way] = {
        "the turn alone": last_turn,
        "with the turn before": turn_before,
        "the desk's rules": queries_for,
    }
    for name, way in ways.items():
        for part in dict.fromkeys(turn.part for turn in every):
            known = [t for t in every if t.part == part and t.relevant]
            strange = [t for t in every if t.part == part and not t.relevant]
            first = answered = right = wrong = 0
            for turn in known:
                found = search(
                    queries=way(turn.text, turn.history), reader=reader, embedder=model
                )
                hit = bool(found.candidates) and (
                    found.candidates[0].atom in turn.relevant
                )
                passed = gate.judge(found.ranking).answer
                first += hit
                answered += passed
                right += hit and passed
                if "-v" in sys.argv and not hit:
                    sys.stdout.write(
                        f"   {name}: {turn.text} -> {found.candidates[0].atom}\n"
                    )
            for turn in strange:
                found = search(
                    queries=way(turn.text, turn.history), reader=reader, embedder=model
                )
                wrong += gate.judge(found.ranking).answer
            sys.stdout.write(
                f"| {part} | {name} | {first} of {len(known)} | {answered} | {right} "
                f"| {wrong} of {len(strange)} |\n"
            )
    connections.close_all()


if __name__ == "__main__":
    main()

"""Times interviews through a desk's own database: from the file to the first candidate that is kept, and to the end."""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import django

from benchmarks.interviews.corpus import Interview, interview
from tests.ollama_double import running_double

TIMES_OVER = 9
"""The first interview so many times over has 40,000 words, as three hours have."""
_HEAD = "| interview | words | engine | kept candidates | import | first candidate | end |\n|---|---|---|---|---|---|---|\n"
_LOOK_SECONDS = 0.01


def measure(names: tuple[str, ...], engine: str) -> None:
    """Print a row for each interview and for the long one; the model is the double of the tests."""
    for name in ("DATABASE_URL", "REDIS_URL", "OPENAI_COMPATIBLE_URL"):
        os.environ.pop(name, None)
    with (
        tempfile.TemporaryDirectory(prefix="atomdesk-interviews-") as folder,
        running_double() as double,
    ):
        os.environ.update(
            DATA_DIR=folder, OLLAMA_URL=double.url, OLLAMA_MODEL="llama3.2"
        )
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        with running(Layout(Path(folder))):
            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
            sys.stdout.write(_HEAD)
            each = [interview(name) for name in names]
            for of in each:
                sys.stdout.write(_row(of, engine, 1))
            sys.stdout.write(_row(each[0], engine, TIMES_OVER))


def _row(of: Interview, engine: str, times_over: int) -> str:
    from knowledge import tasks
    from knowledge.models import Candidate, Collection
    from knowledge.models import Interview as Row
    from knowledge.services import extractions, interviews
    from knowledge.transcribed import read_apart

    file = _file(of, times_over)
    shelf = Collection.objects.create(name=str(time.time()), slug=str(time.time_ns()))
    began = time.monotonic()
    row = interviews.add(
        collection=shelf,
        original=interviews.Original(file, "talk.txt"),
        transcript=read_apart(file),
        about=interviews.About(title=of.name, guide=None),
        user=None,
    )
    imported = time.monotonic() - began
    for speaker in row.speakers.all():
        role = of.roles.get(speaker.name, "other")
        row.speakers.filter(pk=speaker.pk).update(role=role)
    Row.objects.filter(pk=row.pk).update(state=Row.State.READY)
    extractions.begin(interview=row, user=None, engine=engine)
    kept = Candidate.objects.filter(interview=row)
    began = time.monotonic()
    first = _first(tasks.extract, kept.exists)
    ended = time.monotonic() - began
    words = times_over * sum(len(t.text.split()) for t in of.transcript.turns)
    cells = [
        of.name if times_over == 1 else f"{of.name}, {times_over} times over",
        f"{words:,}",
        engine,
        kept.count(),
        *(f"{seconds:.1f} s" for seconds in (imported, first, ended)),
    ]
    return f"| {' | '.join(map(str, cells))} |\n"


def _file(of: Interview, times_over: int) -> bytes:
    """The interview as a text with names, a line for each turn."""
    lines = (
        f"{turn.speaker}: {' '.join(turn.text.split())}" for turn in of.transcript.turns
    )
    return ("\n".join(lines) + "\n").encode() * times_over


def _first(work: Callable[[], None], true: Callable[[], bool]) -> float:
    """Have a thread work; return after how many seconds something was true."""
    began = time.monotonic()
    working = threading.Thread(target=work)
    working.start()
    while not true() and working.is_alive():
        time.sleep(_LOOK_SECONDS)
    seconds = time.monotonic() - began
    working.join()
    return seconds

"""A desk, a pretended model and a crowd's way in, all on this machine and gone afterwards."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.faults.model import Model, model
from tests.faults.place import ORIGIN, ROOT, SITE, Place, place
from tests.faults.robot import Robot

# As many as the longest answer may hold, none said twice: each is four of the double's tokens, so
# 36 tokens a second make nine sentences a second. Ten would come just before the next frame may
# go out, and wait for another.
_VERBS = "Press Turn Lift Lower Lock Open Close Clean Check Touch Shake Pull Push"
_PARTS = "knob lamp lid lever wheel belt valve door tray fan pump gear key"
_ALL = [f"{verb} the {part}." for part in _PARTS.split() for verb in _VERBS.split()]
SENTENCES = _ALL[:128]
ATOM = """---
title: Start the long machine
type: article
---

## The order of the buttons

This is the order in which the buttons of the long machine are pressed.

{steps}
"""
LONG_QUESTION = "In which order do I press the buttons of the long machine?"


@dataclass(frozen=True)
class Stage:
    """What a run needs: the desk, its model, and one HTTP client for all customers."""

    place: Place
    model: Model
    http: httpx.AsyncClient

    def customer(self) -> Robot:
        """Return a new customer who has not come yet."""
        return Robot(
            self.place.desks,
            site=SITE,
            origin=ORIGIN,
            longest_pause_seconds=10,
            http=self.http,
        )

    def processor_seconds(self) -> dict[str, float]:
        """Time on the processors so far, by process."""
        names = ("postgres", "redis", "web", "answers", "worker")
        return {name: self.place.processor_seconds(name) for name in names}

    def answer_at_length(self, times: int) -> None:
        """Let the next answers be as long as answers may be: one short sentence after another."""
        self.model.tell("reply", text=" ".join(SENTENCES), times=times)


@contextmanager
def stage(
    *, ttft: float, tps: float, answer_threads: int = 32, journal: bool = True
) -> Iterator[Stage]:
    """Build it in a temporary folder; everything is stopped and removed at the end."""
    _raise_open_files()
    limits = {
        # Everybody comes from one address here.
        "SESSIONS_PER_MINUTE": "1000000",
        "ANSWER_THREADS": str(answer_threads),
        # As many as the double takes: the desk is measured, not its model.
        "OLLAMA_PARALLEL": "512",
        "LOG_LEVEL": "WARNING",
    }
    with (
        tempfile.TemporaryDirectory(prefix="atomdesk-load-") as folder,
        model(ttft=ttft, tps=tps) as pretended,
        place(
            Path(folder), OLLAMA_URL=pretended.url, OLLAMA_MODEL="llama3.2", **limits
        ) as desk,
    ):
        _add_atom(desk)
        pretended.tell("config", journal=journal)
        http = httpx.AsyncClient(
            verify=False,  # noqa: S501 no TLS here
            timeout=60,
            limits=httpx.Limits(max_connections=50),
        )
        yield Stage(desk, pretended, http)


def _add_atom(desk: Place) -> None:
    steps = "\n".join(f"{n}. {text}" for n, text in enumerate(SENTENCES, 1))
    folder = desk.data / "atoms"
    folder.mkdir()
    (folder / "long-machine.md").write_text(ATOM.format(steps=steps))
    command = ["manage.py", "import_atoms", str(folder)]
    subprocess.run(
        [sys.executable, *command, "--collection", "manual", "--publish"],
        cwd=ROOT,
        env=desk.environment_of("command"),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    waiting = "SELECT 1 FROM knowledge_atomversion WHERE indexed_at IS NULL LIMIT 1"
    desk.wait(lambda: not desk.rows(waiting))


def _raise_open_files() -> None:
    """Thousands of sockets need as many open files, in the desk's processes too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def machine() -> dict[str, object]:
    """Say on what a figure was made, and how busy that was before."""
    return {
        "cores": os.cpu_count(),
        "python": sys.version.split()[0],
        "load_before": round(os.getloadavg()[0], 1),
    }

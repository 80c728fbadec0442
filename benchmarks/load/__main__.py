"""Runs one load on a desk of its own: `python -m benchmarks.load dialogues --count 50`."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.load import runs
from benchmarks.load.figures import tell
from benchmarks.load.stage import Stage, machine, stage

Run = Callable[[Stage], Awaitable[dict[str, Any]]]

# A model of 14 billion parameters on one good graphics card.
MODEL_OF_14B = {"ttft": 0.4, "tps": 40.0}
PACES = {"overhead": {"ttft": 0.0, "tps": 0.0}, "held": {"ttft": 0.3, "tps": 36.0}}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    which = parser.add_subparsers(dest="run", required=True)
    dialogues = which.add_parser("dialogues", help="dialogues of 1-8 turns")
    dialogues.add_argument("--count", type=int, default=50)
    dialogues.add_argument("--minutes", type=float, default=3)
    overhead = which.add_parser(
        "overhead", help="the desk's time before the first text"
    )
    overhead.add_argument("--chats", type=int, default=20)
    overhead.add_argument("--minutes", type=float, default=2)
    held = which.add_parser("held", help="sockets held open, answers beside them")
    held.add_argument("--sockets", type=int, default=2000)
    held.add_argument("--answers", type=int, default=100)
    held.add_argument("--minutes", type=float, default=3)
    step = which.add_parser("step", help="a sudden rise, and its end")
    step.add_argument("--count", type=int, default=5)
    step.add_argument("--factor", type=int, default=20)
    step.add_argument("--minutes", type=float, default=5)
    memory = which.add_parser("memory", help="memory under chats for a long time")
    memory.add_argument("--chats", type=int, default=200)
    memory.add_argument("--minutes", type=float, default=30)
    restart = which.add_parser("restart", help="the web server's restart")
    restart.add_argument("--sockets", type=int, default=2000)
    return parser.parse_args()


def main() -> None:
    """Build the desk, run the load, print the figures."""
    given = vars(_arguments())
    name = given.pop("run")
    pace = PACES.get(name, MODEL_OF_14B)
    threads = 128 if name == "held" else 32
    on_what = machine()
    with stage(**pace, answer_threads=threads, journal=name != "memory") as on:
        figures = asyncio.run(getattr(runs, name)(on, **given))
    tell({"run": name, "machine": on_what, **figures})


if __name__ == "__main__":
    main()

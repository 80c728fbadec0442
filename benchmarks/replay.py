"""Plays the 1,000 dialogues of the manual through the live pipeline: quotes alone, then with the double.

The double of Ollama quotes from the prompt's first source at once: tokens, checks and outcomes
are real, the seconds of a model are not in the times. One JSON object for each. With `--floors` the
site asks for one score after the other before it answers, and a row is printed of each. With `--staff`
an author goes through what the desk offers after so many dialogues; printed is the rest, with and without.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.dialogues import DIALOGUES
from benchmarks.manual_desk import manual_desk
from benchmarks.staffed import compared
from tests.ollama_double import running_double

PROVIDER = {"extractive": "extractive", "double": "ollama"}
ROW = ("automated", "escalated", "unanswered", "wrong", "wrong_of_answers")
HEAD = "| floor | automated | escalated | unanswered | wrong | of answers |"


def replayed(
    file: Path,
    *,
    provider: str,
    runs: int,
    turns: Path | None = None,
    choosing: bool = False,
) -> Any:
    """Return what `manage.py replay` prints of a file at the demo site."""
    from django.core.management import call_command

    out = StringIO()
    call_command(
        "replay",
        file,
        site="demo",
        provider=provider,
        runs=runs,
        turns=turns,
        choosing=choosing,
        stdout=out,
    )
    return json.loads(out.getvalue().splitlines()[-1])


def main() -> None:
    """Print what `manage.py replay` prints, once without and once with a model."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=DIALOGUES, type=Path)
    parser.add_argument("--runs", type=int, default=3, help="medians over so many")
    parser.add_argument("--only", choices=list(PROVIDER))
    parser.add_argument(
        "--turns", type=Path, help="write what became of each turn, as the command does"
    )
    parser.add_argument(
        "--choosing", action="store_true", help="as the command's own option"
    )
    parser.add_argument(
        "--floors", type=float, nargs="+", help="scores to answer from, in turn"
    )
    parser.add_argument(
        "--staff",
        type=int,
        metavar="N",
        help="an author comes in after so many dialogues",
    )
    parser.add_argument(
        "--decided", type=Path, help="write each offer and what the author decided"
    )
    given = parser.parse_args()
    with manual_desk(), running_double(ttft=0, tps=0) as double:
        from django.conf import settings

        settings.OLLAMA_URL, settings.OLLAMA_MODEL = double.url, "llama3.2"
        for name in [given.only] if given.only else PROVIDER:
            if given.floors:
                _curve(given.file, PROVIDER[name], given.floors)
            elif given.staff:
                _staffed(given.file, PROVIDER[name], given.staff, given.decided)
            else:
                found = replayed(
                    given.file,
                    provider=PROVIDER[name],
                    runs=given.runs,
                    turns=given.turns,
                    choosing=given.choosing,
                )
                sys.stdout.write(f"{json.dumps(found, indent=2)}\n")


def _curve(file: Path, provider: str, floors: Sequence[float]) -> None:
    from accounts.models import Site

    sys.stdout.write(f"{HEAD}\n|{'---|' * (len(ROW) + 1)}\n")
    for floor in floors:
        Site.objects.filter(key="demo").update(answer_floor=floor)
        found = replayed(file, provider=provider, runs=1)
        told = " | ".join(f"{found[name]:.3f}" for name in ROW)
        sys.stdout.write(f"| {floor} | {told} |\n")
        sys.stdout.flush()


def _staffed(file: Path, provider: str, before: int, decided: Path | None) -> None:
    from accounts.models import Site
    from conversations.replay.recordings import read_recording
    from knowledge.llm.configured import provider as model_of

    site = Site.objects.get(key="demo")
    found, rows = compared(site, read_recording(file), model_of(provider), before)
    told = json.dumps({"model": provider, **found}, indent=2)
    sys.stdout.write(f"{told}\n")
    if decided:
        lines = (f"{json.dumps(row)}\n" for row in rows)
        decided.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

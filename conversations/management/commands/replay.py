"""`manage.py replay FILE`: what the desk as it is makes of recorded dialogues, in figures."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Site
from conversations.replay.figures import figures, rows_of
from conversations.replay.playing import Outplayed, play, stage
from conversations.replay.recordings import BadRecording, Dialogue, read_recording
from knowledge.evaluation.medians import medians
from knowledge.llm.chat import ChatModel
from knowledge.llm.configured import PROVIDERS, chat_model, provider
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.llm.metering import metered
from knowledge.management.progress import Bar
from knowledge.models import Atom
from knowledge.services import generations, usage


class Command(BaseCommand):
    """Parses the words of the command line and prints what came of the dialogues."""

    help = (
        "Play recorded dialogues at a site as its customers would have them, and take everything "
        "back. The last line is one JSON object."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--site", metavar="KEY", help="where; may be absent when there is one site"
        )
        parser.add_argument(
            "--provider",
            choices=PROVIDERS,
            help="this one alone words the answers, instead of those of the settings",
        )
        parser.add_argument(
            "--runs", type=int, default=1, metavar="N", help="medians over so many runs"
        )
        parser.add_argument(
            "--choosing",
            action="store_true",
            help="customers who are asked which text is meant choose the right one where it is named",
        )
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="write the JSON object here too"
        )
        parser.add_argument(
            "--turns",
            type=Path,
            metavar="FILE",
            help="write here what became of each turn of the last run, one JSON line each",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        if options["runs"] < 1:
            raise CommandError("--runs is at least 1.")
        site = _site(options["site"])
        named = options["provider"]
        try:
            dialogues = read_recording(options["file"])
            model = provider(named) if named else chat_model()
            _check_atoms(dialogues)
            with metered(patient=True) as calls:
                try:
                    runs = _played(
                        site,
                        dialogues,
                        model,
                        options["runs"],
                        choosing=options["choosing"],
                    )
                finally:
                    # What models were asked for cost something, whatever is taken back.
                    usage.record(calls)
        except (BadRecording, EmbeddingFailed, ImproperlyConfigured) as failure:
            raise CommandError(str(failure)) from failure
        if options["turns"]:
            rows = (f"{json.dumps(row)}\n" for row in rows_of(runs[-1]))
            options["turns"].write_text("".join(rows), encoding="utf-8")
        head = {"name": options["file"].stem, "site": site.key, "model": model.name}
        line = json.dumps({**head, **medians([figures(run) for run in runs])})
        if options["json"]:
            options["json"].write_text(f"{line}\n", encoding="utf-8")
        self.stdout.write(line)


def _site(key: str | None) -> Site:
    active = Site.objects.filter(active=True)
    found = list(active.filter(key=key) if key is not None else active[:2])
    if len(found) == 1:
        return found[0]
    if key is not None:
        raise CommandError(f"No active site has the key {key!r}.")
    raise CommandError("Name the site with --site KEY: there is not just one.")


def _check_atoms(dialogues: Sequence[Dialogue]) -> None:
    named = {
        atom for dialogue in dialogues for said in dialogue.turns for atom in said.atoms
    }
    there = Atom.objects.filter(slug__in=named).values_list("slug", flat=True)
    if missing := sorted(named.difference(there)):
        some = ", ".join(missing[:5])
        raise BadRecording(f"The desk has no atom with the id {some}.")


def _played(
    site: Site,
    dialogues: Sequence[Dialogue],
    model: ChatModel,
    times: int,
    *,
    choosing: bool,
) -> list[list[Outplayed]]:
    asked, bar = generations.asked(embedder()), Bar(sys.stderr)
    runs: list[list[Outplayed]] = []
    for run in range(times):
        with stage(site, asked, model) as place:
            played = []
            for number, dialogue in enumerate(dialogues, 1):
                played.append(play(dialogue, place, choosing=choosing))
                bar(run * len(dialogues) + number, times * len(dialogues))
        runs.append(played)
    return runs

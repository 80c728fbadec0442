"""`manage.py evaluate PATH`: how well a set's questions are answered, in figures."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.evaluation.figures import figures
from knowledge.evaluation.run import evaluate
from knowledge.evaluation.sets import BadSet, read_set
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.management.progress import Bar


class Command(BaseCommand):
    """Parses the words of the command line and prints what the evaluation found."""

    help = (
        "Index the texts of a folder where nobody else sees them, ask its questions, and "
        "take everything back. The last line is one JSON object."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="write the JSON object here too"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            evaluated = read_set(options["path"])
            results = evaluate(evaluated, embedder(), Bar(sys.stderr))
        except (BadSet, EmbeddingFailed) as failure:
            raise CommandError(str(failure)) from failure
        line = json.dumps({"name": evaluated.name, **figures(results)})
        if options["json"]:
            options["json"].write_text(f"{line}\n", encoding="utf-8")
        self.stdout.write(line)

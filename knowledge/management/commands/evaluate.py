"""`manage.py evaluate PATH`: how well a set's questions are answered, in figures."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Site
from knowledge.evaluation.figures import figures
from knowledge.evaluation.golden import evaluate_site, questions_of, summary
from knowledge.evaluation.judging import answer_figures
from knowledge.evaluation.medians import medians
from knowledge.evaluation.run import answered, weighed
from knowledge.evaluation.scope import throwaway
from knowledge.evaluation.sets import BadSet, read_set
from knowledge.llm.chat import ChatModel, ModelFailed
from knowledge.llm.configured import PROVIDERS, provider
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.llm.metering import metered
from knowledge.management.progress import Bar
from knowledge.services import generations, usage

Figures = Mapping[str, Any]
FLOORS = {
    "min_recall": "recall@1",
    "min_auroc": "auroc",
    "min_right": "right",
    "min_support": "support",
    "min_citation_precision": "citation_precision",
}
"""The figure that each floor is about."""


class Command(BaseCommand):
    """Parses the words of the command line and prints what the evaluation found."""

    help = (
        "Index the texts of a folder where nobody else sees them, ask its questions, and "
        "take everything back; or ask the golden questions of a site. The last line is one "
        "JSON object. Exits with 1 when a figure lies below its floor."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", nargs="?")
        parser.add_argument(
            "--site", metavar="KEY", help="the golden questions of this site instead"
        )
        parser.add_argument(
            "--provider",
            choices=PROVIDERS,
            help="let this one word the answers, and judge them too",
        )
        parser.add_argument(
            "--runs", type=int, default=1, metavar="N", help="medians over so many runs"
        )
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="write the JSON object here too"
        )
        parser.add_argument(
            "--min-recall", type=float, metavar="SHARE", help="floor of recall@1"
        )
        parser.add_argument(
            "--min-auroc", type=float, metavar="SHARE", help="floor of auroc"
        )
        parser.add_argument(
            "--min-right",
            type=float,
            metavar="SHARE",
            help="floor of the share of answers whose first source is right; with --site of "
            "the golden questions that end as they must",
        )
        parser.add_argument(
            "--min-support",
            type=float,
            metavar="SHARE",
            help="floor of the share of supported sentences",
        )
        parser.add_argument(
            "--min-citation-precision",
            type=float,
            metavar="SHARE",
            help="floor of the share of right citations",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        if (options["path"] is None) == (options["site"] is None):
            raise CommandError("Name a folder, or a site with --site KEY.")
        if options["runs"] < 1:
            raise CommandError("--runs is at least 1.")
        try:
            model = provider(options["provider"]) if options["provider"] else None
            with metered(patient=True) as calls:
                name, runs = _evaluated(options, model)
            usage.record(calls)
        except (
            BadSet, EmbeddingFailed, ModelFailed, ImproperlyConfigured
        ) as failure:  # fmt: skip
            raise CommandError(str(failure)) from failure
        told = medians(runs)
        line = json.dumps({"name": name, **told})
        if options["json"]:
            options["json"].write_text(f"{line}\n", encoding="utf-8")
        self.stdout.write(line)
        if below := list(_below(told, options)):
            raise CommandError(" ".join(below))


def _evaluated(
    options: Mapping[str, Any], model: ChatModel | None
) -> tuple[str, list[Figures]]:
    if options["site"] is not None:
        return options["site"], _of_site(options["site"], options["runs"], model)
    evaluated = read_set(options["path"])
    runs: list[Figures] = []
    steps = len(evaluated.items) + options["runs"] * len(evaluated.queries)
    bar = Bar(sys.stderr)

    def told(found: Iterator[Any]) -> list[Any]:
        """Return all of it, with a bar that grows meanwhile."""
        done = len(evaluated.items) + len(runs) * len(evaluated.queries)
        results = []
        for result in found:
            results.append(result)
            bar(done + len(results), steps)
        return results

    with throwaway(evaluated.items, embedder(), lambda done: bar(done, steps)) as scope:
        for _ in range(options["runs"]):
            if model is None:
                runs.append(_with_right(figures(told(weighed(evaluated, scope)))))
                continue
            pairs = told(answered(evaluated, scope, model))
            found = figures([result for result, _ in pairs])
            judged = answer_figures([judged for _, judged in pairs])
            runs.append(_with_right({**found, **judged}))
    return evaluated.name, runs


def _with_right(found: Figures) -> Figures:
    """Add the share of the answers that is right."""
    answers = found["answered"]
    right = round(found["answered_right"] / answers, 4) if answers else None
    return {**found, "right": right}


def _of_site(key: str, times: int, model: ChatModel | None) -> list[Figures]:
    site = Site.objects.filter(key=key).first()
    if site is None:
        raise CommandError(f"No site has the key {key!r}.")
    questions = questions_of(site)
    if not questions:
        raise CommandError(f"The site {key!r} has no golden questions.")
    asked, bar = generations.asked(embedder()), Bar(sys.stderr)
    return [
        summary(evaluate_site(site, questions, asked, model, bar)) for _ in range(times)
    ]


def _below(told: Figures, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield for each figure below its floor what it is; one that is not there lies below too."""
    for option, figure in FLOORS.items():
        floor, value = options[option], told.get(figure)
        if floor is not None and (value is None or value < floor):
            yield f"{figure} is {value}, below the floor of {floor}."

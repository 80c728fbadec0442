"""`manage.py calibrate`: the threshold from which on answers are right often enough."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Site
from knowledge.answering.gate import LEARNT
from knowledge.calibrating import labelled_questions, measure
from knowledge.evaluation.calibration import (
    FEWEST_ANSWERS,
    Finding,
    Labelled,
    Point,
    Sureness,
    find,
)
from knowledge.evaluation.run import evaluate
from knowledge.evaluation.sets import BadSet, read_set
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.management.progress import Bar
from knowledge.services import policies

MOST_LINES = 12
SAYS = {
    Sureness.ASSURED: "Sure: nine chances in ten that at least {least:.1%} are right.",
    Sureness.LIKELY: (
        "Likely, not sure: with these labels no more than {least:.1%} can be promised. "
        "More labelled questions would tell."
    ),
    Sureness.TOO_FEW: (
        f"Too few labelled questions: at least {FEWEST_ANSWERS} with a score are needed, "
        "and some hundred to be sure. The default stays the best guess."
    ),
    Sureness.NEVER: (
        "No threshold is right so often on enough answers. Look at the questions that are "
        "answered wrong: texts may be missing, or say the same twice."
    ),
}


class Command(BaseCommand):
    """Parses the words of the command line, prints the finding, and writes it when asked to."""

    help = (
        "Find the evidence score from which on so many per cent of the answers are right, on "
        "an evaluation set or on a site's golden questions and judged answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH")
        parser.add_argument("--site", metavar="KEY", help="a site's key")
        parser.add_argument(
            "--right", type=float, default=95, metavar="PER_CENT", help="default: 95"
        )
        parser.add_argument(
            "--write", action="store_true", help="let the site answer from there on"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        if not 0 < options["right"] <= 100:
            raise CommandError("--right is a share in per cent, such as 95.")
        site = _site(options["site"])
        if options["path"] is None and site is None:
            raise CommandError("Name a folder of labelled questions, or --site KEY.")
        if options["write"] and site is None:
            raise CommandError("--write needs to know the site: add --site KEY.")
        try:
            labelled, answerable = _labelled(options["path"], site)
        except (BadSet, EmbeddingFailed) as failure:
            raise CommandError(str(failure)) from failure
        finding = find(labelled, answerable, options["right"] / 100)
        self._tell(finding, len(labelled), answerable)
        if options["write"]:
            self._write(site, finding.point)

    def _tell(self, finding: Finding, labelled: int, answerable: int) -> None:
        self.stdout.write(f"{labelled} labelled questions, {answerable} answerable.")
        self.stdout.write("threshold  answers  right  share  at least  coverage")
        for point in _shown(finding):
            mark = " <" if point == finding.point else ""
            self.stdout.write(
                f"{point.threshold:9.3f}{point.answers:9}{point.right:7}"
                f"{point.share_right:7.3f}{point.at_least:10.3f}{point.coverage:10.3f}{mark}"
            )
        texts, pairs = (LEARNT.defaults[kind].threshold for kind in ("text", "pairs"))
        self.stdout.write(
            f"By default texts answer from {texts} on, questions with answers from {pairs}."
        )
        least = finding.point.at_least if finding.point else 0.0
        self.stdout.write(SAYS[finding.sureness].format(least=least))

    def _write(self, site: Site | None, point: Point | None) -> None:
        if site is None or point is None:
            raise CommandError("Nothing was written: there is no point to write.")
        policies.set_answer_floor(site=site, floor=point.floor, user=None)
        self.stdout.write(f"{site} answers from a score of {point.floor} on.")


def _site(key: str | None) -> Site | None:
    if key is None:
        return None
    site = Site.objects.filter(key=key).first()
    if site is None:
        raise CommandError(f"There is no site with the key {key}.")
    return site


def _labelled(path: Path | None, site: Site | None) -> tuple[Sequence[Labelled], int]:
    if path is not None:
        results = evaluate(read_set(path), embedder(), Bar(sys.stderr))
        labelled = [
            (result.score, bool(result.relevant.intersection(result.ranked[:1])))
            for result in results
        ]
        return labelled, sum(result.in_scope for result in results)
    if site is None:
        return [], 0
    found = measure(site, labelled_questions(site), embedder(), Bar(sys.stderr))
    return found.labelled, found.answerable


def _shown(finding: Finding) -> Sequence[Point]:
    """Return some of the points, the last and the one that was found among them."""
    points = finding.points
    every = max(1, -(-len(points) // MOST_LINES))
    kept = {*points[::every], *points[-1:]} | ({finding.point} - {None})
    return [point for point in points if point in kept]

"""Golden questions: a run over 200 of them, and the look before publishing one text."""

import time
from collections.abc import Iterator

from accounts.models import Site
from benchmarks.bench.impact import edit
from benchmarks.bench.table import Row, alternately, times
from knowledge.evaluation.floor import MOST_ASKED, below_with
from knowledge.evaluation.golden import evaluate_site, questions_of
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.extractive import Extractive
from knowledge.models import AtomVersion
from knowledge.services import golden
from knowledge.services.golden import Golden

ATOM = "publish-an-atom"
QUESTIONS = 200


def measure(rounds: int) -> Iterator[Row]:
    """Ask what the FAQ pairs of the manual say, and look at an edit of one of its atoms."""
    model = embedder()
    site = _site_with_questions()
    questions = questions_of(site)
    texts = [question.text for question in questions]

    def run() -> float:
        began = time.perf_counter()
        evaluate_site(site, questions, model, Extractive(), lambda _done, _all: None)
        return time.perf_counter() - began

    def embed() -> float:
        began = time.perf_counter()
        for text in texts:
            model.embed([text])
        return time.perf_counter() - began

    yield times(
        f"{len(texts)} golden questions asked, gated and judged",
        *alternately(rounds, run, embed),
        against="embedding each of them alone",
    )
    draft = edit(ATOM)

    def look() -> float:
        began = time.perf_counter()
        below_with(draft, model, lambda _done, _total: None)
        return time.perf_counter() - began

    def embed_near() -> float:
        began = time.perf_counter()
        model.embed(texts[:MOST_ASKED])
        return time.perf_counter() - began

    yield times(
        f"floor looked at before publishing: at most {MOST_ASKED} questions",
        *alternately(rounds, look, embed_near),
        against=f"embedding {MOST_ASKED} questions",
    )


def _site_with_questions() -> Site:
    """Make golden questions of the phrasings of the manual's pairs, each atom once or more."""
    site = Site.objects.get(key="demo")
    Site.objects.filter(pk=site.pk).update(golden_blocks=True, golden_right_floor=0.5)
    live = AtomVersion.objects.filter(live_atom__collection__sites=site)
    phrasings = {
        phrasing: version.atom
        for version in live.select_related("atom").order_by("pk")
        for pair in version.pairs.all()
        for phrasing in pair.phrasings
    }
    for text, atom in list(phrasings.items())[:QUESTIONS]:
        golden.add(golden=Golden(text, atoms=[atom], site=site), user=None)
    return Site.objects.get(pk=site.pk)

"""A whole preview of what an edit changes, beside embedding its 200 questions alone."""

import time
import uuid
from collections.abc import Iterator

from accounts.models import Site
from benchmarks.bench.table import Row, alternately, times
from knowledge.format import join, parse
from knowledge.impact import compare
from knowledge.llm.configured_embedder import embedder
from knowledge.models import AskedQuestion, Atom, AtomVersion
from knowledge.services import atoms

ATOM = "publish-an-atom"
QUESTIONS = 200


def measure(rounds: int) -> Iterator[Row]:
    """Compare an edit of one atom of the manual over questions that come near it."""
    model = embedder()
    texts = _ask(ATOM)
    draft = edit(ATOM)

    def ours() -> float:
        began = time.perf_counter()
        compared = compare(draft, model, lambda _done, _total: None)
        if len(compared) != QUESTIONS:
            raise RuntimeError(f"{len(compared)} questions were compared")
        return time.perf_counter() - began

    def raw() -> float:
        began = time.perf_counter()
        model.embed(texts)
        return time.perf_counter() - began

    yield times(
        "preview of an edit: 200 questions asked twice",
        *alternately(rounds, ours, raw),
        against="embedding the 200 questions alone",
    )


def _ask(slug: str) -> list[str]:
    """Keep 200 questions near an atom as if they had been asked."""
    model = embedder()
    site = Site.objects.get(key="demo")
    version = AtomVersion.objects.get(live_atom__slug=slug)
    phrasings = [p for pair in version.pairs.all() for p in pair.phrasings]
    texts = [f"{phrasings[n % len(phrasings)]} ({n})" for n in range(QUESTIONS)]
    AskedQuestion.objects.bulk_create(
        AskedQuestion(
            site=site,
            audience="public",
            text=text,
            vector=vector.tolist(),
            model=model.model,
            outcome="answered",
            source=uuid.uuid4(),
            turn=uuid.uuid4(),
        )
        for text, vector in zip(texts, model.embed(texts), strict=True)
    )
    return texts


def edit(slug: str) -> AtomVersion:
    """Save another text of an atom as a draft."""
    atom = Atom.objects.get(slug=slug)
    text = atom.versions.latest("number")
    parsed = parse(join(text.header, f"{text.body}\nPublishing takes a moment.\n"))
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)
    drafts = AtomVersion.objects.select_related(
        "atom__collection", "atom__live_version"
    )
    return drafts.filter(atom=atom).latest("number")

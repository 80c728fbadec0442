"""Questions as customers asked them, kept as answering keeps them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import Site
from knowledge.answering.outcomes import Trace
from knowledge.llm.embedder import Embedder
from knowledge.models import AskedQuestion, GapOccurrence
from knowledge.services.clusters import sort_in
from knowledge.services.traces import record_answer
from tests.knowledge.shelf import HashingEmbedder

EMBEDDER = HashingEmbedder()


def asked(
    site: Site,
    text: str,
    *,
    outcome: str = "abstained",
    embedder: Embedder | None = EMBEDDER,
    versions: Sequence[int] = (),
    source: UUID | None = None,
    verified: bool = False,
    days_ago: float = 0,
) -> AskedQuestion:
    """Keep a question with what became of it; without an embedder it has no vector."""
    turn = uuid4()
    vector = embedder.embed([text])[0].tolist() if embedder else None
    trace = Trace(
        question=text,
        intent="question",
        question_vector=vector,
        vector_model=embedder.model if embedder else "",
    )
    record_answer(
        turn=turn,
        site=site,
        source=source or uuid4(),
        verified=verified,
        outcome=outcome,
        trace=trace,
        versions=versions,
    )
    question = AskedQuestion.objects.get(turn=turn)
    if days_ago:
        at = timezone.now() - timedelta(days=days_ago)
        AskedQuestion.objects.filter(pk=question.pk).update(at=at)
        GapOccurrence.objects.filter(question=question).update(at=at)
    return question


def sort() -> int:
    """Put what waits into gaps."""
    return sort_in(embedder=EMBEDDER)

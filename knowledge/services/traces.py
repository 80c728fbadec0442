"""Keeping what answering left behind: the evidence record and the question."""

from collections.abc import Sequence
from uuid import UUID

from accounts.models import Site
from knowledge.answering.outcomes import Trace
from knowledge.models import AskedQuestion, Evidence
from knowledge.reader import CUSTOMER, PUBLIC


def record_answer(  # noqa: PLR0913 one row, one call
    *,
    turn: UUID,
    site: Site,
    source: UUID,
    verified: bool,
    outcome: str,
    trace: Trace,
    versions: Sequence[int],
) -> None:
    """Keep why an answer says what it says and, if it was a question, that it was asked.

    Called in the transaction that stores the answer. `source` is the conversation's public id.
    """
    Evidence.objects.create(
        turn=turn,
        site=site,
        question=trace.question,
        outcome=outcome,
        score=trace.score,
        provider=trace.provider,
        model=trace.model,
        prompt_hash=trace.prompt_hash,
        record=dict(trace.record),
        versions=list(versions),
    )
    if trace.intent != "question":
        return
    vector = trace.question_vector
    AskedQuestion.objects.create(
        site=site,
        audience=CUSTOMER if verified else PUBLIC,
        text=trace.question,
        vector=list(vector) if vector is not None else None,
        outcome=outcome,
        versions=list(versions),
        source=source,
        turn=turn,
    )


def record_vote(*, turn: UUID, helpful: bool) -> None:
    """Keep whether an answer helped with the question that it answered, if that was one."""
    AskedQuestion.objects.filter(turn=turn).update(vote=helpful)

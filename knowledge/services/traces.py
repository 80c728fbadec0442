"""Keeping what answering left behind: the evidence record, the question, and the gap it shows."""

from collections.abc import Sequence
from uuid import UUID

from accounts.models import Site
from knowledge.answering.outcomes import Trace
from knowledge.models import AskedQuestion, Evidence, GapOccurrence
from knowledge.reader import CUSTOMER, PUBLIC
from knowledge.services.clusters import take_out

NOT_ANSWERED = {
    "abstained": GapOccurrence.Reason.UNKNOWN,
    "escalated": GapOccurrence.Reason.HANDED_OVER,
}


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

    A question without an answer waits to be sorted into a gap. Called in the transaction that
    stores the answer. `source` is the conversation's public id.
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
    asked = AskedQuestion.objects.create(
        site=site,
        audience=CUSTOMER if verified else PUBLIC,
        text=trace.question,
        vector=list(vector) if vector is not None else None,
        model=trace.vector_model,
        outcome=outcome,
        versions=list(versions),
        source=source,
        turn=turn,
    )
    if reason := NOT_ANSWERED.get(outcome):
        GapOccurrence.objects.create(question=asked, reason=reason, at=asked.at)


def record_vote(*, turn: UUID, helpful: bool) -> None:
    """Keep whether an answer helped with the question that it answered, if that was one.

    An answer that did not help shows a gap, until somebody says that it did.
    """
    asked = AskedQuestion.objects.filter(turn=turn).first()
    if asked is None:
        return
    AskedQuestion.objects.filter(pk=asked.pk).update(vote=helpful)
    reason = GapOccurrence.Reason.UNHELPFUL
    if not helpful:
        GapOccurrence.objects.get_or_create(
            question=asked, defaults={"reason": reason, "at": asked.at}
        )
        return
    for occurrence in GapOccurrence.objects.filter(question=asked, reason=reason):
        take_out(occurrence)

"""Keeping what answering left behind: the evidence record, the question, and the gap it shows."""

from collections.abc import Sequence
from uuid import UUID

from accounts.models import Site
from knowledge.answering.outcomes import AskedPart, Trace
from knowledge.models import AskedQuestion, Evidence, GapOccurrence
from knowledge.reader import CUSTOMER, PUBLIC
from knowledge.services.cache import doubt
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
        variant_id=trace.variant,
        record=dict(trace.record),
        versions=list(versions),
    )
    if trace.intent != "question":
        return
    for number, (became, part) in enumerate(_parts_of(outcome, trace, versions)):
        vector = part.question_vector
        asked = AskedQuestion.objects.create(
            site=site,
            audience=CUSTOMER if verified else PUBLIC,
            text=part.text,
            vector=list(vector) if vector is not None else None,
            model=part.vector_model,
            outcome=became,
            versions=list(part.versions),
            source=source,
            turn=turn,
            part=number,
        )
        if reason := NOT_ANSWERED.get(became):
            GapOccurrence.objects.create(question=asked, reason=reason, at=asked.at)


def _parts_of(
    outcome: str, trace: Trace, versions: Sequence[int]
) -> list[tuple[str, AskedPart]]:
    """Return each question of a message with its own outcome; mostly there is one."""
    if trace.parts and outcome == "answered":
        return [
            ("answered" if part.answered else "abstained", part) for part in trace.parts
        ]
    whole = AskedPart(
        text=trace.question,
        answered=outcome == "answered",
        versions=versions,
        question_vector=trace.question_vector,
        vector_model=trace.vector_model,
    )
    return [(outcome, whole)]


def record_vote(*, turn: UUID, helpful: bool) -> None:
    """Keep whether an answer helped with the questions that it answered, if there were any.

    An answer that did not help shows a gap, until somebody says that it did, and is not given
    again.
    """
    if not helpful:
        doubt(turn)
    for asked in AskedQuestion.objects.voted_on(turn):
        AskedQuestion.objects.filter(pk=asked.pk).update(vote=helpful)
        reason = GapOccurrence.Reason.UNHELPFUL
        if not helpful:
            GapOccurrence.objects.get_or_create(
                question=asked, defaults={"reason": reason, "at": asked.at}
            )
            continue
        for occurrence in GapOccurrence.objects.filter(question=asked, reason=reason):
            take_out(occurrence)

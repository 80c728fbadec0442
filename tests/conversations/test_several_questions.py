"""Of a message that asked several things each question is kept, and what is unknown is a gap."""

from dataclasses import replace
from uuid import uuid4

import pytest

from accounts.database import in_database
from accounts.identity import Identity
from conversations.models import Event, Turn
from conversations.services import customers
from knowledge.answering.outcomes import AskedPart, Citation
from knowledge.models import AskedQuestion, GapOccurrence
from knowledge.services.traces import record_vote
from tests.conversations.answering import TRACE, Script, answered, run_turn

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = (
    AskedPart("How do I pay?", answered=True, versions=[7]),
    AskedPart("and can I swim?", answered=False),
)
CITED = Citation(1, "pay", 7, 1, "Pay", "", "By card.")


async def _partly_answered(visitor: Identity) -> Turn:
    text = "How do I pay? and can I swim?"
    await in_database(customers.send, identity=visitor, cid=uuid4(), text=text)
    turn = await Turn.objects.aget(status="queued")
    outcome = replace(
        answered("By card [1]. I have no answer to “can I swim?”."),
        citations=[CITED],
        trace=replace(TRACE, question=text, parts=PARTS),
        unknown=["Can I swim?"],
    )
    await run_turn(turn.pk, Script(["By card [1]."], end=outcome))
    return turn


async def test_each_question_is_kept_with_its_own_outcome(visitor: Identity) -> None:
    await _partly_answered(visitor)

    kept = [
        row async for row in AskedQuestion.objects.order_by("part").values_list(
            "part", "text", "outcome", "versions"
        )
    ]  # fmt: skip
    assert kept == [
        (0, "How do I pay?", "answered", [7]),
        (1, "and can I swim?", "abstained", []),
    ]


async def test_the_unknown_part_is_a_gap_and_a_person_is_offered(
    visitor: Identity,
) -> None:
    await _partly_answered(visitor)

    gap = await GapOccurrence.objects.select_related("question").aget()
    message = await Event.objects.aget(seq=2)
    assert (gap.question.text, gap.reason) == ("and can I swim?", "unknown")
    assert message.payload["actions"] == ["person"]


async def test_a_vote_is_about_what_was_answered(visitor: Identity) -> None:
    turn = await _partly_answered(visitor)

    await in_database(record_vote, turn=turn.pk, helpful=False)

    votes = [
        v
        async for v in AskedQuestion.objects.order_by("part").values_list(
            "vote", flat=True
        )
    ]
    assert votes == [False, None]


async def test_the_next_turn_knows_what_an_answer_cited(visitor: Identity) -> None:
    await _partly_answered(visitor)
    await in_database(
        customers.send, identity=visitor, cid=uuid4(), text="What is next?"
    )
    turn = await Turn.objects.aget(status="queued")
    script = Script(["Nothing."])

    await run_turn(turn.pk, script)

    assert list(script.histories[0][-1].citations) == [CITED]

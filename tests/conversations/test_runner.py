"""Turns as they are run: claimed, shown, ended; interrupted in every way there is."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from accounts.database import in_database
from accounts.identity import Identity
from accounts.models import User
from conversations import drafts, runner
from conversations.models import Conversation, Event, Turn
from conversations.services import agents, customers, turns
from knowledge.answering.outcomes import AskedBack, Escalated
from knowledge.llm.chat import ModelFailed
from knowledge.models import AskedQuestion, Evidence
from knowledge.pipeline import Answers
from tests.conversations.answering import (
    TRACE,
    Script,
    abstained,
    answered,
    run_turn,
)

pytestmark = pytest.mark.django_db(transaction=True)


async def ask(visitor: Identity, text: str = "How do I pay?") -> Turn:
    await in_database(customers.send, identity=visitor, cid=uuid4(), text=text)
    return await Turn.objects.select_related("conversation").aget(status="queued")


async def kinds() -> list[str]:
    return [
        kind
        async for kind in Event.objects.order_by("seq").values_list("kind", flat=True)
    ]


async def test_an_answer_is_stored_with_its_turn_and_its_evidence(
    visitor: Identity,
) -> None:
    turn = await ask(visitor)

    await run_turn(turn.pk, Script(["By ", "card."]))

    message = await Event.objects.aget(seq=2)
    await turn.arefresh_from_db()
    assert message.payload["text"] == "By card."
    assert message.payload["turn"] == str(turn.pk)
    assert (turn.status, turn.outcome) == ("done", "answered")
    assert (await Evidence.objects.aget()).turn == turn.pk
    assert (await AskedQuestion.objects.aget()).outcome == "answered"
    conversation = await Conversation.objects.aget()
    assert conversation.unanswered_since is None


async def test_a_turn_in_other_hands_is_not_waited_for(visitor: Identity) -> None:
    turn = await ask(visitor)
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Turn.objects.select_for_update().get(pk=turn.pk)
            held.set()
            enough.wait(30)

    holding = asyncio.create_task(in_database(hold))
    await asyncio.to_thread(held.wait, 30)
    claimed = await in_database(turns.claim, turn.pk)
    enough.set()
    await holding

    assert claimed is None


async def test_a_turn_is_run_by_one_worker_only(visitor: Identity) -> None:
    turn = await ask(visitor)
    script = Script(["By card."], pause=0.05)

    await asyncio.gather(*(run_turn(turn.pk, script) for _ in range(4)))

    assert len(script.questions) == 1
    assert await kinds() == ["message", "message"]


async def test_a_burst_of_messages_gets_one_answer(visitor: Identity) -> None:
    first = await ask(visitor, "How do I")
    second = await ask(visitor, "pay by card?")
    script = Script(["Like so."])

    await run_turn(first.pk, script)
    await run_turn(second.pk, script)

    assert [q.text for q in script.questions] == ["How do I\npay by card?"]
    assert await kinds() == ["message", "message", "message"]


async def test_a_message_while_the_bot_speaks_gets_the_next_turn(
    visitor: Identity,
) -> None:
    turn = await ask(visitor)
    gate = asyncio.Event()
    script = Script(["By card."], gate=gate)
    running = asyncio.create_task(run_turn(turn.pk, script))
    while not (await Turn.objects.aget(pk=turn.pk)).spoke_at:
        await asyncio.sleep(0.01)

    await in_database(
        customers.send, identity=visitor, cid=uuid4(), text="And in cash?"
    )
    gate.set()
    await running

    following = await Turn.objects.aget(status="queued")
    await run_turn(following.pk, script)
    assert [q.text for q in script.questions] == ["How do I pay?", "And in cash?"]
    assert await kinds() == ["message", "message", "message", "message"]


async def test_the_first_human_word_ends_the_answer_and_keeps_what_was_seen(
    visitor: Identity, alice: User
) -> None:
    turn = await ask(visitor)
    gate = asyncio.Event()
    running = asyncio.create_task(run_turn(turn.pk, Script(["By card."], gate=gate)))
    while not await asyncio.to_thread(drafts.text_of, turn.pk):
        await asyncio.sleep(0.01)

    await in_database(
        agents.reply,
        user=alice,
        conversation=turn.conversation.public_id,
        cid=uuid4(),
        text="Hi, I am Alice.",
    )
    gate.set()
    await running

    assert await kinds() == [
        "message",
        "partial",
        "takeover",
        "state",
        "assigned",
        "message",
    ]
    partial = await Event.objects.aget(kind="partial")
    assert partial.payload["text"] == "By card."
    conversation = await Conversation.objects.aget()
    assert (conversation.status, conversation.assignee_id) == ("human", alice.pk)


async def test_a_takeover_before_the_first_word_leaves_no_partial(
    visitor: Identity, alice: User
) -> None:
    turn = await ask(visitor)

    await in_database(
        agents.take, user=alice, conversation=turn.conversation.public_id, cid=uuid4()
    )
    await run_turn(turn.pk, Script(["By card."]))

    assert await kinds() == ["message", "takeover", "state", "assigned"]


async def test_the_second_abstention_in_a_row_asks_a_person(visitor: Identity) -> None:
    for _ in range(2):
        turn = await ask(visitor, "What is the meaning of life?")
        await run_turn(turn.pk, Script(end=abstained()))

    assert await kinds() == [
        "message",
        "message",
        "message",
        "message",
        "state",
        "notice",
    ]
    assert (await Conversation.objects.aget()).status == "queued"
    first = await Event.objects.aget(seq=2)
    assert first.payload["actions"] == ["person"]


async def test_an_answer_between_two_abstentions_forgives_the_first(
    visitor: Identity,
) -> None:
    for end in (abstained(), answered("By card."), abstained()):
        turn = await ask(visitor)
        await run_turn(turn.pk, Script(end=end))

    assert (await Conversation.objects.aget()).status == "bot"


async def test_small_talk_is_no_question_and_no_failure(visitor: Identity) -> None:
    from dataclasses import replace

    turn = await ask(visitor, "Hi")
    hello = AskedBack(text="Hello!", trace=replace(TRACE, intent="greeting"))

    await run_turn(turn.pk, Script(end=hello))

    assert not await AskedQuestion.objects.aexists()
    assert (await Conversation.objects.aget()).failures == 0


async def test_a_wish_for_a_person_hands_over_without_a_word_of_the_bot(
    visitor: Identity,
) -> None:
    turn = await ask(visitor, "I want to talk to a human")

    await run_turn(turn.pk, Script(end=Escalated(reason="asked", trace=TRACE)))

    assert await kinds() == ["message", "state", "notice"]


async def test_a_model_that_fails_is_told_and_the_second_time_a_person_is_asked(
    visitor: Identity,
) -> None:
    for _ in range(2):
        turn = await ask(visitor)
        await run_turn(turn.pk, Script(["By"], end=ModelFailed("cut")))

    assert await kinds() == [
        "message",
        "partial",
        "message",
        "message",
        "partial",
        "state",
        "notice",
    ]
    told = await Event.objects.aget(seq=3)
    assert (told.payload["author"], told.payload["actions"]) == ("system", ["person"])
    assert (await Conversation.objects.aget()).status == "queued"


@pytest.mark.parametrize(
    "end", [ModelFailed("cut"), Escalated(reason="rule", trace=TRACE)]
)
async def test_text_that_was_shown_while_an_answer_ended_stays(
    visitor: Identity, end: ModelFailed | Escalated
) -> None:
    turn = await ask(visitor)
    gate = asyncio.Event()
    script = Script(["By card"], end=end, gate=gate)
    running = asyncio.create_task(run_turn(turn.pk, script))
    while not await asyncio.to_thread(drafts.text_of, turn.pk):
        await asyncio.sleep(0.01)

    async with drafts.pipe() as pipe:
        late = drafts.Draft(pipe, turn.pk, {})
        await late.add("By card or cash.")
        gate.set()
        await running
        later = await late.add(" And more.")

    partial = await Event.objects.aget(kind="partial")
    assert partial.payload["text"] == "By card or cash."
    assert later is False, "nothing is shown behind the end"


async def test_an_unforeseen_error_is_a_failed_turn(visitor: Identity) -> None:
    turn = await ask(visitor)

    await run_turn(turn.pk, Script(end=RuntimeError("a bug")))

    await turn.arefresh_from_db()
    assert (turn.status, turn.reason) == ("failed", "error")


async def test_an_answer_that_takes_too_long_fails_in_time(
    visitor: Identity, settings: object
) -> None:
    settings.CHAT_TOTAL_SECONDS = -4.8  # type: ignore[attr-defined]
    turn = await ask(visitor)

    await run_turn(turn.pk, Script(gate=asyncio.Event()))

    await turn.arefresh_from_db()
    assert (turn.status, turn.reason) == ("failed", "slow")


async def test_the_bot_reads_what_the_human_said_after_a_hand_back(
    visitor: Identity, alice: User
) -> None:
    turn = await ask(visitor)
    chat = {"user": alice, "conversation": turn.conversation.public_id}
    await in_database(agents.reply, **chat, cid=uuid4(), text="Use the blue button.")
    await in_database(agents.release, **chat, cid=uuid4(), to="bot")
    script = Script(["Then press it."])

    second = await ask(visitor, "Where is it?")
    await run_turn(second.pk, script)

    assert [(line.role, line.text) for line in script.histories[0]] == [
        ("customer", "How do I pay?"),
        ("agent", "Use the blue button."),
    ]
    assert script.questions[0].text == "Where is it?"


async def test_a_turn_whose_customer_stopped_it_says_no_more(visitor: Identity) -> None:
    turn = await ask(visitor)
    gate = asyncio.Event()
    running = asyncio.create_task(run_turn(turn.pk, Script(["By card."], gate=gate)))
    while not await asyncio.to_thread(drafts.text_of, turn.pk):
        await asyncio.sleep(0.01)

    await in_database(customers.stop, identity=visitor, turn=turn.pk)
    gate.set()
    await running

    assert await kinds() == ["message", "partial"]
    assert (await Conversation.objects.aget()).status == "bot"


async def test_a_lease_is_not_renewed_for_a_turn_that_was_ended(
    visitor: Identity,
) -> None:
    turn = await ask(visitor)
    await Turn.objects.filter(pk=turn.pk).aupdate(
        status="cancelled", finished_at=timezone.now()
    )

    assert not await in_database(turns.renew, turn.pk, text="")
    assert not await in_database(turns.begin_to_speak, turn.pk)


def test_tasks_that_come_at_once_share_one_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def run_turn(*_: object) -> None:
        loops.append(asyncio.get_running_loop())

    monkeypatch.setattr(runner, "run_turn", run_turn)
    runner._loop_and_pipe.cache_clear()

    with ThreadPoolExecutor(8) as tasks:
        list(tasks.map(runner.run, [uuid4() for _ in range(8)]))

    assert len(loops) == 8
    assert len(set(loops)) == 1


async def test_a_pipeline_that_cannot_be_made_ends_the_turn(visitor: Identity) -> None:
    turn = await ask(visitor)

    def misconfigured() -> Answers:
        raise ImproperlyConfigured("CHAT_PROVIDERS names 'x': not known.")

    async with drafts.pipe() as pipe:
        await runner.run_turn(turn.pk, pipe, misconfigured)

    await turn.arefresh_from_db()
    assert turn.status == "failed"

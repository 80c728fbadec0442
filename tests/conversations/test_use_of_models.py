"""What a turn asked of models is kept, however the turn ends."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from uuid import uuid4

import pytest

from accounts.database import in_database
from accounts.identity import Identity
from accounts.models import User
from conversations.models import Conversation, Turn
from conversations.services import agents, customers
from knowledge.answering.outcomes import Delta, Line, Outcome, Question
from knowledge.llm.breaker import Breaker
from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.llm.guarded import Guarded
from knowledge.llm.line import Line as ModelLine
from knowledge.llm.line import standing
from knowledge.models import ModelCall
from knowledge.reader import Reader
from tests.conversations.answering import answered, run_turn
from tests.knowledge.llm.asking import QUESTION

pytestmark = pytest.mark.django_db(transaction=True)
LINE = ModelLine("ollama/llama3.2@here", 1)
DONE = Finished("ollama", "llama3.2", "stop", prompt_tokens=900, answer_tokens=2)


class Talker:
    """A model that says some words, then ends, fails, or waits for ever."""

    name = "ollama/llama3.2"

    def __init__(self, end: Finished | ModelFailed | None) -> None:
        self.end = end
        self.speaks = asyncio.Event()

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        yield Text("By ")
        yield Text("card.")
        self.speaks.set()
        if self.end is None:
            await asyncio.Event().wait()
        if isinstance(self.end, ModelFailed):
            raise self.end
        assert self.end
        yield self.end


class Asking:
    """A pipeline that does nothing but ask the model, through its gate."""

    def __init__(self, talker: Talker) -> None:
        breaker = Breaker(LINE.name, failures=0, seconds=60)
        self.model = Guarded(
            talker, line=LINE, breaker=breaker, waiting_seconds=5, alarm=lambda: None
        )

    async def answer(
        self, question: Question, history: Sequence[Line], reader: Reader
    ) -> AsyncGenerator[Delta | Outcome, None]:
        async with aclosing(self.model.stream(QUESTION)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Text):
                    yield Delta(piece.text)
        yield answered("By card.")


async def ask(visitor: Identity) -> Turn:
    await in_database(
        customers.send, identity=visitor, cid=uuid4(), text="How do I pay?"
    )
    return await Turn.objects.select_related("conversation__site").aget(status="queued")


async def test_an_answer_is_kept_with_its_site_conversation_and_turn(
    visitor: Identity,
) -> None:
    turn = await ask(visitor)

    await run_turn(turn.pk, Asking(Talker(DONE)))

    call = await ModelCall.objects.aget()
    assert call.site_id == turn.conversation.site_id
    assert call.conversation == turn.conversation.public_id
    assert call.turn == turn.pk
    assert (call.outcome, call.prompt_tokens, call.answer_tokens) == (
        "answered", 900, 2,
    )  # fmt: skip


async def test_a_broken_answer_is_kept_with_what_was_said_about_it(
    visitor: Identity,
) -> None:
    turn = await ask(visitor)
    broken = ModelFailed("cut", "the stream ended without its last line")

    await run_turn(turn.pk, Asking(Talker(broken)))

    call = await ModelCall.objects.aget()
    assert (call.outcome, call.detail) == ("cut", broken.detail)
    await turn.arefresh_from_db()
    assert turn.status == "failed"


async def test_an_answer_that_a_person_took_over_is_kept_and_its_place_given_back(
    visitor: Identity, alice: User
) -> None:
    turn = await ask(visitor)
    talker = Talker(None)
    running = asyncio.ensure_future(run_turn(turn.pk, Asking(talker)))
    await talker.speaks.wait()
    conversation = await Conversation.objects.aget()

    await in_database(
        agents.take, user=alice, conversation=conversation.public_id, cid=uuid4()
    )
    await running

    assert (await ModelCall.objects.aget()).outcome == "left"
    async with asyncio.timeout(10):
        while standing(LINE).running:
            await asyncio.sleep(0.01)


async def test_a_turn_without_a_model_leaves_nothing(visitor: Identity) -> None:
    turn = await ask(visitor)

    class Quoting(Asking):
        async def answer(
            self, question: Question, history: Sequence[Line], reader: Reader
        ) -> AsyncGenerator[Delta | Outcome, None]:
            yield answered("By card.")

    await run_turn(turn.pk, Quoting(Talker(DONE)))

    assert not await ModelCall.objects.aexists()

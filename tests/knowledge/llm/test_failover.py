"""Several models as one: who answers, and what is told of those that did not."""

import asyncio

import pytest

from knowledge.llm.chat import Finished, ModelFailed, Text
from knowledge.llm.extractive import Extractive
from knowledge.llm.failover import FAILED_BEFORE, Failover
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from tests.knowledge.llm.asking import (
    QUESTION,
    SOON,
    Scripted,
    asked_with,
    passage,
    read,
)
from tests.ollama_double import OllamaDouble

END = Finished(provider="script", model="script", reason="stop")
BUSY = ModelFailed("busy", "queue full", retryable=True)
WRONG = ModelFailed("refused", "bad key")


async def test_the_first_model_that_speaks_answers_alone():
    first = Scripted("first", [Text("Hello."), END])
    second = Scripted("second", [Text("Never."), END])

    text, finished = await read(Failover([first, second]))

    assert text == "Hello."
    assert finished == END
    assert second.asked == []


async def test_failures_before_the_first_word_go_on_and_are_told():
    models = [
        Scripted("first", [BUSY]),
        Scripted("second", [WRONG]),
        Scripted("third", [Text("Hello."), END]),
    ]

    text, finished = await read(Failover(models))

    assert text == "Hello."
    told = "first: busy: queue full; second: refused: bad key"
    assert finished.extra == {FAILED_BEFORE: told}


async def test_a_model_that_ends_without_a_word_has_failed():
    models = [Scripted("mute", [END]), Scripted("second", [Text("Hello."), END])]

    text, finished = await read(Failover(models))

    assert text == "Hello."
    assert finished.extra == {FAILED_BEFORE: "mute: cut: it ended without a word"}


async def test_a_model_that_breaks_off_is_not_replaced():
    broken = Scripted("first", [Text("Hel"), BUSY])
    second = Scripted("second", [Text("Never."), END])
    shown: list[str] = []

    with pytest.raises(ModelFailed) as failed:
        await read(Failover([broken, second]), shown=shown)

    assert failed.value is BUSY
    assert shown == ["Hel"]
    assert second.asked == []


async def test_when_none_answers_the_failure_is_the_first_ones_and_names_all():
    models = [Scripted("first", [BUSY]), Scripted("second", [WRONG])]

    with pytest.raises(ModelFailed) as failed:
        await read(Failover(models))

    assert failed.value.kind == "busy"
    assert failed.value.retryable
    assert "first: busy" in failed.value.detail
    assert "second: refused" in failed.value.detail


async def test_being_cancelled_asks_nobody_else():
    second = Scripted("second", [Text("Never."), END])
    async with OllamaDouble(ttft=60) as double:
        first = OllamaChat(OllamaModel(double.url, "llama3.2"), deadlines=SOON)
        waiting = asyncio.ensure_future(read(Failover([first, second])))
        await double.until(lambda counts: counts.active == 1)

        waiting.cancel()

        with pytest.raises(asyncio.CancelledError):
            await waiting
        await double.until(lambda counts: counts.client_gone == 1)
    assert second.asked == []


async def test_closing_it_closes_the_model_that_speaks():
    first = Scripted("first", [Text("One "), Text("two."), END])
    answer = Failover([first, Extractive()]).stream(QUESTION)
    await anext(answer)

    await answer.aclose()

    assert first.closed == 1


async def test_a_model_is_closed_when_its_end_was_read():
    first = Scripted("first", [Text("One."), END, Text("Never read.")])

    await read(Failover([first, Extractive()]))

    assert first.closed == 1


async def test_the_best_passage_answers_when_the_server_is_down():
    async with OllamaDouble() as double:
        gone = OllamaChat(OllamaModel(double.url, "llama3.2"), deadlines=SOON)
    prompt = asked_with(passage("Choose a folder and press Import."))

    text, finished = await read(Failover([gone, Extractive()]), prompt)

    assert text == "Choose a folder and press Import. [1]"
    assert finished.provider == "extractive"
    assert "ollama/llama3.2: unreachable" in finished.extra[FAILED_BEFORE]


def test_it_needs_a_model():
    with pytest.raises(ValueError, match="at least one"):
        Failover([])

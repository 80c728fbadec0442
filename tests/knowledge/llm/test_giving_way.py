"""Work that nobody waits for leaves a model to those who do."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from knowledge.llm import giving_way
from knowledge.llm.breaker import Breaker
from knowledge.llm.chat import ModelFailed
from knowledge.llm.giving_way import GivesWay
from knowledge.llm.guarded import Guarded
from knowledge.llm.line import Line, enter, leave, standing
from knowledge.llm.metering import LEFT, metered
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from tests.knowledge.llm.asking import SOON, read
from tests.ollama_double import OllamaDouble


@pytest.fixture
async def double(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OllamaDouble]:
    monkeypatch.setattr(giving_way, "LOOK_SECONDS", 0.05)
    async with OllamaDouble() as running:
        yield running


def model(double: OllamaDouble) -> GivesWay:
    line = Line(f"ollama@{double.url}", 1)
    return GivesWay(
        Guarded(
            OllamaChat(OllamaModel(double.url, "llama3.2"), deadlines=SOON),
            line=line,
            breaker=Breaker(line.name, failures=3, seconds=60),
            waiting_seconds=5,
            alarm=lambda: None,
        )
    )


def line_of(double: OllamaDouble) -> Line:
    return Line(f"ollama@{double.url}", 1)


async def customer(double: OllamaDouble) -> None:
    """Somebody who waits for an answer, and gets it."""
    ticket = await enter(line_of(double), turn="t", patient=False, seconds=10)
    leave(ticket)


async def test_what_nobody_waits_for_is_answered_whole(double: OllamaDouble) -> None:
    double.reply("All of it.")

    with metered(patient=True) as calls:
        text, finished = await read(model(double))

    assert (text, finished.reason) == ("All of it.", "stop")
    assert [call.outcome for call in calls] == ["answered"]


async def test_a_request_is_ended_for_who_waits_and_made_anew_behind_them(
    double: OllamaDouble,
) -> None:
    double.fault("/api/chat", "hang")
    double.reply("Later.")

    with metered(patient=True) as calls:
        asking = asyncio.ensure_future(read(model(double)))
        await double.until(lambda counts: counts.requests == 1)
        await customer(double)
        text, _ = await asking

    assert text == "Later."
    assert [call.outcome for call in calls] == [LEFT, "answered"]


async def test_who_only_waits_in_line_stays_there(double: OllamaDouble) -> None:
    double.reply("Then.")
    holder = await enter(line_of(double), turn="t", patient=False, seconds=5)
    with metered(patient=True) as calls:
        asking = asyncio.ensure_future(read(model(double)))
        other = asyncio.ensure_future(customer(double))
        while standing(line_of(double)).pressing < 1:
            await asyncio.sleep(0.01)
        leave(holder)
        await other
        await asking

    assert [call.outcome for call in calls] == ["answered"]


async def test_it_is_not_begun_over_and_over(
    double: OllamaDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_way, "MOST_STARTS", 2)
    double.fault("/api/chat", "hang", times=2)

    with metered(patient=True):
        asking = asyncio.ensure_future(read(model(double)))
        for started in (1, 2):
            await double.until(lambda counts, n=started: counts.requests == n)  # type: ignore[misc]
            await customer(double)
        with pytest.raises(ModelFailed) as failed:
            await asking

    assert failed.value.kind == "crowded"

"""A model behind its gate: what is let through, what is told of each call, when help is called."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest

from accounts import background
from knowledge.llm.breaker import Breaker
from knowledge.llm.chat import Finished, Message, ModelFailed, Prompt, Text
from knowledge.llm.guarded import Guarded
from knowledge.llm.line import Line, enter, leave, standing
from knowledge.llm.metering import metered
from tests.knowledge.llm.asking import QUESTION, Scripted, read

DONE = Finished("ollama", "llama3.2", "stop", prompt_tokens=40, answer_tokens=2)
WELL = [Text("Yes"), Text("."), DONE]
LINE = Line("ollama/llama3.2@here", 1)


def guarded(events, *, failures=3, alarm=lambda: None, waiting_seconds=0.2, rest=60):
    model = Scripted("ollama/llama3.2", events)
    return Guarded(
        model,
        line=LINE,
        breaker=Breaker(LINE.name, failures=failures, seconds=rest),
        waiting_seconds=waiting_seconds,
        alarm=alarm,
    )


async def failing(model, times=1, prompt=QUESTION):
    """Ask so often; return the kinds of the failures."""
    kinds = []
    for _ in range(times):
        with pytest.raises(ModelFailed) as failed:
            await read(model, prompt)
        kinds.append(failed.value.kind)
        await asyncio.to_thread(background.drain)
    return kinds


async def test_an_answer_is_noted_with_what_the_server_counted():
    with metered() as calls:
        text, _ = await read(guarded(WELL))

    (call,) = calls
    assert text == "Yes."
    assert (call.provider, call.model) == ("ollama", "llama3.2")
    assert (call.purpose, call.outcome) == ("answer", "answered")
    assert (call.prompt_tokens, call.answer_tokens, call.counted) == (40, 2, True)
    assert call.first_token_ms is not None
    assert call.total_ms >= call.first_token_ms


async def test_a_failure_is_noted_with_its_kind_and_an_estimate():
    words = Prompt([Message("user", "x" * 400)], purpose="rewrite")
    broken = ModelFailed("cut", "the stream ended")

    with metered() as calls:
        await failing(guarded([Text("Ye"), broken]), prompt=words)

    (call,) = calls
    assert (call.purpose, call.outcome, call.detail) == (
        "rewrite", "cut", "the stream ended",
    )  # fmt: skip
    assert (call.prompt_tokens, call.answer_tokens, call.counted) == (100, 1, False)


async def test_who_leaves_early_is_noted_and_no_failure():
    model = guarded(WELL, failures=1)

    with metered() as calls:
        async with aclosing(model.stream(QUESTION)) as pieces:
            await anext(pieces)
    await asyncio.to_thread(background.drain)

    assert [call.outcome for call in calls] == ["left"]
    assert model.breaker.health().state == "closed"
    assert model.breaker.health().well_at is not None


async def test_a_model_that_rests_is_not_asked():
    model = guarded([ModelFailed("server", "no luck")], failures=2)

    kinds = await failing(model, 3)

    assert kinds == ["server", "server", "resting"]


async def test_requests_that_are_wrong_do_not_let_it_rest():
    model = guarded([ModelFailed("refused", "HTTP 400")], failures=1)

    assert await failing(model, 3) == ["refused"] * 3


async def test_somebody_who_tests_it_is_let_through_and_wakes_it():
    await failing(guarded([ModelFailed("server")], failures=1))
    well = guarded(WELL, failures=1)
    assert await failing(well) == ["resting"]

    text, _ = await read(well, replace(QUESTION, purpose="test"))
    await asyncio.to_thread(background.drain)

    assert text == "Yes."
    assert (await read(well))[0] == "Yes."


async def in_line(model):
    """A call that waits in line."""
    waiting = asyncio.ensure_future(read(model))
    async with asyncio.timeout(10):
        while not standing(LINE).waiting:
            await asyncio.sleep(0.01)
    return waiting


async def test_a_model_that_began_to_rest_meanwhile_is_not_asked_by_those_in_line(
    monkeypatch,
):
    monkeypatch.setattr("knowledge.llm.guarded._LONG_SECONDS", 0)
    ticket = await enter(LINE, turn="", patient=False, seconds=5)
    model = guarded(WELL, failures=1, waiting_seconds=30)
    waiting = await in_line(model)

    model.breaker.failed(ModelFailed("server"), silent=False)
    leave(ticket)

    with pytest.raises(ModelFailed, match="resting"):
        await waiting


async def test_a_probe_that_had_to_wait_is_not_stopped_by_itself(monkeypatch):
    monkeypatch.setattr("knowledge.llm.guarded._LONG_SECONDS", 0)
    ticket = await enter(LINE, turn="", patient=False, seconds=5)
    model = guarded(WELL, failures=1, waiting_seconds=30, rest=0)
    model.breaker.failed(ModelFailed("server"), silent=False)
    waiting = await in_line(model)

    leave(ticket)

    assert (await waiting)[0] == "Yes."


async def test_silence_in_a_row_calls_for_help():
    called = []
    slow = ModelFailed("slow", "no first token within 20 s", retryable=True)
    model = guarded([slow], failures=0, alarm=lambda: called.append(1))

    await failing(model)
    assert not called
    await failing(model)

    assert called


async def test_a_stall_in_the_middle_is_no_silence():
    called = []
    stalled = [Text("Yes"), ModelFailed("slow", "no token for 15 s")]
    model = guarded(stalled, failures=0, alarm=lambda: called.append(1))

    await failing(model, 3)

    assert not called


async def test_who_finds_the_line_full_is_told_so_and_the_model_not_blamed():
    holder = guarded([*WELL, *[Text("more")] * 3], failures=1)
    async with aclosing(holder.stream(QUESTION)) as pieces:
        await anext(pieces)

        assert await failing(guarded(WELL, failures=1)) == ["crowded"]

    assert holder.breaker.health().failures == 0


async def test_the_place_is_given_back_after_a_failure():
    model = guarded([ModelFailed("server")], failures=0)

    await failing(model, 2)

    async with asyncio.timeout(10):
        while standing(LINE).running:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("characters", "counted", "cut"),
    [
        (8000, 1900, False),
        (8000, 1000, True),
        (8000, None, False),
        (400, 20, False),
    ],
)
async def test_a_count_that_cannot_be_the_whole_prompt_is_noted_and_logged(
    characters, counted, cut, caplog
):
    finished = replace(DONE, prompt_tokens=counted)
    long = Prompt([Message("user", "x" * characters)])

    with metered() as calls:
        await read(guarded([Text("Yes."), finished]), long)

    assert calls[0].cut == cut
    assert ("of a prompt that has about 2000" in caplog.text) == cut

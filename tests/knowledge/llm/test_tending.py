"""The chat model of Ollama is kept in memory, looked after, and mended when it is wedged."""

import asyncio

import pytest

from accounts import background
from knowledge.llm.breaker import Breaker
from knowledge.llm.chat import ModelFailed
from knowledge.llm.guarded import Guarded
from knowledge.llm.line import Line
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel, load, loaded_context, unload
from knowledge.llm.streaming import Deadlines
from knowledge.llm.tending import tend
from tests.desk import free_port
from tests.knowledge.llm.asking import read
from tests.ollama_double import OllamaDouble

IMPATIENT = Deadlines(first_token=0.3, stall=5, total=10, pause=(0, 0.01))
SLOW = ModelFailed("slow", "no first token within 20 s", retryable=True)


@pytest.fixture
async def double():
    async with OllamaDouble(num_parallel=1) as running:
        yield running


@pytest.fixture
def model(double):
    return OllamaModel(double.url, "llama3.2", 4096)


@pytest.fixture
def guarded(model):
    line = Line(f"ollama/llama3.2@{model.url}", 1)
    return Guarded(
        OllamaChat(model, deadlines=IMPATIENT),
        line=line,
        breaker=Breaker(line.name, failures=2, seconds=60),
        waiting_seconds=5,
        alarm=lambda: None,
    )


async def test_a_model_is_loaded_with_the_room_that_questions_want(
    double, guarded, model
):
    assert await loaded_context(model) is None

    deed = await tend(guarded, model, keep_warm=True)

    assert deed == "loaded"
    assert await loaded_context(model) == 4096
    await read(guarded)
    assert (double.counts.loads, double.counts.reloads) == (1, 0)


async def test_a_model_that_others_loaded_with_another_room_is_loaded_anew(
    double, guarded, model
):
    await load(OllamaModel(double.url, "llama3.2", 512), seconds=5)

    assert await tend(guarded, model, keep_warm=True) == "loaded"
    assert await loaded_context(model) == 4096


async def test_an_idle_model_is_probed_and_a_busy_one_left_alone(guarded, model):
    await load(model, seconds=5)

    assert await tend(guarded, model, keep_warm=True) == "probed"
    await asyncio.to_thread(background.drain)
    assert await tend(guarded, model, keep_warm=True) == "nothing"


async def test_a_model_that_nobody_wants_warm_is_left_to_the_server(
    double, guarded, model
):
    assert await tend(guarded, model, keep_warm=False) == "nothing"
    assert list(double.requests) == []


async def test_a_wedged_model_is_found_out_and_answers_again(double, guarded, model):
    double.fault("/api/chat", "leak_slot")
    await read(guarded)
    for _ in range(2):
        with pytest.raises(ModelFailed, match="no first token"):
            await read(guarded)
        await asyncio.to_thread(background.drain)
    assert await loaded_context(model) == 4096, "it looks well"
    with pytest.raises(ModelFailed, match="resting"):
        await read(guarded)

    deed = await tend(guarded, model, keep_warm=False)

    assert deed == "mended"
    text, _ = await read(guarded)
    assert text
    assert guarded.breaker.health().mended_at


async def test_silence_while_it_is_not_even_loaded_is_no_wedge(double, guarded, model):
    for _ in range(3):
        guarded.breaker.failed(SLOW, silent=True)

    assert await tend(guarded, model, keep_warm=True) == "loaded"
    assert double.counts.loads == 1


async def test_one_worker_at_a_time_looks_after_it(double, guarded, model):
    await load(model, seconds=5)
    double.fault("/api/chat", "ttft=0.2")

    both = await asyncio.gather(
        tend(guarded, model, keep_warm=True), tend(guarded, model, keep_warm=True)
    )

    assert sorted(both) == ["nothing", "probed"]


async def test_a_server_that_is_away_is_told_as_such(guarded):
    nobody = OllamaModel(f"http://127.0.0.1:{free_port()}", "llama3.2")

    assert await tend(guarded, nobody, keep_warm=True) == "away"


async def test_a_model_that_is_not_pulled_is_never_pulled(double, guarded):
    missing = OllamaModel(double.url, "nope", 4096)

    assert await tend(guarded, missing, keep_warm=True) == "away"
    assert {one.path for one in double.requests} == {"/api/ps", "/api/chat"}


async def test_unloading_frees_the_memory(model):
    await load(model, seconds=5)

    await unload(model)

    assert await loaded_context(model) is None

"""What an Ollama server tells of itself."""

import pytest

from knowledge.llm.chat import ModelFailed
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from knowledge.llm.ollama_state import state_of
from tests.knowledge.llm.asking import SOON, read
from tests.ollama_double import OllamaDouble


async def test_a_loaded_model_tells_both_its_contexts():
    async with OllamaDouble() as double:
        model = OllamaChat(OllamaModel(double.url, "llama3.2", 4096), deadlines=SOON)
        await read(model)

        state = await state_of(double.url, "llama3.2")

    assert state.pulled
    assert len(state.digest) == 64
    assert state.loaded_context == 4096
    assert state.trained_context == 131_072
    assert "completion" in state.capabilities


async def test_a_model_that_is_not_loaded_has_no_room_yet():
    async with OllamaDouble() as double:
        state = await state_of(double.url, "qwen3:4b")

    assert state.pulled
    assert state.loaded_context is None


async def test_a_model_that_was_not_pulled():
    async with OllamaDouble() as double:
        state = await state_of(double.url, "nope")

    assert not state.pulled
    assert state.trained_context is None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("hang", "slow"),
        ("html", "server"),
        ("status=403", "refused"),
        ("reset", "unreachable"),
    ],
)
async def test_a_server_that_does_not_say(fault, kind):
    async with OllamaDouble() as double:
        double.fault("/api/tags", fault)

        with pytest.raises(ModelFailed) as failed:
            await state_of(double.url, "llama3.2", seconds=0.3)

    assert failed.value.kind == kind


async def test_nobody_at_the_address_is_unreachable():
    async with OllamaDouble() as double:
        url = double.url

    with pytest.raises(ModelFailed) as failed:
        await state_of(url, "llama3.2")

    assert failed.value.kind == "unreachable"

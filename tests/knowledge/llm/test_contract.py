"""What we count on of an Ollama server: shown by the double, and by a real one at OLLAMA_URL.

`OLLAMA_URL=http://127.0.0.1:11434 OLLAMA_MODEL=llama3.2 pytest tests/knowledge/llm/test_contract.py`
runs the same tests at both. The model is loaded, asked and unloaded there, never pulled.
"""

import os
from collections.abc import AsyncIterator

import pytest

from knowledge.llm.chat import Message, ModelFailed, Prompt, Text
from knowledge.llm.fitting import SHRUNK
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel, load, loaded_context, unload
from knowledge.llm.ollama_state import state_of
from knowledge.llm.streaming import Deadlines
from knowledge.llm.tokens import is_cut
from tests.knowledge.llm.asking import read
from tests.ollama_double import OllamaDouble
from tests.services import callers_own

ROOM = 2048
PATIENT = Deadlines(first_token=120, stall=60, total=240, load=180)
QUESTION = Prompt([Message("user", "Count from one to twenty.")], max_tokens=40)
WORDS = "The folder is imported after the preview was confirmed. "


SERVERS = ["double", *(["real"] if "OLLAMA_URL" in callers_own else [])]


@pytest.fixture(params=SERVERS)
async def model(request: pytest.FixtureRequest) -> AsyncIterator[OllamaModel]:
    if request.param == "double":
        async with OllamaDouble() as double:
            yield OllamaModel(double.url, "llama3.2", ROOM)
        return
    name = os.environ.get("OLLAMA_MODEL", "llama3.2")
    yield OllamaModel(callers_own["OLLAMA_URL"], name, ROOM)


def chat(model: OllamaModel) -> OllamaChat:
    return OllamaChat(model, deadlines=PATIENT)


def long(words: str) -> Prompt:
    def smaller(share: float) -> Prompt:
        return long(words[: int(len(words) * share)])

    return Prompt([Message("user", words)], max_tokens=40, smaller=smaller)


async def test_an_answer_comes_in_pieces_and_ends_with_counts(model: OllamaModel):
    shown: list[str] = []

    text, finished = await read(chat(model), QUESTION, shown=shown)

    assert text.strip()
    assert len(shown) > 1
    assert finished.reason in {"stop", "length"}
    assert finished.prompt_tokens
    assert finished.prompt_tokens > 3
    assert finished.answer_tokens
    assert finished.answer_tokens <= 40


async def test_a_prompt_that_fits_is_read_whole(model: OllamaModel):
    prompt = long(WORDS * 60)

    _, finished = await read(chat(model), prompt)

    assert SHRUNK not in finished.extra
    assert not is_cut(prompt.messages, finished.prompt_tokens)


async def test_a_prompt_that_does_not_fit_is_refused_with_both_sizes(
    model: OllamaModel,
):
    with pytest.raises(ModelFailed) as failed:
        await read(chat(model), Prompt([Message("user", WORDS * 2000)], max_tokens=40))

    assert failed.value.kind == "overflow"
    assert failed.value.sizes
    needed, room = failed.value.sizes
    assert needed > room
    assert room <= ROOM


async def test_and_is_answered_when_it_is_made_smaller(model: OllamaModel):
    text, finished = await read(chat(model), long(WORDS * 400))

    assert text.strip()
    assert finished.extra[SHRUNK]
    assert finished.prompt_tokens
    assert finished.prompt_tokens < ROOM


async def test_a_model_is_loaded_with_our_room_and_unloaded_on_demand(
    model: OllamaModel,
):
    await load(model, seconds=180)
    assert await loaded_context(model) == ROOM

    await unload(model)

    assert await loaded_context(model) is None


async def test_the_server_tells_what_it_has(model: OllamaModel):
    await load(model, seconds=180)

    state = await state_of(model.url, model.name)

    assert state.pulled
    assert state.loaded_context == ROOM
    assert state.trained_context
    assert "completion" in state.capabilities
    assert any(name.startswith(model.name) for name in state.known)


async def test_a_model_that_is_not_there_is_called_so(model: OllamaModel):
    missing = OllamaModel(model.url, "no-such-model-of-atomdesk", ROOM)

    with pytest.raises(ModelFailed) as failed:
        await read(chat(missing), QUESTION)

    assert failed.value.kind == "not_pulled"


async def test_an_address_below_another_path_is_refused(model: OllamaModel):
    lost = OllamaModel(f"{model.url}/elsewhere", model.name, ROOM)

    with pytest.raises(ModelFailed) as failed:
        await read(chat(lost), QUESTION)

    assert failed.value.kind == "refused"


async def test_whoever_leaves_early_frees_the_server_for_the_next(model: OllamaModel):
    endless = Prompt([Message("user", "Count to ten thousand.")], max_tokens=2000)
    for _ in range(3):
        pieces = chat(model).stream(endless)
        assert isinstance(await anext(pieces), Text)
        await pieces.aclose()

    text, _ = await read(chat(model), QUESTION)

    assert text.strip()

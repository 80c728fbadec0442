"""A prompt that is too long for the model's real context is sent once more, smaller."""

import pytest

from knowledge.answering.outcomes import Policy, Question
from knowledge.answering.prompts import prompt_for, tokens_of
from knowledge.llm.chat import Message, ModelFailed, Prompt
from knowledge.llm.fitting import SHRUNK, share_that_fits
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from knowledge.llm.openai_compatible import OpenAICompatibleChat
from tests.knowledge.llm.asking import SOON, passage, read
from tests.ollama_double import Model, OllamaDouble

LONG = "Open the settings and choose a folder for the import. " * 60


def asked(*texts):
    found = [passage(text, n=n) for n, text in enumerate(texts, 1)]
    question = Question("How do I import a folder?", Policy(answer_tokens=256))
    return prompt_for(question, [], found, context_tokens=16_000)


def size(prompt):
    return sum(tokens_of(message.content) for message in prompt.messages)


@pytest.mark.parametrize("native", [True, False])
async def test_a_server_with_less_room_than_we_think_gets_what_fits(native):
    model = Model("tiny:latest", context_length=2048, native=native)
    prompt = asked(LONG, LONG, LONG, LONG)

    async with OllamaDouble(models=[model]) as double:
        double.reply("Choose a folder.", times=2)
        chat = OllamaChat(OllamaModel(double.url, "tiny", 8192), deadlines=SOON)
        text, finished = await read(chat, prompt)
        first, second = [r.body for r in double.requests if r.path == "/api/chat"]

    assert text == "Choose a folder."
    assert finished.prompt_tokens <= 2048 - 256
    assert finished.extra[SHRUNK]
    assert first["options"] == second["options"], "it would be loaded anew"
    assert len(second["messages"][1]["content"]) < len(first["messages"][1]["content"])
    assert "How do I import a folder?" in second["messages"][1]["content"]


async def test_a_server_of_the_other_kind_gets_what_fits_too():
    error = "status=400,msg=exceed_context_size_error"
    async with OllamaDouble() as double:
        double.fault("/v1/chat/completions", error)
        chat = OpenAICompatibleChat(double.url, "llama3.2", deadlines=SOON)

        with pytest.raises(ModelFailed) as failed:
            await read(chat, asked(LONG))

    # It told no sizes, so nobody knows by how much.
    assert failed.value.kind == "overflow"
    assert failed.value.sizes is None


async def test_a_prompt_that_still_does_not_fit_is_not_sent_a_third_time():
    model = Model("tiny:latest", context_length=128)
    async with OllamaDouble(models=[model]) as double:
        chat = OllamaChat(OllamaModel(double.url, "tiny", 8192), deadlines=SOON)

        with pytest.raises(ModelFailed) as failed:
            await read(chat, asked(LONG, LONG))

        assert len(double.requests) == 2
    assert failed.value.kind == "overflow"


def test_the_best_source_goes_last():
    prompt = asked(LONG, LONG, LONG)

    smaller = prompt.smaller(0.4)

    assert [each.n for each in smaller.passages] == [1]
    assert size(smaller) <= size(prompt) * 0.4
    assert smaller.smaller is not None


def test_room_for_the_answer_is_left_but_never_more_than_half():
    prompt = Prompt([Message("user", "x")], max_tokens=512)

    def share(needed, room):
        too_long = ModelFailed("overflow", sizes=(needed, room))
        return share_that_fits(prompt, too_long)

    assert share(4000, 2512) == pytest.approx(0.95 * 2000 / 4000)
    assert share(4000, 600) == pytest.approx(0.95 * 300 / 4000)
    assert share_that_fits(prompt, ModelFailed("overflow")) is None
    assert share_that_fits(prompt, ModelFailed("server", sizes=(2, 1))) is None

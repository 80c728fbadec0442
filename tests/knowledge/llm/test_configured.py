"""Which model the settings make."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm.chat import ModelFailed
from knowledge.llm.configured import chat_model, provider, quotes, servers, unhurried
from tests.knowledge.llm.asking import asked_with, passage, read
from tests.ollama_double import Model, OllamaDouble


@pytest.fixture(autouse=True)
def nothing_configured(settings):
    settings.CHAT_PROVIDERS = ["ollama", "openai_compatible", "extractive"]
    settings.OLLAMA_URL = ""
    settings.OPENAI_COMPATIBLE_URL = ""


async def test_with_no_address_the_best_passage_is_quoted():
    text, finished = await read(chat_model(), asked_with(passage("Press Import.")))

    assert text == "Press Import. [1]"
    assert finished.provider == "extractive"


async def test_what_is_judged_without_a_model_guesses_only_where_one_would_answer(
    settings,
):
    torn = replace(asked_with(passage("Press Import.")), quotable=False)

    with pytest.raises(ModelFailed):
        await read(quotes(), torn)
    settings.OLLAMA_URL = "http://127.0.0.1:11434"
    text, _ = await read(quotes(), torn)

    assert text == "Press Import. [1]"


async def test_the_configured_server_answers_as_configured(settings):
    async with OllamaDouble() as double:
        double.reply("Hello.")
        settings.OLLAMA_URL = double.url
        settings.OLLAMA_MODEL = "qwen3:4b"
        settings.OLLAMA_CONTEXT_TOKENS = 2048
        settings.OLLAMA_KEEP_ALIVE = "-1"

        text, finished = await read(chat_model())

        asked = double.requests[-1].body

    assert (text, finished.model) == ("Hello.", "qwen3:4b")
    assert asked["options"]["num_ctx"] == 2048
    assert asked["keep_alive"] == -1


async def test_a_model_that_has_to_be_loaded_has_more_time_for_its_first_word(settings):
    settings.CHAT_FIRST_TOKEN_SECONDS = 0.1
    settings.CHAT_LOAD_SECONDS = 20
    async with OllamaDouble(load=0.5, context=8192) as double:
        settings.OLLAMA_URL = double.url
        double.reply("Hello.", times=2)

        first, _ = await read(chat_model())
        double.fault("/api/chat", "ttft=60")
        _, second = await read(chat_model(), asked_with(passage("Press Import.")))

    assert first == "Hello."
    assert "no first token within 0.1 s" in second.extra["failed_before"]


async def test_the_deadlines_are_those_of_the_settings(settings):
    settings.CHAT_FIRST_TOKEN_SECONDS = settings.CHAT_LOAD_SECONDS = 0.2
    async with OllamaDouble(ttft=60) as double:
        settings.OLLAMA_URL = double.url

        _, finished = await read(chat_model(), asked_with(passage("Press Import.")))

    assert finished.provider == "extractive"
    assert "no first token within 0.2 s" in finished.extra["failed_before"]


def test_the_order_is_the_settings_and_extractive_is_last(settings):
    settings.CHAT_PROVIDERS = ["extractive", "openai_compatible", "ollama"]
    settings.OLLAMA_URL = "http://127.0.0.1:11434"
    settings.OLLAMA_MODEL = "llama3.2"
    settings.OPENAI_COMPATIBLE_URL = "http://127.0.0.1:8080/v1"
    settings.OPENAI_COMPATIBLE_MODEL = "local"

    order = "openai_compatible/local then ollama/llama3.2 then extractive"
    assert chat_model().name == order


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CHAT_PROVIDERS", ["olama"], "olama"),
        ("OLLAMA_URL", "127.0.0.1:11434", "http://host:port"),
        ("OLLAMA_MODEL", "gemma4:cloud", "cloud"),
    ],
)
def test_mistakes_in_the_settings_are_named(settings, name, value, words):
    settings.OLLAMA_URL = "http://127.0.0.1:11434"
    setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured, match=words):
        chat_model()


async def test_a_wished_model_is_asked_before_that_of_the_settings(settings):
    models = [Model("llama3.2:latest"), Model("qwen3:4b")]
    async with OllamaDouble(models=models) as double:
        double.reply("Hello.", times=2)
        settings.OLLAMA_URL = double.url
        settings.OLLAMA_MODEL = "llama3.2"

        _, wished = await read(chat_model("ollama", "qwen3:4b"))
        _, missing = await read(chat_model("ollama", "nowhere"))

    assert wished.model == "qwen3:4b"
    assert missing.model == "llama3.2"
    assert "nowhere" in missing.extra["failed_before"]


def test_all_models_of_a_server_share_its_line_and_no_breaker(settings):
    settings.OLLAMA_URL = "http://127.0.0.1:11434"
    (server,) = servers()
    other = replace(server, model="qwen3:4b")

    other.breaker.failed(ModelFailed("not_pulled"), silent=False)

    assert server.line == other.line
    assert server.breaker.health().failures == 0
    assert other.breaker.health().failures == 1


def test_who_wishes_for_quotes_is_asked_nothing_else(settings):
    settings.OLLAMA_URL = "http://127.0.0.1:11434"

    assert chat_model("extractive").name == "extractive"


async def test_what_nobody_waits_for_is_given_more_time_than_an_answer(settings):
    settings.CHAT_PROVIDERS = ["ollama", "extractive"]
    settings.CHAT_FIRST_TOKEN_SECONDS = settings.CHAT_TOTAL_SECONDS = 1
    settings.CHAT_LOAD_SECONDS = 0
    async with OllamaDouble() as double:
        settings.OLLAMA_URL, settings.OLLAMA_MODEL = double.url, "llama3.2"
        double.fault("/api/chat", "ttft=2", times=2)
        double.reply("At last.", times=2)

        with pytest.raises(ModelFailed) as failed:
            await read(provider("ollama"))
        patient = unhurried()
        assert patient is not None
        text, _ = await read(patient)

    assert failed.value.kind == "slow"
    assert text == "At last."


def test_without_a_server_nobody_is_asked_however_long(settings):
    assert unhurried() is None

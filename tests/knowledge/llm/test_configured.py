"""Which model the settings make."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm.configured import chat_model
from tests.knowledge.llm.asking import asked_with, passage, read
from tests.ollama_double import OllamaDouble


@pytest.fixture(autouse=True)
def nothing_configured(settings):
    settings.CHAT_PROVIDERS = ["ollama", "openai_compatible", "extractive"]
    settings.OLLAMA_URL = ""
    settings.OPENAI_COMPATIBLE_URL = ""


async def test_with_no_address_the_best_passage_is_quoted():
    text, finished = await read(chat_model(), asked_with(passage("Press Import.")))

    assert text == "Press Import. [1]"
    assert finished.provider == "extractive"


async def test_the_configured_server_answers_as_configured(settings):
    async with OllamaDouble() as double:
        double.reply("Hello.")
        settings.OLLAMA_URL = double.url
        settings.OLLAMA_MODEL = "qwen3:4b"
        settings.OLLAMA_CONTEXT_TOKENS = 2048
        settings.OLLAMA_KEEP_ALIVE = "-1"

        text, finished = await read(chat_model())

        asked = double.requests[0].body

    assert (text, finished.model) == ("Hello.", "qwen3:4b")
    assert asked["options"]["num_ctx"] == 2048
    assert asked["keep_alive"] == -1


async def test_the_deadlines_are_those_of_the_settings(settings):
    settings.CHAT_FIRST_TOKEN_SECONDS = 0.2
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

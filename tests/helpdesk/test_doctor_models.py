"""The doctor's checks of model servers, against the double of Ollama."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from helpdesk.doctor import models
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Status
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from tests.desk import free_port
from tests.helpdesk.examining import seen
from tests.knowledge.llm.asking import SOON, read
from tests.ollama_double import Model, OllamaDouble, running_double


@pytest.fixture
def double(settings: Any) -> Iterator[OllamaDouble]:
    """A model server that the settings name."""
    with running_double() as double:
        settings.OLLAMA_URL = double.url
        settings.OLLAMA_MODEL = "llama3.2"
        yield double


def test_without_a_model_server_answers_are_quoted() -> None:
    finding = seen(models.answers)

    assert (finding.code, finding.status) == ("chat_model", Status.OK)
    assert "quoted" in finding.found
    assert seen(models.has_room).status is Status.OK


def test_a_pulled_model_is_well(double: OllamaDouble) -> None:
    finding = seen(models.answers)

    assert (finding.subject, finding.status) == ("ollama", Status.OK)
    assert "llama3.2 is pulled" in finding.found
    assert seen(models.has_room).status is Status.OK


def test_a_model_that_is_not_pulled_comes_with_the_command(
    double: OllamaDouble, settings: Any
) -> None:
    settings.OLLAMA_MODEL = "qwen3"

    finding = seen(models.answers)

    assert finding.status is Status.FAILED
    assert "ollama pull qwen3" in finding.fix
    assert seen(models.has_room).status is Status.SKIPPED


def test_a_server_that_is_not_there_is_a_failure(settings: Any) -> None:
    settings.OLLAMA_URL = f"http://127.0.0.1:{free_port()}"

    finding = seen(models.answers)

    assert finding.status is Status.FAILED
    assert "unreachable" in finding.found
    assert "OLLAMA_URL" in finding.fix
    assert seen(models.has_room).status is Status.SKIPPED


def test_a_server_that_hangs_is_given_up(double: OllamaDouble) -> None:
    double.fault("/api/tags", "hang")

    finding = seen(models.answers)

    assert finding.status is Status.FAILED
    assert "within 3 s" in finding.found


def test_a_model_of_the_cloud_is_refused(double: OllamaDouble, settings: Any) -> None:
    settings.OLLAMA_MODEL = "gemma4:cloud"

    finding = seen(models.answers)

    assert finding.status is Status.FAILED
    assert "cloud" in finding.found


def test_an_unknown_provider_is_refused(settings: Any) -> None:
    settings.CHAT_PROVIDERS = ["olama"]

    finding = seen(models.answers)

    assert finding.status is Status.FAILED
    assert "'olama'" in finding.found
    assert "CHAT_PROVIDERS" in finding.fix


def test_a_model_for_embedding_cannot_chat(double: OllamaDouble, settings: Any) -> None:
    settings.OLLAMA_MODEL = "all-minilm"

    finding = seen(models.answers)

    assert finding.status is Status.FAILED
    assert "cannot chat" in finding.found


def test_while_another_provider_works_a_missing_one_is_a_warning(
    double: OllamaDouble, settings: Any
) -> None:
    settings.OPENAI_COMPATIBLE_URL = double.url
    settings.OPENAI_COMPATIBLE_MODEL = "qwen3:4b"
    settings.OLLAMA_MODEL = "nope"

    found = {one.subject: one for one in models.answers(Examination())}

    assert found["openai_compatible"].status is Status.OK
    assert found["ollama"].status is Status.WARNING
    assert "ollama pull nope" in found["ollama"].fix


def test_a_name_that_an_openai_compatible_server_does_not_list_is_a_warning(
    double: OllamaDouble, settings: Any
) -> None:
    settings.OLLAMA_URL = ""
    settings.OPENAI_COMPATIBLE_URL = f"{double.url}/v1"
    settings.OPENAI_COMPATIBLE_MODEL = "default"

    finding = seen(models.answers)

    assert finding.status is Status.WARNING
    assert "qwen3:4b" in finding.found
    assert "OPENAI_COMPATIBLE_MODEL" in finding.fix


def test_an_openai_compatible_server_that_is_not_there_is_a_failure(
    settings: Any,
) -> None:
    settings.OPENAI_COMPATIBLE_URL = f"http://127.0.0.1:{free_port()}"

    finding = seen(models.answers)

    assert (finding.subject, finding.status) == ("openai_compatible", Status.FAILED)
    assert "OPENAI_COMPATIBLE_URL" in finding.fix


def test_a_context_larger_than_the_models_is_a_failure(settings: Any) -> None:
    with running_double(models=[Model("tiny:latest", context_length=2048)]) as double:
        settings.OLLAMA_URL, settings.OLLAMA_MODEL = double.url, "tiny"
        finding = seen(models.has_room)

    assert (finding.code, finding.status) == ("chat_context", Status.FAILED)
    assert "made for 2048" in finding.found
    assert "OLLAMA_CONTEXT_TOKENS=2048" in finding.fix


def test_a_context_in_which_few_sources_fit_is_a_warning(
    double: OllamaDouble, settings: Any
) -> None:
    settings.OLLAMA_CONTEXT_TOKENS = 1024

    finding = seen(models.has_room)

    assert finding.status is Status.WARNING
    assert "OLLAMA_CONTEXT_TOKENS=4096" in finding.fix


def test_a_model_that_another_program_loaded_smaller_is_a_warning(
    double: OllamaDouble,
) -> None:
    other = OllamaChat(OllamaModel(double.url, "llama3.2", 512), deadlines=SOON)
    asyncio.run(read(other))

    finding = seen(models.has_room)

    assert finding.status is Status.WARNING
    assert "room for 512 tokens, not 8192" in finding.found
    assert "num_ctx 8192" in finding.fix


def test_one_ollama_under_two_providers_is_a_warning(
    double: OllamaDouble, settings: Any
) -> None:
    settings.OPENAI_COMPATIBLE_URL = f"{double.url}/v1"

    finding = seen(models.has_room)

    assert finding.status is Status.WARNING
    assert "Take OPENAI_COMPATIBLE_URL away" in finding.fix

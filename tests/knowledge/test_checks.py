"""Settings of models that cannot work are named before the desk starts."""

import pytest

from knowledge.checks import models


def found(settings, **given):
    for name, value in given.items():
        setattr(settings, name, value)
    return [(each.id, each.msg) for each in models(None)]


def test_the_defaults_are_well(settings):
    assert found(settings) == []


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"OLLAMA_MODEL": "gemma4:cloud"}, "knowledge.E001", "cloud"),
        ({"OLLAMA_URL": "127.0.0.1:11434"}, "knowledge.E001", "http://host:port"),
        ({"CHAT_PROVIDERS": ["olama"]}, "knowledge.E001", "olama"),
        (
            {"EMBEDDER": "ollama", "EMBEDDING_MODEL": "embed-cloud"},
            "knowledge.E002",
            "embed-cloud",
        ),
        ({"OLLAMA_PARALLEL": 0}, "knowledge.E003", "OLLAMA_PARALLEL"),
    ],
)
def test_each_mistake_is_named_with_its_setting(settings, given, code, words):
    settings.OLLAMA_URL = "http://127.0.0.1:11434"

    ((id_, message),) = found(settings, **given)

    assert id_ == code
    assert words in message

"""The settings choose the embedder; a process makes it once."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import Settings
from django.core.exceptions import ImproperlyConfigured

from knowledge.llm.configured_embedder import embedder, embedder_of
from knowledge.llm.minilm import MiniLM
from knowledge.llm.remote_embedders import OllamaEmbedder, OpenAICompatibleEmbedder
from tests.ollama_double import running_double


def test_the_bundled_model_is_the_default_and_made_once(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: embedder(), range(8)))

    assert isinstance(made[0], MiniLM)
    assert len(set(map(id, made))) == 1
    assert list((Path(settings.DATA_DIR) / "models").glob("all-MiniLM-L6-v2-*.onnx"))


def test_ollama_embeds_when_it_is_chosen(settings: Settings) -> None:
    with running_double() as double:
        settings.EMBEDDER = "ollama"
        settings.OLLAMA_URL = double.url
        settings.EMBEDDING_MODEL = "all-minilm"

        with closing(embedder()) as made:
            assert isinstance(made, OllamaEmbedder)
            assert embedder() is made


def test_another_server_embeds_when_it_is_chosen(settings: Settings) -> None:
    with running_double() as double:
        settings.EMBEDDER = "openai_compatible"
        settings.OPENAI_COMPATIBLE_URL = double.url
        settings.EMBEDDING_MODEL = "all-minilm"

        with closing(embedder()) as made:
            assert isinstance(made, OpenAICompatibleEmbedder)
            assert embedder() is made


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        ("ollama", "OLLAMA_URL"),
        ("openai_compatible", "OPENAI_COMPATIBLE_URL"),
        ("word2vec", "EMBEDDER must be"),
    ],
)
def test_a_wrong_choice_is_named(settings: Settings, chosen: str, named: str) -> None:
    settings.EMBEDDER = chosen
    settings.OLLAMA_URL = settings.OPENAI_COMPATIBLE_URL = ""

    with pytest.raises(ImproperlyConfigured, match=named):
        embedder()


FORKING = """
import os, sys
from django.conf import settings
settings.configure(EMBEDDER="bundled", EMBEDDING_THREADS=2, DATA_DIR=sys.argv[1])
from knowledge.llm.configured_embedder import embedder, embedder_of
embedder().embed(["in the parent"] * 8)
child = os.fork()
if not child:
    os._exit(0 if embedder().embed(["in the child"] * 8).shape == (8, 384) else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_forked_worker_makes_its_own(settings: Settings) -> None:
    # The parent's computing threads do not exist in the child, which would wait for them.
    program = [sys.executable, "-c", FORKING, str(settings.DATA_DIR)]

    run = subprocess.run(program, timeout=60, check=False, env={**os.environ})

    assert run.returncode == 0


def test_vectors_lead_back_to_the_embedder_that_made_them(settings: Settings) -> None:
    settings.OLLAMA_URL = ""

    assert embedder_of("all-MiniLM-L6-v2") is embedder()
    assert embedder_of("ollama:all-minilm") is None
    assert embedder_of("gone") is None

"""The search as LlamaIndex's retriever: the same texts in the same order, and no network."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from llama_index.core.schema import QueryBundle

from accounts.database import in_database
from knowledge.models import AtomVersion
from knowledge.reader import Reader
from knowledge.retrieval import live
from knowledge.retrieval.llama import Asked, AtomRetriever
from knowledge.retrieval.search import search
from knowledge.services.index import index_batch
from tests.knowledge.shelf import (
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
)

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


@pytest.fixture
def texts() -> list[AtomVersion]:
    versions = [
        publish(draft("invoices", "Invoices", "Save an invoice as a file.")),
        publish(draft("printers", "Printers", "Put paper into the tray.")),
    ]
    index_batch(embedder=EMBEDDER, seconds=10)
    return versions


def retriever() -> AtomRetriever:
    return AtomRetriever(reader=reader(collection()), embedder=lambda: EMBEDDER)


def test_it_finds_what_the_search_finds(texts: list[AtomVersion]) -> None:
    nodes = retriever().retrieve("save an invoice")

    found = search(
        queries=["save an invoice"], reader=reader(collection()), embedder=EMBEDDER
    )
    assert [(node.node.ref_doc_id, node.score) for node in nodes] == [
        (candidate.atom, candidate.scored.score) for candidate in found.candidates
    ]
    assert nodes[0].node.get_content() == "Save an invoice as a file."
    assert nodes[0].node.metadata["version_id"] == texts[0].pk


def test_all_wordings_are_asked_and_all_that_was_found_comes_back(
    texts: list[AtomVersion],
) -> None:
    asked = Asked.as_said(["save an invoice", "put paper"])

    retriever().retrieve(asked)

    assert asked.retrieved.queries == ("save an invoice", "put paper")
    views = {one.atom: one.scored.view for one in asked.retrieved.candidates}
    assert views == {"invoices": 0, "printers": 1}


def test_a_bundle_of_somebody_else_is_answered_too(texts: list[AtomVersion]) -> None:
    nodes = retriever().retrieve(QueryBundle("put paper"))

    assert nodes[0].node.ref_doc_id == "printers"


@pytest.mark.django_db(transaction=True)
async def test_it_works_in_a_coroutine(texts: list[AtomVersion]) -> None:
    made = await in_database(retriever)

    nodes = await made.aretrieve("put paper")

    assert nodes[0].node.ref_doc_id == "printers"


@pytest.mark.django_db(transaction=True)
async def test_the_live_way_asks_with_the_embedder_of_the_live_vectors(
    bundled_texts: Reader,
) -> None:
    retrieved = await live.retrieve(["how to save a bill"], bundled_texts)

    assert retrieved.candidates[0].atom == "invoices"
    assert len(retrieved.vector) == 384
    assert retrieved.candidates[0].scored.cosine > 0.3


@pytest.fixture
def bundled_texts() -> Reader:
    publish(draft("invoices", "Invoices", "Save an invoice as a file."))
    publish(draft("printers", "Printers", "Put paper into the tray."))
    index_batch(embedder=live.asked_embedder(), seconds=10)
    return reader(collection())


OFFLINE = """
import socket

def refused(*args, **kwargs):
    raise SystemExit(f"went to the network: {args}")

def connect(self, address, connected=socket.socket.connect):
    if self.family != socket.AF_UNIX:
        refused(address)
    return connected(self, address)

socket.socket.connect = connect
socket.socket.connect_ex = connect
socket.getaddrinfo = refused
socket.gethostbyname = refused
"""

LOOK_UP = """
import asyncio, sys
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from knowledge.reader import Reader
from knowledge.retrieval.live import asked_embedder, retrieve
from knowledge.retrieval.llama_store import AtomVectorStore, DeskEmbedding
from llama_index.core import VectorStoreIndex

reader = Reader(frozenset({"public"}), frozenset({int(sys.argv[2])}))
found = asyncio.run(retrieve(["how to save a bill"], reader))
store = AtomVectorStore(reader=reader, embedder=asked_embedder())
index = VectorStoreIndex.from_vector_store(store, embed_model=DeskEmbedding(asked_embedder()))
(near,) = index.as_retriever(similarity_top_k=1).retrieve("how to save a bill")
unwanted = {"tiktoken", "torch", "transformers", "sentence_transformers"} & set(sys.modules)
print(found.candidates[0].atom, near.node.ref_doc_id, *unwanted)
"""


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_to_the_network_at_import_or_when_asked(
    bundled_texts: Reader,
) -> None:
    (own_collection,) = bundled_texts.collections

    looked_up = run(
        OFFLINE + LOOK_UP, connection.settings_dict["NAME"], str(own_collection)
    )

    assert looked_up == (0, "invoices invoices\n")


def test_the_refusal_of_the_network_works() -> None:
    status, _ = run(
        OFFLINE + "import urllib.request as u; u.urlopen('http://127.0.0.1:9')"
    )

    assert status == 1


def run(program: str, *arguments: str) -> tuple[int, str]:
    """Run a program in a fresh interpreter; what it imports, it imports for the first time."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
        cwd=settings.BASE_DIR,
        text=True,
    )
    return done.returncode, done.stdout


def test_web_processes_do_without_it() -> None:
    program = (
        "import sys, django; django.setup(); import helpdesk.urls, knowledge.tasks;"
        "print('llama_index' in sys.modules or 'llama_index.core' in sys.modules)"
    )

    assert run(program) == (0, "False\n")

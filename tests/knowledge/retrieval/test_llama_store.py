"""LlamaIndex over our units: what it finds, adds and takes away are our rows."""

import pytest
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import (
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
)

from accounts.database import in_database
from knowledge.models import AtomVersion
from knowledge.retrieval.llama_store import AtomVectorStore, DeskEmbedding
from knowledge.services.index import index_batch
from tests.knowledge.shelf import (
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
    unpublish,
)

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


def store() -> AtomVectorStore:
    return AtomVectorStore(reader=reader(collection()), embedder=EMBEDDER)


def index() -> VectorStoreIndex:
    return VectorStoreIndex.from_vector_store(
        store(), embed_model=DeskEmbedding(EMBEDDER)
    )


def found(question: str, most: int = 1) -> list[str]:
    nodes = index().as_retriever(similarity_top_k=most).retrieve(question)
    return [node.node.ref_doc_id for node in nodes]


@pytest.fixture
def invoices() -> AtomVersion:
    version = publish(draft("invoices", "Invoices", "How to save an invoice."))
    publish(draft("printers", "Printers", "Where to put the paper."))
    index_batch(embedder=EMBEDDER)
    return version


def test_a_vector_store_index_finds_our_units(invoices: AtomVersion) -> None:
    (hit,) = index().as_retriever(similarity_top_k=1).retrieve("save an invoice")

    assert hit.node.get_content() == "How to save an invoice."
    assert hit.node.metadata["version_id"] == invoices.pk
    assert hit.node.ref_doc_id == "invoices"
    assert 0.5 < hit.score <= 1


@pytest.mark.django_db(transaction=True)
async def test_it_finds_them_in_a_coroutine_too(invoices: AtomVersion) -> None:
    made = await in_database(index)

    nodes = await made.as_retriever(similarity_top_k=1).aretrieve("put the paper")

    assert [node.node.ref_doc_id for node in nodes] == ["printers"]


def test_what_is_no_longer_live_is_not_found(invoices: AtomVersion) -> None:
    unpublish(invoices)

    assert set(found("save an invoice", most=9)) == {"printers"}


def test_another_readers_texts_are_not_found(invoices: AtomVersion) -> None:
    stranger = AtomVectorStore(
        reader=reader(collection("elsewhere")), embedder=EMBEDDER
    )
    asked = VectorStoreQuery(DeskEmbedding(EMBEDDER).get_query_embedding("invoice"), 9)

    assert stranger.query(asked).nodes == []


def test_documents_are_added_to_their_atoms_and_replaced_with_them(
    invoices: AtomVersion,
) -> None:
    index().insert_nodes([node("invoices", "Ask the accountant for a duplicate.")])

    assert found("duplicate accountant") == ["invoices"]
    publish(draft("invoices", "Invoices", "New words."))
    index_batch(embedder=EMBEDDER)
    assert "invoices" not in found("duplicate accountant")


def test_an_index_can_be_made_from_documents(invoices: AtomVersion) -> None:
    VectorStoreIndex.from_documents(
        [Document(id_="printers", text="Clean the drum.")],
        storage_context=StorageContext.from_defaults(vector_store=store()),
        embed_model=DeskEmbedding(EMBEDDER),
        # Without these it would look for the files of other packages.
        transformations=[
            SentenceSplitter(
                tokenizer=str.split, chunking_tokenizer_fn=lambda text: text.split(". ")
            )
        ],
    )

    assert found("clean the drum") == ["printers"]


def test_nodes_of_an_atom_that_is_not_live_are_refused(invoices: AtomVersion) -> None:
    with pytest.raises(AtomVersion.DoesNotExist):
        index().insert_nodes([node("nowhere", "Text")])


def test_an_atoms_units_can_be_taken_away(invoices: AtomVersion) -> None:
    index().delete_ref_doc("invoices")

    assert set(found("save an invoice", most=9)) == {"printers"}


@pytest.mark.parametrize(
    "more",
    [
        {"filters": MetadataFilters(filters=[MetadataFilter(key="x", value="y")])},
        {"doc_ids": ["invoices"]},
        {"mode": VectorStoreQueryMode.HYBRID},
    ],
)
def test_what_the_store_does_not_do_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"[Tt]his store"):
        store().query(VectorStoreQuery(query_embedding=[1.0] * 256, **more))


def node(slug: str, text: str) -> TextNode:
    source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=slug)}
    return TextNode(text=text, relationships=source)

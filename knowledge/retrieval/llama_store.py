"""Our units as LlamaIndex sees them: a vector store and an embedding. Import it only where used."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from llama_index.core import Settings
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import (
    BaseNode,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
)
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)
from pydantic import ConfigDict, PrivateAttr

from accounts.database import in_database
from knowledge.llm.embedder import Embedder
from knowledge.reader import Reader
from knowledge.retrieval.details import NearUnit, nearest_units
from knowledge.retrieval.scope import Scope
from knowledge.services import entries, generations

# Its own default would read files of two more packages, and one of those fetches what it misses.
Settings.tokenizer = str.split


class DeskEmbedding(BaseEmbedding):
    """An Embedder of ours where LlamaIndex wants one of its own."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.model)
        self._embedder = embedder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        # The embedder computes or waits: neither belongs on the loop's thread.
        return await in_database(self._get_query_embedding, query)


class AtomVectorStore(BasePydanticVectorStore):
    """The units that one reader may read, with the vectors of one embedder.

    A node belongs to the atom that its `ref_doc_id` names, and lives as long as that atom's
    live version: publishing anew replaces it. Filters are refused: the reader is the filter.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    stores_text: bool = True
    is_embedding_query: bool = True
    reader: Reader
    model: str
    dimension: int
    _embedder: Embedder = PrivateAttr()

    def __init__(self, *, reader: Reader, embedder: Embedder) -> None:
        super().__init__(
            stores_text=True,
            reader=reader,
            model=embedder.model,
            dimension=embedder.dimension,
        )
        self._embedder = embedder

    @property
    def client(self) -> None:
        """There is none: Django's own connection is used."""

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Add embedded nodes to their atoms; raises when an atom is not live."""
        generation = generations.generation_of(self._embedder)
        added: list[int] = []
        for slug, of_atom in groupby(nodes, key=lambda node: node.ref_doc_id or ""):
            group = list(of_atom)
            added += entries.add_texts(
                slug=slug,
                generation_id=generation.pk,
                texts=[node.get_content(MetadataMode.NONE) for node in group],
                vectors=[node.get_embedding() for node in group],
            )
        return [str(key) for key in added]

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Take an atom's units away."""
        generation = generations.generation_of(self._embedder)
        entries.remove_units(slug=ref_doc_id, generation_id=generation.pk)

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """Return the nearest readable units, best first."""
        if query.filters or query.doc_ids or query.node_ids:
            raise ValueError("The reader is the only filter of this store.")
        if query.mode != VectorStoreQueryMode.DEFAULT or not query.query_embedding:
            raise ValueError("This store compares vectors; AtomRetriever does more.")
        units = nearest_units(
            query.query_embedding,
            Scope(self.reader, self.model, self.dimension),
            most=query.similarity_top_k,
        )
        return VectorStoreQueryResult(
            nodes=[node_of(unit) for unit in units],
            similarities=[unit.cosine for unit in units],
            ids=[str(unit.key) for unit in units],
        )

    async def async_add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Do `add` off the loop's thread."""
        return await in_database(self.add, nodes)

    async def adelete(self, ref_doc_id: str, **_: Any) -> None:
        """Do `delete` off the loop's thread."""
        await in_database(self.delete, ref_doc_id)

    async def aquery(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """Do `query` off the loop's thread."""
        return await in_database(self.query, query)


def node_of(unit: NearUnit) -> TextNode:
    """Return a unit as a node of the document that its atom is."""
    return TextNode(
        id_=str(unit.key),
        text=unit.text,
        metadata={
            "atom": unit.atom,
            "version_id": unit.version_id,
            "title": unit.title,
            "section": unit.section,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=unit.atom)},
    )

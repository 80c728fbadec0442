"""The search as a LlamaIndex retriever. Import it only where answers are made: it is heavy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from accounts.database import in_database
from knowledge.llm.embedder import Embedder
from knowledge.reader import Reader
from knowledge.retrieval.candidates import NOTHING, Candidate, Retrieved
from knowledge.retrieval.scope import Edit
from knowledge.retrieval.search import CANDIDATES, search


@dataclass
class Asked(QueryBundle):
    """One question in one or more wordings, the last turn alone first.

    `retrieved` is filled in by AtomRetriever: nodes cannot carry all that a search found out.
    """

    retrieved: Retrieved = NOTHING

    @classmethod
    def as_said(cls, queries: Sequence[str]) -> "Asked":
        """Return the question for these wordings, of which there is at least one."""
        return cls(query_str=queries[0], custom_embedding_strs=list(queries))


class AtomRetriever(BaseRetriever):
    """Finds the atoms that one reader may read: dense and lexical lanes, scores mixed."""

    def __init__(
        self,
        *,
        reader: Reader,
        embedder: Callable[[], Embedder],
        most: int = CANDIDATES,
        edit: Edit | None = None,
    ) -> None:
        """`embedder` is called for each question, as the vectors that are asked may change.

        With an `edit`, atoms are found as if that version were live.
        """
        super().__init__()
        self._reader = reader
        self._embedder = embedder
        self._most = most
        self._edit = edit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        retrieved = search(
            queries=query_bundle.embedding_strs,
            reader=self._reader,
            embedder=self._embedder(),
            most=self._most,
            edit=self._edit,
        )
        if isinstance(query_bundle, Asked):
            query_bundle.retrieved = retrieved
        return [
            NodeWithScore(node=node_of(candidate), score=candidate.scored.score)
            for candidate in retrieved.candidates
        ]

    # LlamaIndex gives the bundle by this name.
    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await in_database(self._retrieve, query_bundle)


def node_of(candidate: Candidate) -> TextNode:
    """Return a candidate as a node of the document that its atom is."""
    return TextNode(
        id_=str(candidate.version_id),
        text=candidate.answer or candidate.quote or candidate.title,
        metadata={
            "atom": candidate.atom,
            "version_id": candidate.version_id,
            "version": candidate.version,
            "title": candidate.title,
            "section": candidate.section,
            "kind": candidate.kind,
        },
        relationships={
            NodeRelationship.SOURCE: RelatedNodeInfo(node_id=candidate.atom)
        },
    )

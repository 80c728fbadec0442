"""Looking things up for answers, through LlamaIndex. Import it only where answers are made."""

from collections.abc import Sequence

from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import Embedder
from knowledge.llm.remembering import Remembering
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Retrieved
from knowledge.retrieval.llama import Asked, AtomRetriever
from knowledge.services import generations


async def retrieve(queries: Sequence[str], reader: Reader) -> Retrieved:
    """Find the texts that fit best; the first query is the last turn alone.

    Raises EmbeddingFailed.
    """
    asked = Asked.as_said(queries)
    await AtomRetriever(reader=reader, embedder=asked_embedder).aretrieve(asked)
    return asked.retrieved


def asked_embedder() -> Embedder:
    """Return the embedder whose vectors are live."""
    return Remembering(generations.asked(embedder()))

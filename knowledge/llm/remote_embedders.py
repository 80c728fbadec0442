"""Embedders on another server: Ollama's own API, and the one that OpenAI made common."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

import httpx
import numpy as np
from ollama import Client, ResponseError
from pydantic import BaseModel, ValidationError

from knowledge.llm.embedder import EmbeddingFailed, Vectors

BATCH_TEXTS = 32
"""A request answers within its time limit even where texts run one after the other."""

_PASSING = frozenset({408, 409, 425, 429, 499})
"""Refusals that look like our mistake but go away by themselves."""


class _RemoteEmbedder(ABC):
    """What the two have in common: batches, checks, and vectors made length 1."""

    # Servers cut where it suits their model; no common one reads less than this.
    max_tokens = 512

    def __init__(self, model: str) -> None:
        """Ask once how long a vector is. Raises EmbeddingFailed."""
        self.model = model
        try:
            self.dimension = self._checked(["a"]).shape[1]
        except EmbeddingFailed:
            self.close()
            raise

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of norm 1 for each text, in the order of the texts."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH_TEXTS):
            batch = texts[start : start + BATCH_TEXTS]
            found = self._checked(batch)
            if found.shape[1] != self.dimension:
                message = (
                    f"{self.model} now gives {found.shape[1]} numbers for a text, "
                    f"not {self.dimension}: it is another model."
                )
                raise EmbeddingFailed(message, permanent=True)
            vectors[start : start + len(batch)] = found
        return vectors

    def count_tokens(self, text: str) -> int:
        """Return a generous guess: servers do not tell, and prose has fewer than this."""
        return -(-len(text.encode()) // 3)

    @abstractmethod
    def close(self) -> None:
        """Give its connections back."""

    @abstractmethod
    def _ask(self, texts: Sequence[str]) -> Iterable[Sequence[float]]:
        """Return the server's vectors for texts of which none is empty."""

    def _checked(self, texts: Sequence[str]) -> Vectors:
        # An empty text is refused by some servers and dropped by others.
        answer = self._ask([text or " " for text in texts])
        try:
            vectors = np.array(list(answer), dtype=np.float32)
        except ValueError as error:
            message = f"{self.model} gave vectors of unequal length."
            raise EmbeddingFailed(message) from error
        if vectors.ndim != 2 or len(vectors) != len(texts):
            message = (
                f"{self.model} gave {len(vectors)} vectors for {len(texts)} texts."
            )
            raise EmbeddingFailed(message)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(norms).all() and norms.all()):
            raise EmbeddingFailed(f"{self.model} gave a vector that is not one.")
        normalised: Vectors = vectors / norms
        return normalised


class OllamaEmbedder(_RemoteEmbedder):
    """Ollama's `/api/embed`."""

    def __init__(self, *, url: str, model: str, timeout_seconds: float = 60) -> None:
        """Ask once how long a vector is. Raises EmbeddingFailed."""
        self._name = model
        # Only this host: no proxy of the environment, no redirect to somewhere else.
        self._client = Client(
            host=url,
            timeout=httpx.Timeout(timeout_seconds, connect=5),
            trust_env=False,
            follow_redirects=False,
        )
        super().__init__(f"ollama:{model}")

    def close(self) -> None:
        """Give its connections back."""
        self._client.close()  # type: ignore[no-untyped-call]

    def _ask(self, texts: Sequence[str]) -> Iterable[Sequence[float]]:
        try:
            return self._client.embed(self._name, texts, truncate=True).embeddings
        except ResponseError as error:
            raise _refused("Ollama", error.status_code, error.error) from error
        except (ConnectionError, httpx.HTTPError) as error:
            raise EmbeddingFailed(f"Ollama did not answer: {error!r}") from error
        except ValueError as error:
            raise EmbeddingFailed("Ollama's answer could not be read.") from error


class _Embedding(BaseModel):
    index: int
    embedding: list[float]


class _Embeddings(BaseModel):
    data: list[_Embedding]


class OpenAICompatibleEmbedder(_RemoteEmbedder):
    """`/v1/embeddings`, as llama.cpp, vLLM and many others serve it."""

    def __init__(
        self, *, url: str, model: str, api_key: str = "", timeout_seconds: float = 60
    ) -> None:
        """Ask once how long a vector is. Raises EmbeddingFailed."""
        self._name = model
        self._client = httpx.Client(
            base_url=url.rstrip("/").removesuffix("/v1"),
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            timeout=httpx.Timeout(timeout_seconds, connect=5),
            trust_env=False,
        )
        super().__init__(f"openai_compatible:{model}")

    def close(self) -> None:
        """Give its connections back."""
        self._client.close()

    def _ask(self, texts: Sequence[str]) -> Iterable[Sequence[float]]:
        body = {"model": self._name, "input": texts, "encoding_format": "float"}
        try:
            response = self._client.post("/v1/embeddings", json=body)
        except httpx.HTTPError as error:
            message = f"The embedding server did not answer: {error!r}"
            raise EmbeddingFailed(message) from error
        if response.status_code != 200:
            raise _refused(
                "The embedding server", response.status_code, response.text[:300]
            )
        try:
            answer = _Embeddings.model_validate_json(response.content)
        except ValidationError as error:
            message = "The embedding server's answer could not be read."
            raise EmbeddingFailed(message) from error
        by_index = sorted(answer.data, key=lambda entry: entry.index)
        return [entry.embedding for entry in by_index]


def _refused(server: str, status: int, said: str) -> EmbeddingFailed:
    """A wrong model, key or text stays wrong; load and restarts pass."""
    permanent = status == 501 or (400 <= status < 500 and status not in _PASSING)
    return EmbeddingFailed(
        f"{server} refused with status {status}: {said}", permanent=permanent
    )

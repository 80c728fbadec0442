"""`/api/embed` and its two relatives: vectors from words, the same ones every time."""

import re
import time
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.ollama_double.models import Model
from tests.ollama_double.scheduler import Scheduler, Wish
from tests.ollama_double.wire import Refusal

_WORD = re.compile(r"\w+")
_LONGEST_BATCH = 2048


def vector(text: str, size: int, dimensions: int | None = None) -> list[float]:
    """Return the unit vector of a text: the sum of one random direction for each word.

    Texts that share words are close; a cut to fewer dimensions is made a unit again.
    """
    words = _WORD.findall(text.lower()) or [text]
    total = sum((_direction(word, size) for word in words), np.zeros(size))
    cut = total[:dimensions] if dimensions else total
    unit = cut / (np.linalg.norm(cut) or 1.0)
    return [float(f"{number:.8g}") for number in unit]


@lru_cache(maxsize=50_000)
def _direction(word: str, size: int) -> NDArray[np.float64]:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(size)


def inputs(body: Mapping[str, Any]) -> list[str]:
    """Return the texts of a request; Refusal when they are something else."""
    given = body.get("input")
    texts = given if isinstance(given, list) else [given or ""]
    if not all(isinstance(text, str) for text in texts):
        raise Refusal(400, "invalid input type")
    return texts if any(texts) else []


async def embed(
    scheduler: Scheduler, wish: Wish, body: Mapping[str, Any]
) -> tuple[list[list[float]], dict[str, int]]:
    """Return the vectors and the figures. Longer texts are cut without a word."""
    began = time.perf_counter_ns()
    texts = inputs(body)
    if not texts:
        return [], {}
    if not wish.model.embeds:
        words = "This server does not support embeddings. Start it with `--embeddings`"
        raise Refusal(501, words)
    longest = min(wish.context, wish.model.context_length, _LONGEST_BATCH)
    tokens = [wish.model.tokens(text) + 2 for text in texts]
    if body.get("truncate") is False and max(tokens) > longest:
        raise Refusal(400, "the input length exceeds the context length")
    size = wish.model.embedding_length
    async with scheduler.slot(wish) as load_duration:
        vectors = [
            vector(_cut(text, wish.model, longest), size, body.get("dimensions"))
            for text in texts
        ]
    return vectors, {
        "total_duration": time.perf_counter_ns() - began,
        "load_duration": load_duration,
        "prompt_eval_count": sum(min(count, longest) for count in tokens),
    }


def _cut(text: str, model: Model, longest: int) -> str:
    return text[: int((longest - 2) * model.characters_per_token)]

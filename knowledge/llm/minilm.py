"""The bundled embedder: all-MiniLM-L6-v2 from an installed package, on ONNX Runtime, offline."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.llm.bundled import TOKENIZER, bundled_files
from knowledge.llm.embedder import EmbeddingFailed, Vectors

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
GRAPH_FORMAT = 1
"""Moves when minilm_graph changes, so that a file made by older code is not used."""

# Small batches fill the processor's caches best: about five windows at a time.
BATCH_TOKENS = 1024
# Padding is computed like words: a question and its follow-up are quicker one by one.
MOST_PADDING = 1.3

logger = logging.getLogger(__name__)


class MiniLM:
    """An Embedder that needs no server; many threads may share one."""

    model = "all-MiniLM-L6-v2"
    dimension = 384
    max_tokens = 256

    def __init__(self, *, cache: Path, threads: int, files: Path | None = None) -> None:
        """Check the files, then load the graph from `cache`, where it is built once.

        `files` is the folder of weights and tokenizer; absent: the installed package's.
        Raises EmbeddingFailed.
        """
        files = files or bundled_files()
        weights = _checked(files / "model.safetensors", WEIGHTS_SHA256)
        tokenizer = _checked(files / TOKENIZER, TOKENIZER_SHA256)
        # Its file switches on a shorter cut and a fixed padding; both are wrong for us.
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._session = _session(_graph_file(weights, cache), threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of norm 1 for each text, in the order of the texts."""
        ids = [self._ids(text) for text in texts]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in _batches([len(row) for row in ids]):
            vectors[batch] = self._run([ids[place] for place in batch])
        return vectors

    def count_tokens(self, text: str) -> int:
        """Return how many word pieces a text has, however long it is."""
        return len(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where each word piece of a text begins and ends, in characters."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return list(encoding.offsets)

    def _ids(self, text: str) -> list[int]:
        # One by one: batch encoding would start threads that do not survive a fork.
        ids: list[int] = self._tokenizer.encode(text).ids
        return (
            [*ids[: self.max_tokens - 1], ids[-1]]
            if len(ids) > self.max_tokens
            else ids
        )

    def _run(self, rows: list[list[int]]) -> Vectors:
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, pieces in enumerate(rows):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        vectors: Vectors
        (vectors,) = self._session.run(["vectors"], {"ids": ids, "mask": mask})
        return vectors


def _checked(file: Path, sha256: str) -> Path:
    """Return the file when its content is the one we know; EmbeddingFailed otherwise."""
    try:
        found = _sha256(file)
    except OSError as error:
        message = f"The bundled model's file {file} cannot be read: {error.strerror}."
        raise EmbeddingFailed(message, permanent=True) from error
    if found != sha256:
        message = (
            f"The bundled model's file {file} is not the one this release knows "
            f"(sha256 {found}, expected {sha256}). Reinstall its package."
        )
        raise EmbeddingFailed(message, permanent=True)
    return file


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _graph_file(weights: Path, cache: Path) -> Path:
    """Return the graph's file, built when it is not there or damaged.

    Its name ends in the start of its content's own hash, so damage shows.
    """
    stem = f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}-g{GRAPH_FORMAT}"
    for kept in cache.glob(f"{stem}-*.onnx"):
        if kept.stem == f"{stem}-{_sha256(kept)[:12]}":
            return kept
        logger.warning("The cached model %s was damaged and is built again.", kept.name)
        kept.unlink(missing_ok=True)
    try:
        return _write_graph(weights, cache, stem)
    except OSError as error:
        message = f"The model cannot be cached in {cache}: {error.strerror}."
        raise EmbeddingFailed(message) from error


def _write_graph(weights: Path, cache: Path, stem: str) -> Path:
    # Here, not at the top: it brings onnx, which only this one build per machine needs.
    from knowledge.llm.minilm_graph import build_graph

    graph = build_graph(weights)
    cache.mkdir(parents=True, exist_ok=True)
    final = cache / f"{stem}-{hashlib.sha256(graph).hexdigest()[:12]}.onnx"
    with tempfile.NamedTemporaryFile(dir=cache, suffix=".part", delete=False) as part:
        part.write(graph)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(final)
    return final


def _session(file: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Waiting threads that spin would take the processor from the chats beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"]
    )


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Group places of texts of like length, so that little is padded."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = (len(batch) + 1) * lengths[place] > BATCH_TOKENS
        if batch and (full or lengths[place] > MOST_PADDING * lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch

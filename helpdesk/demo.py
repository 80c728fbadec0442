"""The demo: a site with the manual of this product as its knowledge."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import Site
from knowledge.answering.gate import LEARNT
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Collection
from knowledge.services.folders import Progress
from knowledge.services.index import index_batch
from knowledge.services.interchange import import_folder

PROGRESS_SECONDS = 5.0
ATOMS = Path(settings.BASE_DIR) / "fixtures" / "atoms"


def is_loaded() -> bool:
    """Whether the demo was made before, even if its atoms have been changed since."""
    return Site.objects.filter(key="demo").exists()


def load(*, progress: Progress = lambda _done, _total: None) -> None:
    """Make the demo and its index, so that a desk is ready only when its demo answers.

    `progress` is told every few seconds how many of the texts are searchable.
    """
    total, done = _make(), 0
    while batch := index_batch(embedder=embedder(), seconds=PROGRESS_SECONDS):
        done += batch
        progress(done, total)


@transaction.atomic
def _make() -> int:
    """Add the site and its texts; return how many texts wait to be indexed."""
    site = Site.objects.create(
        key="demo",
        name="Atomdesk",
        answer_floor=_floor(),
        greeting="Hello! Ask me how Atomdesk works.",
        suggestions=[
            "How do I publish an atom?",
            "How do I take over a chat?",
            "Why does the widget not appear on my page?",
        ],
    )
    collection, _ = Collection.objects.get_or_create(
        slug="manual", defaults={"name": "Atomdesk manual"}
    )
    collection.sites.add(site)
    summary = import_folder(path=ATOMS, collection=collection, publish=True)
    if summary.failed:
        message = f"The demo's atoms have errors: {summary.errors[0]}"
        raise ValueError(message)
    return summary.published


def _floor() -> float:
    """Nine of ten right: on the manual's own questions more care only costs answers."""
    points = LEARNT.points["text"]
    return next(point.threshold for point in points if point.right >= 0.9)


def follow_port() -> None:
    """Let the demo's page be served from wherever this desk listens now."""
    origins = [f"http://{host}:{settings.PORT}" for host in ("127.0.0.1", "localhost")]
    for site in Site.objects.filter(key="demo"):
        kept = [o for o in site.allowed_origins if not _of_a_local_desk(o)]
        site.allowed_origins = origins + kept
        site.save(update_fields=["allowed_origins"])


def _of_a_local_desk(origin: str) -> bool:
    return origin.startswith(("http://127.0.0.1:", "http://localhost:"))

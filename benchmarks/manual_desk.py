"""A desk of its own with the manual in its index, for as long as something is measured."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from knowledge.answering.seams import Retrieve
from knowledge.reader import Reader


@dataclass(frozen=True)
class ManualDesk:
    """How a visitor of the demo site finds things in the manual."""

    reader: Reader
    retrieve: Retrieve


@contextmanager
def manual_desk() -> Iterator[ManualDesk]:
    """Start servers in a temporary folder, load and index the manual, take all away at the end."""
    with _servers():
        yield _indexed()


@contextmanager
def empty_desk() -> Iterator[None]:
    """Start servers in a temporary folder with tables and nothing in them, take all away at the end."""
    with _servers():
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield


@contextmanager
def _servers() -> Iterator[None]:
    for name in ("DATABASE_URL", "REDIS_URL", "OLLAMA_URL", "OPENAI_COMPATIBLE_URL"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="atomdesk-manual-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        with running(Layout(Path(folder))):
            django.setup()
            yield
            from django.db import connections

            connections.close_all()


def _indexed() -> ManualDesk:
    from django.core.management import call_command

    from accounts.models import Site
    from knowledge.llm.configured_embedder import embedder
    from knowledge.readers import reader_of_customer
    from knowledge.replaying import retrieve_with
    from knowledge.services.index import index_batch

    call_command("prepare")
    model = embedder()
    while index_batch(embedder=model, seconds=5):
        pass
    reader = reader_of_customer(Site.objects.get(key="demo"), verified=False)
    return ManualDesk(reader, retrieve_with(model))

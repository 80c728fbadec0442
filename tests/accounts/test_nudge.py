"""The hint to the indexer: sent after COMMIT, and never in anybody's way."""

import socket
import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import LazySettings
from django.db import transaction

from accounts import background
from knowledge.format import parse
from knowledge.models import Collection
from knowledge.nudge import index_soon
from knowledge.services import atoms
from tests.hints import INDEX, emptied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    with emptied(INDEX) as client:
        yield client


def test_the_hint_goes_out_after_the_commit_and_not_before(queue: redis.Redis) -> None:
    with transaction.atomic():
        index_soon()
        background.drain()
        before = queue.llen(INDEX)
    background.drain()

    assert before == 0
    assert queue.llen(INDEX) == 1
    assert b"knowledge.tasks.index" in queue.lindex(INDEX, 0)


def test_a_deed_that_is_rolled_back_sends_no_hint(queue: redis.Redis) -> None:
    with transaction.atomic():
        index_soon()
        transaction.set_rollback(True)
    background.drain()

    assert queue.llen(INDEX) == 0


def test_publishing_sends_a_hint_and_saving_a_draft_does_not(
    queue: redis.Redis,
) -> None:
    manual = Collection.objects.create(name="Manual", slug="manual")

    version = atoms.add_atom(
        collection=manual, parsed=parse("---\ntitle: T\n---\nText."), author=None
    )
    background.drain()
    after_saving = queue.llen(INDEX)
    atoms.publish(atom=version.atom, user=None)
    background.drain()

    assert after_saving == 0
    assert queue.llen(INDEX) == 1


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_a_broker_that_hangs_holds_up_nobody(
    silent_server: str, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CELERY_BROKER_URL = silent_server

    started = time.monotonic()
    index_soon()
    told_after = time.monotonic() - started
    background.drain()
    given_up_after = time.monotonic() - started

    assert told_after < 0.2
    assert given_up_after < 5
    assert "The workers of index were not told" in caplog.text


def test_a_broker_that_is_away_is_only_a_line_in_the_log(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    index_soon()
    background.drain()

    assert "The workers of index were not told" in caplog.text

"""The tasks go on while there is work and find what nobody nudged for."""

from collections.abc import Iterator

import pytest
import redis

from accounts import background
from knowledge import tasks
from knowledge.models import AtomVersion, Document
from tests.hints import INDEX, emptied
from tests.knowledge.shelf import draft, publish, unpublish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    with emptied(INDEX) as client:
        yield client


def hints(queue: redis.Redis) -> int:
    background.drain()
    return queue.llen(INDEX)


def test_indexing_asks_to_go_on_until_nothing_waits(queue: redis.Redis) -> None:
    version = publish(draft("one", "One"))

    tasks.index()
    after_work = hints(queue)
    tasks.index()

    version.refresh_from_db()
    assert version.indexed_at is not None
    assert (after_work, hints(queue)) == (1, 1)


def test_the_sweep_takes_away_what_is_gone_and_asks_for_what_was_forgotten(
    queue: redis.Redis,
) -> None:
    publish(draft("forgotten", "Forgotten"))
    gone = publish(draft("gone", "Gone"))
    tasks.index()
    AtomVersion.objects.filter(atom__slug="forgotten").update(indexed_at=None)
    unpublish(gone)
    hints(queue)  # that of the work above is on its way
    queue.delete(INDEX)

    tasks.sweep()

    assert not Document.objects.filter(version=gone).exists()
    assert hints(queue) == 1

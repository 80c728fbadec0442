"""When workers are asked to look at what a customer said."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from accounts import background
from accounts.models import Site
from conversations.nudge import ANSWER_SECONDS
from tests.conversations.triaged import CHARGED, begin
from tests.hints import MAINTENANCE, emptied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    with emptied(MAINTENANCE) as client:
        yield client


def asked(queue: redis.Redis) -> dict[str, Any]:
    background.drain()
    (message,) = queue.lrange(MAINTENANCE, 0, -1)
    headers: dict[str, Any] = json.loads(message)["headers"]
    return headers


def test_what_the_bot_answers_is_looked_at_once_there_was_time_to(
    queue: redis.Redis, site: Site
) -> None:
    begin(site, CHARGED)

    headers = asked(queue)
    assert headers["task"] == "conversations.tasks.triage"
    assert headers["eta"] is not None
    assert 0 < ANSWER_SECONDS < 10  # the sweep asks after ten


def test_what_people_will_answer_is_looked_at_now(
    queue: redis.Redis, site: Site
) -> None:
    Site.objects.update(bot_enabled=False)
    begin(site, CHARGED)

    headers = asked(queue)
    assert headers["task"] == "conversations.tasks.triage"
    assert headers["eta"] is None

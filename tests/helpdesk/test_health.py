"""Readiness: 200 only when every part that an answer needs is there, and it says which is not."""

from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from accounts import redis_client
from helpdesk import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_done", [])


def ask(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()["parts"]


def test_with_every_part_it_is_ready(client: Client) -> None:
    health.worker_lives("answers")

    assert ask(client) == (200, dict.fromkeys(
        ("database", "migrations", "redis", "answers_worker"), "ok"
    ))  # fmt: skip


def test_without_a_heartbeat_of_an_answers_worker_it_is_not(client: Client) -> None:
    health.worker_lives("index")

    assert ask(client)[0] == 503
    assert ask(client)[1]["answers_worker"] == "no heartbeat"


def test_a_heartbeat_lapses_by_itself_within_fifteen_seconds() -> None:
    health.worker_lives("answers")

    assert 0 < redis_client.client().ttl("atomdesk:worker:answers") <= 15


def test_with_a_migration_to_do_it_is_not(client: Client) -> None:
    health.worker_lives("answers")
    MigrationRecorder.Migration.objects.filter(app="conversations").delete()

    assert ask(client)[0] == 503
    assert ask(client)[1]["migrations"] == "pending"


def test_without_redis_it_is_not_and_says_so(client: Client, settings: Any) -> None:
    redis_client.client.cache_clear()
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    status, parts = ask(client)

    redis_client.client.cache_clear()
    assert (status, parts["redis"], parts["answers_worker"]) == (
        503, "not reachable", "unknown",
    )  # fmt: skip


def test_it_is_alive_whatever_is_missing(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}

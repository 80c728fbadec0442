"""Whether this desk is alive, and whether it is ready to answer."""

import logging
import time

import redis
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts import redis_client

HEARTBEAT_SECONDS = 15


class NotAHealthCheck(logging.Filter):
    """Keeps "not ready yet" out of the log: whoever asks is told, and asks every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log the record."""
        return not getattr(getattr(record, "request", None), "path", "").startswith(
            "/health/"
        )


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 only when everything an answer needs is there; each part is named."""
    parts = {
        "database": _database(),
        "migrations": _migrations(),
        "redis": _redis_answers(),
        "answers_worker": _worker_answers(),
    }
    ok = all(word == "ok" for word in parts.values())
    return JsonResponse(
        {"status": "ready" if ok else "not ready", "parts": parts},
        status=200 if ok else 503,
    )


def worker_lives(queue: str) -> None:
    """Note that a worker of this queue is alive; the note lapses by itself."""
    key = f"atomdesk:worker:{queue}"
    redis_client.client().set(key, int(time.time()), ex=HEARTBEAT_SECONDS)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "not reachable"
    return "ok"


def _migrations() -> str:
    if _done:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    if pending:
        return "pending"
    _done.append(True)
    return "ok"


# Migrations of a running program can only get done, so the answer is kept once it is yes.
_done: list[bool] = []


def _redis_answers() -> str:
    try:
        redis_client.client().ping()
    except redis.RedisError:
        return "not reachable"
    return "ok"


def _worker_answers() -> str:
    try:
        alive = redis_client.client().exists("atomdesk:worker:answers")
    except redis.RedisError:
        return "unknown"
    return "ok" if alive else "no heartbeat"

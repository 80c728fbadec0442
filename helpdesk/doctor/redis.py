"""The checks of Redis: reached, new enough, and keeping what it is given."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk import env
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, ok

OLDEST_REDIS = (6, 2)
_SECONDS = 2


def client() -> Any:
    """Return a client that tries once: RedisError after two seconds at most."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_SECONDS,
        socket_connect_timeout=_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def reached(examination: Examination) -> Iterator[Finding]:
    """`redis`: it answers."""
    code = "redis"
    if problem := examination.not_given(code, setting="REDIS_URL"):
        yield problem
        return
    began = time.monotonic()
    try:
        client().ping()
    # A URL that is none is a ValueError, for some mistakes only when it is used.
    except (redis.RedisError, ValueError, OSError) as error:
        said = " ".join(str(error).split())
        yield failed(code, f"{_place()} is not reached: {said}", fix=_way_back())
        return
    spent = (time.monotonic() - began) * 1000
    yield ok(code, f"{_place()} answered in {spent:.0f} ms")


def keeps(examination: Examination) -> Iterator[Finding]:
    """`redis_policy`: its version, and that it throws no key away when memory is short."""
    code = "redis_policy"
    told = client().info()
    version = str(told["redis_version"])
    policy, limit = told.get("maxmemory_policy", ""), int(told.get("maxmemory", 0))
    problems = []
    if tuple(int(n) for n in version.split(".")[:2]) < OLDEST_REDIS:
        needed = ".".join(map(str, OLDEST_REDIS))
        found = f"Redis {version} is too old; {needed} or newer is needed"
        fix = f"Install Redis {needed} or newer, or leave REDIS_URL empty."
        problems.append(failed(code, found, fix=fix))
    if limit and policy != "noeviction":
        found = f"at {limit // 2**20} MB it throws keys away ({policy})"
        fix = (
            "redis-cli CONFIG SET maxmemory-policy noeviction, and the same line in "
            "redis.conf."
        )
        problems.append(failed(code, found, fix=fix))
    room = f"{policy} at {limit // 2**20} MB" if limit else "no memory limit"
    yield merged(code, problems, fine=f"Redis {version}, {room}")


def _place() -> str:
    if not env.text("REDIS_URL"):
        return "the embedded server"
    # Without the password that a URL may hold.
    parts = urlsplit(settings.REDIS_URL)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _way_back() -> str:
    if not env.text("REDIS_URL"):
        return "See redis.log in DATA_DIR/logs; stop the desk and start it: make run"
    return "Start that server, or correct REDIS_URL (redis://host:6379/0)."

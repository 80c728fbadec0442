"""The doctor's checks of Redis and of the clocks, against servers that are broken."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as desk
from django.db import connection
from redis import Redis

from helpdesk.doctor import clock, redis
from helpdesk.doctor.database import connected
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Status
from helpdesk.embedded import Layout
from helpdesk.embedded import redis as embedded
from tests.desk import free_port
from tests.helpdesk.examining import lying, seen, server_database


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Iterator[Redis]:
    """A Redis of this test's own in place of the desk's."""
    layout = Layout(tmp_path)
    layout.make()
    process = embedded.start(layout)
    settings.REDIS_URL = f"unix://{layout.redis_socket}"
    with Redis.from_url(settings.REDIS_URL) as client:
        yield client
    embedded.stop(process)


def test_a_redis_that_is_there_is_well(own: Redis) -> None:
    assert seen(redis.reached).status is Status.OK
    assert seen(redis.keeps).status is Status.OK


def test_a_dead_port_is_named_without_the_password(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    settings.REDIS_URL = f"redis://:secret@127.0.0.1:{port}/0"
    monkeypatch.setenv("REDIS_URL", settings.REDIS_URL)

    finding = seen(redis.reached)

    assert (finding.code, finding.status) == ("redis", Status.FAILED)
    assert f"redis://127.0.0.1:{port}/0 is not reached" in finding.found
    assert "secret" not in finding.found
    assert "REDIS_URL" in finding.fix


def test_an_address_that_is_none_is_a_finding(settings: Any) -> None:
    settings.REDIS_URL = "http://127.0.0.1:6379"

    finding = seen(redis.reached)

    assert finding.status is Status.FAILED
    assert "scheme" in finding.found


def test_a_redis_that_throws_keys_away_is_refused(own: Redis) -> None:
    own.config_set("maxmemory", "64mb")
    own.config_set("maxmemory-policy", "allkeys-lru")

    finding = seen(redis.keeps)

    assert (finding.code, finding.status) == ("redis_policy", Status.FAILED)
    assert "allkeys-lru" in finding.found
    assert "CONFIG SET maxmemory-policy noeviction" in finding.fix


def test_a_memory_limit_that_evicts_nothing_is_well(own: Redis) -> None:
    own.config_set("maxmemory", "64mb")
    own.config_set("maxmemory-policy", "noeviction")

    assert "noeviction at 64 MB" in seen(redis.keeps).found


def test_an_old_redis_is_refused_by_its_version(settings: Any) -> None:
    def older(data: bytes) -> bytes:
        return re.sub(rb"redis_version:6\.2", b"redis_version:5.0", data)

    with lying(desk.LAYOUT.redis_socket, older) as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        finding = seen(redis.keeps)

    assert finding.status is Status.FAILED
    assert "Redis 5.0" in finding.found
    assert "6.2" in finding.fix


def test_clocks_of_one_machine_agree() -> None:
    finding = seen(clock.agrees)

    assert finding.status is Status.OK
    assert "the database" in finding.found
    assert "Redis" in finding.found


@pytest.mark.parametrize(
    ("minutes", "status"), [("5 seconds", Status.WARNING), ("1 hour", Status.FAILED)]
)
def test_a_database_whose_clock_is_off_is_found(
    minutes: str, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server_database("doctor_clock"):
        monkeypatch.setitem(connection.settings_dict, "NAME", "doctor_clock")
        with connected() as opened:
            opened.execute(
                "CREATE SCHEMA wrong; CREATE FUNCTION wrong.now() RETURNS timestamptz "
                f"RETURN pg_catalog.now() + interval '{minutes}';"
                "ALTER DATABASE doctor_clock SET search_path = wrong, pg_catalog"
            )
        finding = seen(clock.agrees)

    assert (finding.code, finding.status) == ("clock", status)
    assert "the clock of the database is +" in finding.found
    assert "timedatectl set-ntp true" in finding.fix


def test_a_redis_whose_clock_is_off_is_found(settings: Any) -> None:
    def earlier(data: bytes) -> bytes:
        return re.sub(rb"\$10\r\n\d{10}\r\n", b"$10\r\n1000000000\r\n", data)

    with lying(desk.LAYOUT.redis_socket, earlier) as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        finding = seen(clock.agrees)

    assert finding.status is Status.FAILED
    assert "the clock of Redis is -" in finding.found


def test_without_any_other_clock_there_is_nothing_to_compare() -> None:
    away = dict.fromkeys(("database", "redis"), Status.FAILED)

    assert seen(clock.agrees, Examination(statuses=away)).status is Status.SKIPPED

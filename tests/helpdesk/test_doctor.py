"""`manage.py doctor` as operators run it: on a desk that runs, and on desks that cannot."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from redis import Redis

from helpdesk.doctor import CODES
from helpdesk.embedded import Layout, running
from tests.desk import free_port
from tests.helpdesk.examining import ROOT, doctor
from tests.helpdesk.test_up import Up

QUIET = {"DATABASE_URL": "", "REDIS_URL": "", "ADMIN_PASSWORD": "", "DEMO": "0"}
A_SITE = """
from accounts.models import Site
Site.objects.create(key="shop", name="Shop", allowed_origins=["https://shop.example"])
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[IO[str]]:
    with (tmp_path / "up.log").open("w") as file:
        yield file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that nobody has used, but for the embedding model's file."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "models").symlink_to(settings.DATA_DIR / "models")
    return folder


def manage(*words: str, **environment: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )


def process_of(desk: Up, words: str) -> int:
    for pid in desk.family():
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
        if words in command.decode():
            return pid
    raise AssertionError(f"no process runs {words}")


@pytest.mark.slow
def test_a_running_desk_is_well_until_its_answers_worker_stops(
    data: Path, log: IO[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "0")
    desk = Up(data, log)
    here = {**QUIET, "DATA_DIR": str(desk.data), "PORT": str(desk.port)}
    frozen = 0
    try:
        desk.wait()
        manage("shell", "-c", A_SITE, **here)
        layout = Layout(desk.data)
        with Redis.from_url(f"unix://{layout.redis_socket}") as client:
            wait_for(client, "atomdesk:worker:maintenance")
            wait_for(client, "atomdesk:1:sweeps")
            status, found = doctor(**here)
            # Cookies travel over http while a site is public: that much is true here.
            bad = {code for code, one in found.items() if one["status"] != "ok"}
            assert bad <= {"secrets", "disk"}, found
            assert status == 0

            frozen = process_of(desk, "-n answers@")
            os.kill(frozen, signal.SIGSTOP)
            client.delete("atomdesk:worker:answers")
            status, found = doctor(**here)
    finally:
        if frozen:
            os.kill(frozen, signal.SIGCONT)
        stopped = desk.stop()
    assert stopped == 0
    assert status == 1
    assert found["workers/answers"]["status"] == "failed"
    assert "ATOMDESK_QUEUES=answers" in found["workers/answers"]["fix"]
    assert found["workers/index"]["status"] == "ok"


def test_every_command_names_the_setting_that_cannot_be_read_in_one_line() -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == (
        "The settings cannot be read: PORT must be a number, not 'eighty'."
        " Correct the variable that the message names, or unset it.\n"
    )


def wait_for(client: Redis, key: str) -> None:
    deadline = time.monotonic() + 30
    while not client.exists(key):
        assert time.monotonic() < deadline, client.keys()
        time.sleep(0.1)


def test_a_desk_that_does_not_run_is_examined_with_servers_of_its_own(
    data: Path,
) -> None:
    status, found = doctor(**QUIET, DATA_DIR=str(data))

    # Nothing was ever prepared here, and it says so; that nothing runs is no failure.
    assert status == 1
    assert found["database"]["status"] == "ok"
    assert "manage.py prepare" in found["migrations"]["fix"]
    assert found["workers/answers"]["status"] == "warning"
    assert "make run" in found["workers/answers"]["fix"]
    assert found["beat"]["status"] == "warning"


def test_with_neither_database_nor_redis_everything_else_is_still_looked_at() -> None:
    dead = free_port()

    status, found = doctor(
        DATABASE_URL=f"postgresql://desk:secret@127.0.0.1:{dead}/desk",
        REDIS_URL=f"redis://127.0.0.1:{dead}/0",
    )

    assert status == 1
    assert {one.partition("/")[0] for one in found} == set(CODES)
    statuses = {code: one["status"] for code, one in found.items()}
    assert (statuses["database"], statuses["redis"]) == ("failed", "failed")
    for code in ("migrations", "collation", "index", "origins", "workers", "beat"):
        assert statuses[code] == "skipped"
    assert statuses["embedder"] == "ok"
    assert "secret" not in found["database"]["found"]


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("DATABASE_URL", "mysql://db.example.org/desk", "database"),
        ("DATABASE_URL", "postgresql://db.example.org:port/desk", "database"),
        ("OLLAMA_CONTEXT_TOKENS", "many", "chat_context"),
        ("WATCHED_FOLDERS", "manual=handbook", "watched_folders"),
        ("WATCHED_PUBLISH", "manual", "watched_folders"),
        ("DATA_DIR", "/dev/null/desk", "folders"),
    ],
)
def test_settings_that_cannot_be_read_are_a_finding(
    variable: str, value: str, code: str
) -> None:
    environment = {**QUIET, "SECRET_KEY": "", variable: value}

    status, found = doctor(**environment)

    assert status == 1
    assert tuple(found) == CODES
    assert {c for c, one in found.items() if one["status"] == "failed"} == {code}
    assert found[code]["fix"]


def test_lines_for_people_come_with_the_same_status() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "mysql://db.example.org/desk"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stdout.startswith("FAIL  database")
    assert "fix: Correct the variable" in done.stdout
    assert "21 checks: 1 failed, 20 skipped." in done.stdout


def test_an_embedded_postgres_that_does_not_start_is_a_finding(data: Path) -> None:
    (data / "postgres").mkdir(mode=0o700)
    (data / "postgres" / "PG_VERSION").write_text("9\n")

    status, found = doctor(**QUIET, DATA_DIR=str(data))

    assert status == 1
    assert found["database"]["status"] == "failed"
    assert "postgres.log" in found["database"]["found"]
    assert "DATABASE_URL" in found["database"]["fix"]
    assert found["redis"]["status"] == "skipped"
    assert found["embedder"]["status"] == "ok"


def test_frozen_servers_do_not_hang_it(data: Path) -> None:
    with running(Layout(data), durable=False) as servers:
        for server in servers.values():
            os.kill(server.pid, signal.SIGSTOP)
        try:
            # Within the helper's time limit, or this fails.
            status, found = doctor(**QUIET, DATA_DIR=str(data))
        finally:
            for server in servers.values():
                os.kill(server.pid, signal.SIGCONT)

    assert status == 1
    assert found["database"]["status"] == found["redis"]["status"] == "failed"
    assert "timeout" in found["database"]["found"]

"""The whole desk by its one command, on a folder that has never seen it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import pytest

from tests.desk import free_port

ROOT = Path(__file__).parents[2]
KEPT_BACK = ("DATABASE_URL", "REDIS_URL", "ADMIN_PASSWORD", "DATA_DIR", "PORT")


class Up:
    """A desk that `manage.py up` runs."""

    def __init__(self, data: Path, log: IO[str]) -> None:
        self.port = free_port()
        self.data = data
        kept = {k: v for k, v in os.environ.items() if k not in KEPT_BACK}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env={**kept, "DATA_DIR": str(data), "PORT": str(self.port)},
            stdout=log,
            stderr=log,
        )
        self.log = Path(log.name)

    def wait(self) -> None:
        """Until it is ready; a first start beside other tests, each line counted, takes minutes."""
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if httpx.get(self.url("/health/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, and tell with which status it did."""
        self.process.send_signal(how)
        return self.process.wait(60)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def family(self) -> list[int]:
        """Every process that descends from this one."""
        parents: dict[int, int] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.parent.name)] = int(fields[1])
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found[1:]

    def nothing_is_left_of(self, family: list[int]) -> bool:
        deadline = time.monotonic() + 20
        while any(_runs(pid) for pid in family):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[IO[str]]:
    with (tmp_path / "up.log").open("w") as file:
        yield file


def test_one_command_serves_a_demo_that_answers_and_stops_without_a_trace(
    tmp_path: Path, log: IO[str]
) -> None:
    data = tmp_path / ("a long folder name " * 6) / "var"
    desk = Up(data, log)
    try:
        desk.wait()
        origin = desk.url("")
        session = httpx.post(
            desk.url("/widget/v1/sessions"),
            json={"site": "demo"},
            headers={"Origin": origin},
        )
        elsewhere = httpx.post(
            desk.url("/widget/v1/sessions"),
            json={"site": "demo"},
            headers={"Origin": "http://127.0.0.1:1"},
        )
        assert session.status_code == 201
        assert elsewhere.status_code == 403
        assert httpx.get(desk.url("/demo/")).status_code == 200
        assert (data / "admin-password").stat().st_mode & 0o077 == 0
        text = desk.log.read_text()
        assert re.search(r"^  (\d+) of \1 texts are searchable$", text, re.MULTILINE)
        assert f"user admin, password {(data / 'admin-password').read_text()}" in text
        family = desk.family()
        assert len(family) >= 6
    finally:
        status = desk.stop()
    assert status == 0
    assert desk.nothing_is_left_of(family)


@pytest.mark.slow
def test_a_second_start_keeps_the_data_and_a_killed_desk_leaves_nothing_running(
    tmp_path: Path, log: IO[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first test has seen the demo; loading it takes most of a start.
    monkeypatch.setenv("DEMO", "0")
    first = Up(tmp_path / "var", log)
    first.wait()
    password = (tmp_path / "var" / "admin-password").read_text()
    family = first.family()
    first.process.kill()
    first.process.wait()
    assert first.nothing_is_left_of(family)

    second = Up(tmp_path / "var", log)
    try:
        second.wait()
        assert (tmp_path / "var" / "admin-password").read_text() == password
        third = Up(tmp_path / "var", log)
        assert third.process.wait(30) != 0
        assert "already running" in first.log.read_text()
        family = second.family()
    finally:
        status = second.stop(signal.SIGINT)
    assert status == 0
    assert second.nothing_is_left_of(family)

"""A real desk for tests: web server and workers as processes on the test database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection

from helpdesk.management.commands.up import AS_ROOT

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Desk:
    """Where a running desk listens."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def socket(self, path: str) -> str:
        return f"ws://127.0.0.1:{self.port}{path}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_desk(
    *,
    answers: bool = False,
    threads: int = 16,
    queues: str = "answers,index",
    **environment: str,
) -> Iterator[Desk]:
    """Run the web server, and the answers worker when asked, until the block ends."""
    port = free_port()
    name = connection.settings_dict["NAME"]
    env = {
        **os.environ,
        "PORT": str(port),
        "DATABASE_URL": f"postgresql:///{name}?host={settings.LAYOUT.sockets}&user=postgres",
        **AS_ROOT,
        **environment,
    }
    commands = [[sys.executable, "-m", "helpdesk.serve"]]
    if answers:
        commands.append(
            [
                *(
                    sys.executable,
                    "-m",
                    "celery",
                    "--quiet",
                    "-A",
                    "helpdesk.celery",
                    "worker",
                ),
                *("--pool", "threads", "--concurrency", str(threads)),
                *("-Q", queues),
                *("--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
            ]
        )
        env["ATOMDESK_QUEUES"] = "answers"
    processes = [subprocess.Popen(c, cwd=ROOT, env=env) for c in commands]
    try:
        _wait(f"http://127.0.0.1:{port}", processes, ready=answers)
        yield Desk(port)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)


def _wait(url: str, processes: list[subprocess.Popen[bytes]], *, ready: bool) -> None:
    path = "/health/ready" if ready else "/health/live"
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        assert all(p.poll() is None for p in processes), "the desk ended at its start"
        try:
            if httpx.get(url + path).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url}{path} did not answer 200")

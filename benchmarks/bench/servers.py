"""Web servers of a measurement: on a free port, answering before anybody is let in."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from helpdesk.embedded.process import spawn
from tests.desk import free_port

START_SECONDS = 60


@contextmanager
def server(module: str, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run a module that serves on PORT; yield the port once it answers."""
    port = free_port()
    process = spawn(
        [sys.executable, "-m", module],
        environment={**(environment or {}), "PORT": str(port)},
    )
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended at its start"
        try:
            httpx.get(f"http://127.0.0.1:{port}/health/live")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start")

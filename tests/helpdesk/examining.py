"""What the tests of the doctor share: one look, the command as a process, scratch databases."""

import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding

ROOT = Path(__file__).parents[2]
Look = Callable[[Examination], Iterable[Finding]]


def seen(look: Look, examination: Examination | None = None) -> Finding:
    """What a check says that says one thing."""
    (finding,) = look(examination or Examination())
    return finding


def doctor(**environment: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """Run the command as a process; return its status and what it says by code."""
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert "Traceback" not in done.stderr
    assert (told["status"] == "failed") == bool(done.returncode)
    names = ("code", "subject")
    return done.returncode, {
        "/".join(one[name] for name in names if name in one): one
        for one in told["checks"]
    }


@contextmanager
def server_database(name: str, *options: str) -> Iterator[None]:
    """Have an empty database of this name on the tests' server."""
    place = {"host": str(settings.LAYOUT.sockets), "user": "postgres"}
    with psycopg.connect(dbname="postgres", autocommit=True, **place) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 {' '.join(options)}")
        try:
            yield
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class _Liar(socketserver.BaseRequestHandler):
    """Passes on what both sides say, and changes what the server says."""

    server: "_Liars"

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as upstream:
            upstream.connect(str(self.server.upstream))
            asking = threading.Thread(target=self._ask, args=(upstream,), daemon=True)
            asking.start()
            while data := upstream.recv(65536):
                self.request.sendall(self.server.changed(data))
            asking.join(5)

    def _ask(self, upstream: socket.socket) -> None:
        try:
            while data := self.request.recv(65536):
                upstream.sendall(data)
            upstream.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class _Liars(socketserver.ThreadingTCPServer):
    daemon_threads = True
    upstream: Path
    changed: Callable[[bytes], bytes]


@contextmanager
def lying(upstream: Path, changed: Callable[[bytes], bytes]) -> Iterator[int]:
    """Listen on a port, before a server on a socket, and change the words of its answers."""
    with _Liars(("127.0.0.1", 0), _Liar) as server:
        server.upstream, server.changed = upstream, changed
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join(5)

"""The embedded servers."""

import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from helpdesk.embedded import postgres
from helpdesk.embedded.layout import Layout


def test_the_test_database_has_vectors(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select '[1,2]'::vector <=> '[2,4]'::vector")
        (distance,) = cursor.fetchone()

    assert distance == 0


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.make()
    return layout


@pytest.fixture
def server(layout: Layout) -> Iterator[subprocess.Popen[bytes]]:
    process = postgres.start(layout, durable=False)
    yield process
    if process.poll() is None:
        postgres.stop(process)


def test_after_a_crash_a_start_waits_for_the_last_session_of_the_server_before(
    layout: Layout, server: subprocess.Popen[bytes]
) -> None:
    log = layout.logs / "postgres.log"
    with closing(psycopg.connect(host=str(layout.sockets), user="postgres")) as session:
        backend = session.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        server.kill()
        server.wait()

        with ThreadPoolExecutor() as pool:
            pool.submit(_kill_when, log, "shared memory block", backend)
            again = postgres.start(layout, durable=False)

    with psycopg.connect(host=str(layout.sockets), user="postgres") as other:
        assert other.execute("SELECT 1").fetchone() == (1,)
    postgres.stop(again)


def test_a_server_that_cannot_start_is_told_with_its_log(layout: Layout) -> None:
    (layout.postgres / "PG_VERSION").write_text("7\n")

    with pytest.raises(postgres.ServerFailed, match=r"postgres\.log"):
        postgres.start(layout)


def _kill_when(log: Path, words: str, pid: int) -> None:
    """Kill a process once these words stand in the log."""
    follow = ["tail", "-n", "+1", "-f", log]
    with subprocess.Popen(follow, stdout=subprocess.PIPE, text=True) as tail:
        assert tail.stdout is not None
        assert any(words in line for line in tail.stdout)
        os.kill(pid, signal.SIGKILL)
        tail.kill()

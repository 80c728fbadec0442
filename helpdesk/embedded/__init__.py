"""Real PostgreSQL and Redis out of packages, for a machine that has neither."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from helpdesk.embedded import postgres, redis
from helpdesk.embedded.layout import Layout
from helpdesk.embedded.postgres import ServerFailed

__all__ = ["Layout", "ServerFailed", "data_directory", "running", "servers_for"]

# Commands that start the servers themselves, or need none.
WITHOUT_SERVERS = {
    "up",
    "doctor",
    "help",
    "version",
    "makemessages",
    "compilemessages",
    "startapp",
}
# Commands that must have the data for themselves.
ALONE = {"restore"}


class AlreadyRunning(ServerFailed):
    """Another process holds this data: its servers are there to be used."""


def data_directory() -> Path:
    """Return DATA_DIR as an absolute path; `var` beside manage.py when it is not set."""
    default = Path(__file__).resolve().parents[2] / "var"
    return Path(os.environ.get("DATA_DIR") or default).absolute()


@contextmanager
def running(
    layout: Layout, *, durable: bool = True
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run those embedded servers that no URL replaces; yield their processes by name.

    One process at a time holds the lock of the data; a second one gets AlreadyRunning.
    """
    layout.make()
    with ExitStack() as stack, layout.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Atomdesk is already running with the data in {layout.data}."
            raise AlreadyRunning(message) from None
        processes = {}
        if not os.environ.get("DATABASE_URL"):
            processes["postgres"] = postgres.start(layout, durable=durable)
            stack.callback(postgres.stop, processes["postgres"])
        if not os.environ.get("REDIS_URL"):
            processes["redis"] = redis.start(layout)
            stack.callback(redis.stop, processes["redis"])
        yield processes


@contextmanager
def servers_for(arguments: Sequence[str]) -> Iterator[None]:
    """Give one management command its servers: those of a running desk, or its own for a while."""
    command = arguments[1] if len(arguments) > 1 else "help"
    asks_for_help = not {"-h", "--help"}.isdisjoint(arguments)
    if command in WITHOUT_SERVERS or command.startswith("-") or asks_for_help:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(running(Layout(data_directory())))
        except AlreadyRunning as refusal:
            if command in ALONE:
                sys.exit(f"{refusal} Stop it first: {command} must be alone.")
        except ServerFailed as failure:
            sys.exit(str(failure))
        yield

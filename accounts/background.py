"""Work that follows a commit: off the caller's path, never raised, never waited for."""

import logging
import queue
import threading
from collections.abc import Callable

from django.db import transaction

logger = logging.getLogger(__name__)

THREADS = 4
# Hints only: every one of them is repeated by a sweep or a heartbeat, so a flood may drop some.
MOST_WAITING = 2000

_waiting: "queue.Queue[Callable[[], None]]" = queue.Queue(MOST_WAITING)
_starting = threading.Lock()
_threads: list[threading.Thread] = []


def after_commit(work: Callable[[], None]) -> None:
    """Do `work` in the background once the surrounding transaction is committed."""
    transaction.on_commit(lambda: soon(work))


def soon(work: Callable[[], None]) -> None:
    """Do `work` in the background now; dropped with a warning when too much is waiting."""
    _start()
    try:
        _waiting.put_nowait(work)
    except queue.Full:
        logger.warning("Dropped a hint: %s are waiting", MOST_WAITING)


def drain() -> None:
    """Wait until everything asked for so far is done."""
    _waiting.join()


def _start() -> None:
    with _starting:
        if any(thread.is_alive() for thread in _threads):
            return
        _threads[:] = [
            threading.Thread(target=_work, name=f"after-commit-{n}", daemon=True)
            for n in range(THREADS)
        ]
        for thread in _threads:
            thread.start()


def _work() -> None:
    while True:
        work = _waiting.get()
        try:
            work()
        except Exception:
            logger.exception("Background work failed")
        finally:
            _waiting.task_done()

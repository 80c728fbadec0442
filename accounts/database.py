"""The one way from async code into the database, and a COMMIT that does not wait for the disk."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from channels.db import DatabaseSyncToAsync
from django.db.models import BooleanField, Func

P = ParamSpec("P")
T = TypeVar("T")

# Threads of our own: the default pool has six on two cores, and async ORM methods share one.
_threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="database")


def limit_threads(most: int) -> None:
    """Use at most so many threads from now on; for a process that computes a lot itself."""
    global _threads
    _threads = ThreadPoolExecutor(max_workers=most, thread_name_prefix="database")


async def in_database(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a synchronous function that uses the ORM in a thread with a pooled connection."""
    call = DatabaseSyncToAsync(
        partial(work, *args, **kwargs), thread_sensitive=False, executor=_threads
    )
    result: T = await call()
    return result


class NotAwaitingDisk(Func):
    """True; and the COMMIT of the transaction that asks does not wait until the disk has it.

    For what a crash of the database server may take back: others see it at once all the same, and it
    is on the disk with the next COMMIT that waits, or within a second.
    """

    template = "set_config('synchronous_commit', 'off', true) = 'off'"
    output_field = BooleanField()

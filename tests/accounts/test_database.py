"""The way into the database from async code."""

import asyncio
import threading

import pytest

from accounts import database
from accounts.database import in_database, limit_threads


async def test_a_process_uses_no_more_threads_than_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_threads", None)
    limit_threads(2)
    seen: set[int] = set()
    both = threading.Barrier(2)

    def work() -> None:
        seen.add(threading.get_ident())
        both.wait(30)

    await asyncio.gather(*(in_database(work) for _ in range(6)))

    assert len(seen) == 2

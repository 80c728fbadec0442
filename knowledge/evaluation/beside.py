"""An event loop beside the caller's thread, which keeps the database to itself.

Answering is a coroutine, and a throwaway knowledge base is seen by one connection alone: so
the loop runs in a thread of its own and hands every look-up back to the thread that asked.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from knowledge.answering.seams import Retrieve
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Retrieved

Value = TypeVar("Value")
LookUp = Callable[[Sequence[str], Reader], Retrieved]


class Beside:
    """A running loop; `retrieve` is what coroutines in it look things up with."""

    def __init__(self, loop: asyncio.AbstractEventLoop, look_up: LookUp) -> None:
        self._loop = loop
        self._look_up = look_up
        self._asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    @property
    def retrieve(self) -> Retrieve:
        """Look things up in the thread that called `run`, and wait for it in the loop."""

        async def retrieve(queries: Sequence[str], reader: Reader) -> Retrieved:
            return await self.here(lambda: self._look_up(queries, reader))

        return retrieve

    async def here(self, work: Callable[[], Value]) -> Value:
        """Do something in the thread that called `run`, and wait for it in the loop."""
        done: Future[Value] = Future()
        self._asked.put(lambda: _fill(done, work))
        return await asyncio.wrap_future(done)

    def run(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Return what a coroutine comes to; its look-ups are done here meanwhile."""
        end = asyncio.run_coroutine_threadsafe(work, self._loop)
        end.add_done_callback(lambda _: self._asked.put(None))
        while (asked := self._asked.get()) is not None:
            asked()
        return end.result()


@contextmanager
def loop_beside(look_up: LookUp) -> Iterator[Beside]:
    """Run a loop in a thread of its own until the block ends."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="evaluation", daemon=True)
    thread.start()
    try:
        yield Beside(loop, look_up)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _fill(done: "Future[Value]", work: Callable[[], Value]) -> None:
    try:
        done.set_result(work())
    except Exception as error:  # noqa: BLE001 it is raised where the answer is made
        done.set_exception(error)

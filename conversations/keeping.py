"""Starting tasks and keeping hold of them."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

logger = logging.getLogger(__name__)

_running: set["asyncio.Task[Any]"] = set()


def keep(work: Coroutine[Any, Any, Any]) -> None:
    """Run a coroutine as a task that cannot be collected while it runs; log how it failed."""
    start(work).add_done_callback(_report)


def start(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """The same, for a caller that looks after the task's end."""
    task = asyncio.create_task(work)  # noqa: TID251 this is the place
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


async def settled(seconds: float) -> None:
    """Wait, at most so long, until the tasks of this loop are done."""
    loop = asyncio.get_running_loop()
    waiting = [task for task in _running if task.get_loop() is loop]
    if waiting:
        await asyncio.wait(waiting, timeout=seconds)


def _report(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled() and task.exception() is not None:
        logger.error("A task failed", exc_info=task.exception())

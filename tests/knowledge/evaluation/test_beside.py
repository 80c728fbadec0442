"""Coroutines run in a thread of their own and look things up in the caller's."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from knowledge.evaluation.beside import Beside, loop_beside
from knowledge.reader import Reader
from knowledge.retrieval.candidates import NOTHING, Retrieved

NOBODY = Reader(frozenset(), frozenset())


async def looking_up(beside: Beside, text: str) -> Sequence[str]:
    await asyncio.sleep(0)
    return (await beside.retrieve([text], NOBODY)).queries


def test_look_ups_are_done_where_the_work_was_asked_for() -> None:
    seen: list[threading.Thread] = []

    def look_up(queries: Sequence[str], reader: Reader) -> Retrieved:
        seen.append(threading.current_thread())
        return Retrieved(queries, (), NOTHING.ranking, ())

    with loop_beside(look_up) as beside:
        found = [beside.run(looking_up(beside, text)) for text in ("a", "b")]

    assert found == [["a"], ["b"]]
    assert seen == [threading.current_thread()] * 2


def test_what_a_look_up_raises_is_raised_by_the_work() -> None:
    def fails(queries: Sequence[str], reader: Reader) -> Retrieved:
        raise LookupError("nothing there")

    with loop_beside(fails) as beside, pytest.raises(LookupError):
        beside.run(looking_up(beside, "a"))


def test_the_thread_ends_with_the_block() -> None:
    with loop_beside(lambda _queries, _reader: NOTHING):
        during = threading.active_count()

    assert threading.active_count() == during - 1

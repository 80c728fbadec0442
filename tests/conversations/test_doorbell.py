"""The doorbell: it is heard where Channels listens, and never holds anybody up."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
import redis
from channels.layers import get_channel_layer

from accounts import redis_client
from conversations import doorbell, drafts
from conversations.channel_layer import PatientLayer


async def test_a_frame_reaches_a_group_of_the_channel_layer() -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add("customer.abc", channel)

    doorbell.tell("customer.abc", {"type": "typing", "on": True})

    message = await asyncio.wait_for(layer.receive(channel), 5)
    assert message == {"type": "frame", "frame": {"type": "typing", "on": True}}
    await layer.flush()


def test_a_ring_that_nobody_hears_raises_nothing(
    settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    redis_client.client.cache_clear()
    settings.REDIS_URL = "unix:///nowhere/redis.sock"  # type: ignore[attr-defined]

    doorbell._publish("customer.abc", {"type": "ring"})

    redis_client.client.cache_clear()
    assert "The doorbell was not heard" in caplog.text


async def test_a_socket_gets_its_channel_while_redis_is_away() -> None:
    layer = PatientLayer(hosts=["unix:///nowhere/redis.sock"], prefix="atomdesk")

    channel = await asyncio.wait_for(layer.new_channel(), 5)

    assert channel in layer._get_layer().channels


async def test_after_the_door_is_shut_nothing_more_is_shown() -> None:
    turn = uuid4()
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add("customer.abc", channel)
    client = redis_client.async_client()
    draft = drafts.Draft(drafts.Pipe(client), turn, {"customer.abc": {}})

    assert await draft.add("Good ")
    assert await draft.add("day 😀")
    seen = await asyncio.to_thread(drafts.close, turn)
    assert not await draft.add("!")

    assert seen.text == draft.text == "Good day 😀"
    frames = [
        (await asyncio.wait_for(layer.receive(channel), 5))["frame"] for _ in "12"
    ]
    assert [(f["off"], f["text"]) for f in frames] == [(0, "Good "), (5, "day 😀")]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(layer.receive(channel), 0.2)
    await client.aclose()
    await layer.flush()


async def test_a_redis_that_forgot_a_draft_is_told_all_of_it_only_on_request() -> None:
    turn, client = uuid4(), redis_client.async_client()
    draft = drafts.Draft(drafts.Pipe(client), turn, {"customer.abc": {}})
    await draft.add("Good ")
    await client.flushall()

    with pytest.raises(drafts.Forgotten):
        await draft.add("day")
    unknown = drafts.text_of(turn)
    assert await draft.add("", anew=True)

    assert (unknown, drafts.text_of(turn)) == ("", "Good day")
    await client.aclose()


async def test_a_piece_that_redis_did_not_take_comes_with_the_next() -> None:
    turn, client = uuid4(), redis_client.async_client()
    away = redis.asyncio.Redis.from_url("unix:///nowhere/redis.sock")
    draft = drafts.Draft(drafts.Pipe(client), turn, {"customer.abc": {}})
    await draft.add("Good ")
    pipe, draft._pipe = draft._pipe, drafts.Pipe(away)

    assert await draft.add("day ")
    shown, draft._pipe = draft.text, pipe
    assert await draft.add("to you")

    assert (shown, drafts.text_of(turn)) == ("Good ", "Good day to you")
    await client.aclose()


async def test_what_many_answers_show_at_once_goes_to_redis_together() -> None:
    turns = [uuid4() for _ in range(20)]
    async with redis_client.async_client() as client:
        batches: list[int] = []
        pipe = drafts.Pipe(Batches(client, batches))  # type: ignore[arg-type]
        shown = [drafts.Draft(pipe, turn, {"customer.abc": {}}) for turn in turns]

        given_up = asyncio.create_task(shown[0].add("Never"))
        await asyncio.sleep(0)
        given_up.cancel()
        kept = await asyncio.gather(*(draft.add("Good day") for draft in shown[1:]))

    assert kept == [True] * 19
    assert {drafts.text_of(turn) for turn in turns[1:]} == {"Good day"}
    assert len(batches) <= 2


async def test_an_error_of_the_way_fails_those_who_wait_and_nobody_after_them() -> None:
    turn = uuid4()
    async with redis_client.async_client() as client:
        broken = Broken(client)
        draft = drafts.Draft(drafts.Pipe(broken), turn, {"customer.abc": {}})
        with pytest.raises(RuntimeError):
            await draft.add("Good ")
        broken.whole = True

        assert await draft.add("day")

    assert drafts.text_of(turn) == "Good day"


class Broken:
    """A client with a bug, until it is whole."""

    def __init__(self, client: Any) -> None:
        self.client, self.whole = client, False

    def pipeline(self, **options: Any) -> Any:
        return self.client.pipeline(**options) if self.whole else self

    def eval(self, *command: Any) -> None:
        """Take a command."""

    async def execute(self, **options: Any) -> None:
        raise RuntimeError("a bug")


class Batches:
    """A client that counts the batches."""

    def __init__(self, client: Any, batches: list[int]) -> None:
        self.client, self.batches = client, batches

    def pipeline(self, **options: Any) -> Any:
        self.batches.append(1)
        return self.client.pipeline(**options)

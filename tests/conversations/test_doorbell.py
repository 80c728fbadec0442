"""The doorbell: it is heard where Channels listens, and never holds anybody up."""

import asyncio

import pytest
from channels.layers import get_channel_layer

from accounts import redis_client
from conversations import doorbell, drafts


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


async def test_after_the_door_is_shut_nothing_more_is_shown() -> None:
    from uuid import uuid4

    turn = uuid4()
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add("customer.abc", channel)
    client = redis_client.async_client()
    draft = drafts.Draft(client, turn, {"customer.abc": {}})

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

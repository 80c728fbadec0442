"""Clients that do not read, say nonsense, say too much or say nothing: others notice nothing."""

import asyncio
import logging
import random
import resource
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.client import new_session
from tests.faults.agents import Staff
from tests.faults.conftest import is_served
from tests.faults.corpus import broken_frames
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.raw import (
    AGENTS,
    AGENTS_HELLO,
    BINARY,
    PART,
    TEXT,
    Raw,
    frame,
    hello,
)
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow
logger = logging.getLogger(__name__)

MEGABYTE = 2**20
SILENT = 10_000
DOCUMENTED = {4400, 4413, 4429, 1009}
"""What a bad frame may close a socket with; 1002 and 1007 are the words of the protocol itself."""
PROTOCOL = {1002, 1007}


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (frame(TEXT, b"{nonsense"), {4400}),
        (frame(BINARY, b"\x00\x01"), {4400}),
        (frame(TEXT, b'{"type": "surprise"}'), {4400}),
        (frame(TEXT, b'{"type": "ping", "n": 1, "more": 2}'), {4400}),
        (frame(TEXT, b"\xff\xfe is no UTF-8"), {4400}),
        (frame(TEXT, b" " * 100_000), {4413}),
        # The desk hangs up while the rest is on its way, so the code may be lost.
        (frame(TEXT, b" " * MEGABYTE), {1009, 1006}),
        (
            frame(TEXT, last=False) + frame(PART, last=False) * 5000,
            {4413, 1006},
        ),
        (b"\x83\x80\x00\x00\x00\x00", {1002}),
        (frame(TEXT, b'{"type": "ping", "n": 1}') * 1000, {4429}),
    ],
    ids=[
        *("not json", "binary", "unknown type", "unknown field", "not utf-8"),
        *("100 KB", "1 MB", "5,000 empty parts", "unknown opcode", "1,000 frames"),
    ],
)
async def test_a_bad_frame_closes_the_socket_of_anybody_with_its_code(
    whole: Place,
    others: list[Robot],
    alice: Staff,
    quiet_log: None,
    data: bytes,
    codes: set[int],
) -> None:
    token = await _token(whole)

    for raw, greeting in await _both_kinds(whole, alice, token):
        await raw.say(greeting)
        await raw.until("welcome")
        await _say_anyway(raw, data)
        texts, code = await raw.listen()
        assert code in codes
        assert not any("Traceback" in text for text in texts)


async def test_a_second_hello_closes_the_socket(
    whole: Place, alice: Staff, quiet_log: None
) -> None:
    token = await _token(whole)

    for raw, greeting in await _both_kinds(whole, alice, token):
        await raw.say(greeting + greeting)
        assert (await raw.listen())[1] == 4400


async def test_without_the_limit_a_thousand_frames_at_once_are_heard(
    whole: Place,
) -> None:
    await asyncio.to_thread(whole.start, "web2", without="floods")
    raw = await Raw.open(whole.desk_of("web2"))

    await raw.say(hello(await _token(whole)))
    await raw.say(frame(TEXT, b'{"type": "ping", "n": 1}') * 1000)
    await raw.until("pong")
    await asyncio.sleep(1)
    await raw.say(frame(TEXT, b'{"type": "ping", "n": 2}'))

    await raw.until("pong")
    raw.leave()


async def test_three_hundred_broken_frames_get_a_code_and_no_traceback(
    whole: Place, others: list[Robot], alice: Staff, quiet_log: None
) -> None:
    frames = broken_frames(random.Random(20261121), 300)
    codes: Counter[int] = Counter()
    token = await _token(whole)

    for data in frames:
        for raw, greeting in await _both_kinds(whole, alice, token):
            await raw.say(greeting)
            await raw.until("welcome")
            await _say_anyway(raw, data)
            # Whatever was no error is followed by something that is one.
            await _say_anyway(raw, frame(TEXT, b"the end"))
            texts, code = await raw.listen()
            codes[code] += 1
            assert code in DOCUMENTED | PROTOCOL, (data[:200], code)
            assert not any(w in t for t in texts for w in ("Traceback", 'File "'))
            raw.leave()

    logger.warning("300 broken frames on two sockets closed with %s", dict(codes))


async def test_broken_bodies_over_http_get_a_code_and_no_traceback(
    whole: Place, others: list[Robot], quiet_log: None
) -> None:
    bodies = [data[6:] for data in broken_frames(random.Random(7), 100)]
    bearer = {"Authorization": f"Bearer {await _token(whole)}"}
    statuses: Counter[int] = Counter()
    limits = httpx.Limits(max_connections=10)

    async with httpx.AsyncClient(
        base_url=whole.desk.url, headers=bearer, timeout=60, limits=limits
    ) as http:
        for body in [*bodies, b" " * (3 * MEGABYTE)]:
            for path in ("sessions", "messages", "actions"):
                answer = await http.post(
                    f"/widget/v1/{path}",
                    content=body,
                    headers={"Content-Type": "application/json", "Origin": ORIGIN},
                )
                statuses[answer.status_code] += 1
                assert answer.status_code in {400, 404, 413, 429}, (body[:200], answer)
                assert list(answer.json()) == ["code"]

    logger.warning("Broken bodies over HTTP were answered with %s", dict(statuses))


async def test_ten_thousand_silent_connections_are_cut_and_others_are_served(
    whole: Place, others: list[Robot], quiet_log: None
) -> None:
    """Half of them send no request, half of them open a socket and say no hello.

    Fewer where this process may not open so many files.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    half = min(SILENT, most - 2000) // 2
    before = whole.memory("web")

    mute = [await Raw.connect(whole.desk) for _ in range(half)]
    await asyncio.gather(*(is_served(robot) for robot in others))
    gone = asyncio.gather(*(raw.hung_up(90) for raw in mute))
    codes: Counter[int] = Counter()
    listening = [
        asyncio.create_task((await Raw.open(whole.desk)).listen(90))
        for _ in range(half)
    ]
    await asyncio.gather(*(is_served(robot) for robot in others))
    for _, code in await asyncio.gather(*listening):
        codes[code] += 1

    assert all(await gone)
    grown = (whole.memory("web") - before) / MEGABYTE
    logger.warning("%s of each kind of silence: web grew %.0f MB", half, grown)
    assert codes == {4408: half}


async def test_without_the_limit_silent_connections_stay(whole: Place) -> None:
    await asyncio.to_thread(whole.start, "web2", without="patience")
    raw = await Raw.connect(whole.desk_of("web2"))

    with pytest.raises(TimeoutError):
        await raw.hung_up(15)
    raw.leave()


async def test_messages_over_http_beyond_the_rate_are_slowed_down(
    whole: Place, others: list[Robot], quiet_log: None
) -> None:
    bearer = {"Authorization": f"Bearer {await _token(whole)}"}
    # Five at once: they all wait for the lock of the one customer.
    async with httpx.AsyncClient(
        base_url=whole.desk.url,
        headers=bearer,
        timeout=60,
        limits=httpx.Limits(max_connections=5),
    ) as http:
        answers = await asyncio.gather(
            *(
                http.post(
                    "/widget/v1/messages",
                    json={"text": f"Number {n}"},
                    headers={"Idempotency-Key": str(uuid4())},
                )
                for n in range(100)
            )
        )

    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) == {201, 429}
    assert 40 <= statuses[201] < 90
    refused = [answer for answer in answers if answer.status_code == 429]
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)


async def test_sessions_beyond_the_rate_are_slowed_down(
    whole: Place, others: list[Robot]
) -> None:
    await asyncio.to_thread(whole.start, "web2", SESSIONS_PER_MINUTE="30")
    url = f"{whole.desk_of('web2').url}/widget/v1/sessions"

    async with httpx.AsyncClient(timeout=60) as http:
        asked: list[Any] = [
            http.post(url, json={"site": SITE}, headers={"Origin": ORIGIN})
            for _ in range(100)
        ]
        answers = await asyncio.gather(*asked)

    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) == {201, 429}
    assert 30 <= statuses[201] < 90


async def _token(whole: Place) -> str:
    return str((await new_session(whole.desk, site=SITE, origin=ORIGIN))["token"])


async def _both_kinds(
    whole: Place, staff: Staff, token: str
) -> list[tuple[Raw, bytes]]:
    cookie = f"atomdesk_session_{whole.desk.port}={staff.session_key}"
    customer = await Raw.open(whole.desk)
    agent = await Raw.open(whole.desk, AGENTS, origin=whole.desk.url, cookie=cookie)
    return [(customer, hello(token)), (agent, AGENTS_HELLO)]


async def _say_anyway(raw: Raw, data: bytes) -> None:
    try:
        await raw.say(data)
    except ConnectionError:
        # Closed while we spoke.
        return

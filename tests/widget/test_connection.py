"""One socket stays alive, or comes back, or gives up, as the protocol says."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import shown, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_after_a_drop_it_goes_on_where_it_was(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="one")
    assert await shown(chat, 1) == ["one"]
    await desk.drop()
    await desk.say("message", author="bot", text="two", ring=False)

    hello = (await desk.heard("hello", 2))[1]

    assert await shown(chat, 2) == ["one", "two"]
    assert hello["last"] == 1
    assert "tail" not in hello


async def test_after_three_failed_sockets_the_twin_serves_and_a_socket_is_still_tried(
    chat: Page, desk: FakeDesk
) -> None:
    desk.closes_hello_with = 1011
    await desk.drop()
    await write(chat, "over http")
    await desk.say("message", author="bot", text="before", ring=False)

    posted = await desk.asked("/messages")

    assert await shown(chat, 2) == ["before", "over http"]
    assert posted[0]["text"] == "over http"
    await expect(chat.locator("[part=status]")).to_have_text("")
    tried = len(await desk.heard("hello", 4))
    desk.closes_hello_with = None
    assert len(await desk.heard("hello", tried + 1)) > tried
    await desk.say("message", author="bot", text="over a socket")
    assert (await shown(chat, 3))[-1] == "over a socket"


@pytest.mark.parametrize(
    ("code", "words"), [(4400, "Reload"), (4413, "Reload"), (4403, "not available")]
)
async def test_a_refusal_for_good_stops_and_says_so(
    chat: Page, desk: FakeDesk, code: int, words: str
) -> None:
    await desk.drop(code)

    await expect(chat.locator("[part=status]")).to_contain_text(words)
    await asyncio.sleep(0.3)
    assert len(await desk.heard("hello")) == 1


async def test_a_tab_that_lost_its_place_comes_back_when_it_is_used(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.drop(4409)
    await expect(chat.locator("[part=status]")).to_contain_text("other tabs")
    await asyncio.sleep(0.3)
    assert len(await desk.heard("hello")) == 1

    await chat.click("[part=log]", force=True, position={"x": 1, "y": 0})

    assert len(await desk.heard("hello", 2)) == 2
    await expect(chat.locator("[part=status]")).to_have_text("")


async def test_bye_is_followed_by_the_wait_it_names(chat: Page, desk: FakeDesk) -> None:
    await desk.push({"type": "bye", "retry_ms": 400})
    started = asyncio.get_running_loop().time()
    await desk.drop(1012)

    await desk.heard("hello", 2)

    assert 0.35 < asyncio.get_running_loop().time() - started < 1.5


async def test_resync_starts_the_list_anew_and_sends_what_is_unsent(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="bot", text="old")
    await shown(chat, 1)
    desk.answers_writes = False
    await write(chat, "unsent")
    await desk.heard("send")
    desk.events, desk.log = [], "log-2"
    await desk.say("message", author="bot", text="new", ring=False)
    desk.answers_writes = True

    await desk.push({"type": "resync"})

    assert (await desk.heard("hello", 2))[1]["last"] == 0
    await desk.heard("send", 2)
    await expect(chat.locator("[data-seq='2']")).to_be_visible()
    assert await shown(chat, 2) == ["new", "unsent"]


async def test_a_silent_socket_is_pinged_and_then_replaced(
    browser: Browser, desk: FakeDesk
) -> None:
    page = await browser.new_page()
    await page.clock.install()
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await desk.say("message", author="bot", text="here")
    await shown(page, 1)

    await page.clock.fast_forward(61_000)
    await desk.heard("ping")
    await page.clock.fast_forward(5_100)
    assert len(await desk.heard("hello")) == 1
    desk.mute = True
    await page.clock.fast_forward(61_000)
    await desk.heard("ping", 2)
    await page.clock.fast_forward(5_100)
    await page.clock.run_for(2_000)

    assert len(await desk.heard("hello", 2)) == 2
    await page.close()


async def test_coming_online_hurries_a_waiting_socket(
    chat: Page, desk: FakeDesk
) -> None:
    await chat.evaluate("Math.random = () => 1")
    desk.closes_hello_with = 1011
    await desk.drop()
    await desk.heard("hello", 2)
    desk.closes_hello_with = None
    await asyncio.sleep(0.2)

    await chat.evaluate("dispatchEvent(new Event('online'))")
    started = asyncio.get_running_loop().time()
    await desk.heard("hello", 3)

    # It would have waited for two seconds.
    assert asyncio.get_running_loop().time() - started < 1

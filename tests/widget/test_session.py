"""A visit: the visitor is remembered, the ticket renewed, a refusal told to the integrator."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import shown, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_refused_ticket_is_renewed_once_and_then_it_stops(
    chat: Page, desk: FakeDesk
) -> None:
    desk.token = "ticket-2"
    await desk.drop(4401)
    await desk.heard("hello", 2)
    await expect(chat.locator("[part=status]")).to_have_text("")

    desk.closes_hello_with = 4401
    await desk.drop(4401)

    await expect(chat.locator("[part=status]")).to_contain_text("cannot go on")
    assert len(await desk.heard("hello")) == 3
    assert len(await desk.asked("/sessions")) == 3


async def test_a_conversation_that_is_gone_means_a_new_visitor(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="bot", text="gone soon")
    await shown(chat, 1)
    desk.events, desk.log, desk.state = [], "log-2", "new"

    await desk.drop(4410)
    hello = (await desk.heard("hello", 2))[1]

    first, second = await desk.asked("/sessions", 2)
    assert "visitor" not in first
    assert "visitor" not in second
    assert hello["last"] == 0
    await expect(chat.locator("[part=message]")).to_have_count(0)


async def test_storage_that_is_denied_does_not_stop_the_chat(
    new_tab: Page, desk: FakeDesk
) -> None:
    await new_tab.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage'])
             Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"""
    )
    await new_tab.goto(desk.page)
    await new_tab.click("[part=launcher]")
    await write(new_tab, "hello")

    assert await shown(new_tab, 1) == ["hello"]
    await expect(new_tab.locator("[data-seq='1']")).to_be_visible()


async def test_a_visitor_is_remembered_over_page_loads(
    chat: Page, desk: FakeDesk
) -> None:
    visitor = await chat.evaluate("Object.entries(localStorage)")
    await chat.reload()

    first, second = await desk.asked("/sessions", 2)

    assert "visitor" not in first
    assert [
        [f"atomdesk:127.0.0.1:{desk.port}:demo:visitor", second["visitor"]]
    ] == visitor


async def test_no_socket_is_opened_before_it_is_wanted(
    page: Page, desk: FakeDesk
) -> None:
    await page.goto(desk.page)
    await expect(page.locator("[part=launcher]")).to_be_visible()
    await asyncio.sleep(0.2)

    assert desk.frames == []


async def test_an_unknown_site_offers_no_chat_and_tells_the_integrator(
    page: Page, desk: FakeDesk
) -> None:
    desk.session_refusals = [(404, "unknown_site")]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(desk.page)
    await page.wait_for_event("console", lambda message: "unknown_site" in message.text)

    await expect(page.locator("[part=launcher]")).to_be_hidden()
    assert any('site key "demo"' in text for text in said)


async def test_a_desk_that_is_away_is_tried_again(page: Page, desk: FakeDesk) -> None:
    desk.session_refusals = [(503, "unavailable"), (429, "rate")]

    await page.goto(desk.page)

    await expect(page.locator("[part=launcher]")).to_be_visible()
    assert len(await desk.asked("/sessions", 3)) == 3

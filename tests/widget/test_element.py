"""The frame on a stranger's page: opening, keyboard, unread, isolation, security policy."""

import pytest
from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import ANSWER, COMPOSER, SOURCE, ask, focused, style

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_opening_moves_the_focus_to_the_composer_and_escape_brings_it_back(
    page: Page, desk: FakeDesk
) -> None:
    await page.goto(desk.page)
    # Hidden until the desk has told its settings, and nothing hidden takes the focus.
    await expect(page.locator("[part=launcher]")).to_be_visible()
    await page.focus("[part=launcher]")
    await page.keyboard.press("Enter")
    await expect(page.locator(COMPOSER)).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(page.locator("[part=panel]")).to_be_hidden()
    assert await focused(page) == "launcher"


async def test_everything_is_reached_with_the_tab_key(
    chat: Page, desk: FakeDesk
) -> None:
    await expect(chat.locator(COMPOSER)).to_be_focused()
    reached = []
    for _ in range(4):
        await chat.keyboard.press("Tab")
        reached.append(await focused(chat))
    await chat.locator("[part=close]").focus()
    forward = []
    for _ in range(4):
        await chat.keyboard.press("Tab")
        forward.append(await focused(chat))

    # An empty message cannot be sent, so its button is no stop.
    assert reached[0] == "person"
    assert forward == ["scroller", "suggestion", "suggestion", "composer"]


async def test_the_page_can_open_and_close_it_and_hears_what_is_unread(
    page: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="bot", text="Hello", ring=False)
    await page.goto(desk.page)
    await page.evaluate(
        "counts = []; addEventListener('atomdesk:unread', (e) => counts.push(e.detail.count))"
    )
    await desk.heard("hello")
    await desk.say("message", author="agent", name="Ana", text="Are you there?")
    await expect(page.locator("[part=badge]")).to_have_text("2")
    await expect(page.locator("[part=launcher]")).to_have_accessible_name(
        "Open chat, 2 unread"
    )

    await page.evaluate("document.querySelector('atomdesk-chat').open()")
    await expect(page.locator(COMPOSER)).to_be_focused()
    await desk.heard("read")
    await page.evaluate("document.querySelector('atomdesk-chat').close()")

    await expect(page.locator("[part=launcher]")).to_have_accessible_name("Open chat")
    await expect(page.locator("[part=badge]")).to_be_hidden()
    assert (await page.evaluate("counts"))[-2:] == [2, 0]
    assert (await desk.heard("read"))[0]["seq"] == 2
    assert (
        await page.evaluate(
            "document.querySelector('atomdesk-chat').hasAttribute('open')"
        )
        is False
    )


async def test_a_page_that_loads_it_twice_has_one_chat(
    page: Page, desk: FakeDesk
) -> None:
    desk.twice = True
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))

    await page.goto(desk.page)
    await page.click("[part=launcher]")

    await expect(page.locator("atomdesk-chat")).to_have_count(1)
    assert len(await desk.asked("/sessions")) == 1
    assert broken == []


async def test_neither_page_nor_widget_style_each_other(
    chat: Page, desk: FakeDesk
) -> None:
    await ask(chat, desk)
    await expect(chat.locator("[data-seq='1']")).to_be_visible()

    assert await style(chat, "title", "letterSpacing") == "normal"
    assert await style(chat, "title", "textTransform") == "none"
    assert await style(chat, "title", "fontSize") == "16px"
    assert await style(chat, "message", "fontSize") == "14px"
    assert await style(chat, "message", "textAlign") == "start"
    assert await style(chat, "person", "borderTopWidth") == "0px"
    assert (
        await chat.locator("atomdesk-chat").evaluate(
            "(e) => getComputedStyle(e).position"
        )
        == "fixed"
    )
    own = chat.locator("#mine")
    assert (
        await own.evaluate("(e) => getComputedStyle(e).backgroundColor")
        == "rgb(0, 255, 0)"
    )


async def test_it_works_under_a_strict_content_security_policy(
    new_tab: Page, desk: FakeDesk
) -> None:
    desk.csp = (
        f"default-src 'none'; script-src {desk.base}; style-src 'self'; "
        f"connect-src {desk.base} ws://127.0.0.1:{desk.ws_port}; require-trusted-types-for 'script'"
    )
    await new_tab.add_init_script(
        "broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective + e.blockedURI))"
    )
    await new_tab.goto(desk.page)
    await new_tab.click("[part=launcher]")
    desk.sources[(2, 1)] = SOURCE
    await ask(new_tab, desk)
    await desk.say("message", **ANSWER)
    await new_tab.click("[part=marker]")

    await expect(new_tab.locator("[part=source-text] mark").first).to_be_visible()
    assert await new_tab.locator("[data-seq='2'] strong").count() == 1
    assert await style(new_tab, "panel", "borderTopLeftRadius") == "16px"
    # The browser's own request for an icon is the page's business.
    assert [
        entry
        for entry in await new_tab.evaluate("broken")
        if not entry.startswith("img")
    ] == []

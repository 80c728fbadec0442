"""Writing: nothing is lost, nothing is sent by accident."""

import pytest
from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import COMPOSER, ask

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_enter_sends_shift_enter_breaks_and_a_word_being_composed_is_left_alone(
    chat: Page, desk: FakeDesk
) -> None:
    await chat.fill(COMPOSER, "one")
    composing = "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })"
    await chat.locator(COMPOSER).evaluate(
        f"(input) => input.dispatchEvent({composing})"
    )
    await chat.keyboard.press("Shift+Enter")
    await chat.keyboard.type("two")
    await chat.keyboard.press("Enter")

    assert [frame["text"] for frame in await desk.heard("send")] == ["one\ntwo"]
    await expect(chat.locator(COMPOSER)).to_have_value("")
    await expect(chat.locator(COMPOSER)).to_be_focused()


async def test_too_long_a_text_is_counted_and_kept_and_five_thousand_characters_go(
    chat: Page, desk: FakeDesk
) -> None:
    await chat.fill(COMPOSER, "👍" * 5001)
    await expect(chat.locator("[part=count]")).to_contain_text("1 characters too many")
    await chat.keyboard.press("Enter")
    await expect(chat.locator("[part=send]")).to_be_disabled()
    await expect(chat.locator(COMPOSER)).to_have_value("👍" * 5001)

    await chat.fill(COMPOSER, "👍" * 5000)
    await expect(chat.locator("[part=count]")).to_have_text("5,000 of 5,000 characters")
    await chat.keyboard.press("Enter")

    sent = await desk.heard("send")
    assert [len(frame["text"]) for frame in sent] == [5000]


async def test_the_composer_grows_to_five_lines(chat: Page, desk: FakeDesk) -> None:
    heights = []
    for lines in (1, 2, 5, 9):
        await chat.fill(COMPOSER, "\n".join("x" * lines))
        heights.append(await chat.locator(COMPOSER).evaluate("(e) => e.clientHeight"))

    one, two, five, nine = heights
    assert two - one == 20
    assert five - one == 80
    assert nine == five


async def test_blank_text_is_not_sent(chat: Page, desk: FakeDesk) -> None:
    await chat.fill(COMPOSER, "  \n ")
    await chat.keyboard.press("Enter")
    await ask(chat, desk, " real ")

    assert [frame["text"] for frame in await desk.heard("send")] == ["real"]

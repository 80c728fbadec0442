"""What tests of the widget do and look at again and again."""

from typing import Any

from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk

ANSWER: dict[str, Any] = {
    "author": "bot",
    "text": "Run import_atoms [1].",
    "html": "<p>Run <strong>import_atoms</strong> [1].</p>",
    "turn": "t1",
    "confidence": "high",
    "citations": [
        {
            "n": 1, "atom": "import", "title": "Import atoms", "section": "Steps", "version": 3,
            "quote": "Run import_atoms.", "url": "/widget/v1/events/2/sources/1",
        }
    ],
}  # fmt: skip
SOURCE = {
    "title": "Import atoms", "section": "Steps", "version": 3, "quote": "Run `import_atoms` now.",
    "html": "<p>Before.</p><p>Run <code>import_atoms</code> now.</p><script>window.hit = 1</script>",
}  # fmt: skip
COMPOSER = "[part=composer]"
ROOT = "document.querySelector('atomdesk-chat').shadowRoot"


async def ask(chat: Page, desk: FakeDesk, text: str = "How?") -> None:
    await chat.fill(COMPOSER, text)
    await chat.keyboard.press("Enter")
    await desk.heard("send")


async def focused(page: Page) -> str | None:
    part = await page.evaluate(f"{ROOT}.activeElement?.getAttribute('part')")
    return None if part is None else str(part)


async def style(page: Page, part: str, name: str) -> str:
    element = page.locator(f"[part={part}]")
    return str(await element.evaluate("(e, name) => getComputedStyle(e)[name]", name))


async def write(chat: Page, text: str) -> None:
    """Writes a message and sends it."""
    await chat.fill(COMPOSER, text)
    await chat.keyboard.press("Enter")


async def shown(chat: Page, count: int) -> list[str]:
    """Waits for that many messages and returns their texts, in the order on the screen."""
    await expect(chat.locator("[part=message]")).to_have_count(count)
    return await chat.locator("[part=message] .plain").all_inner_texts()

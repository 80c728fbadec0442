"""Looks on a phone and in the dark, and the language of the reader."""

from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import ANSWER, COMPOSER, ROOT, ask, style

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_on_a_phone_it_fills_the_screen_and_the_page_behind_is_out_of_reach(
    page: Page, desk: FakeDesk
) -> None:
    await page.set_viewport_size({"width": 390, "height": 780})
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await desk.heard("hello")

    box = await page.locator("[part=panel]").bounding_box()
    size = await style(page, "composer", "fontSize")
    for _ in range(8):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.id") != "mine"

    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    assert size == "16px"
    await page.keyboard.press("Escape")
    await expect(page.locator("[part=panel]")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast(page: Page, desk: FakeDesk, scheme: Any) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await ask(page, desk)
    await desk.say("message", **ANSWER)
    await desk.say("message", author="system", text="A line", actions=["person"])
    desk.refusals = [{"code": "forbidden", "retry": False}]
    await page.fill(COMPOSER, "refused")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-status=failed]")).to_be_visible()
    await page.fill(COMPOSER, "word " * 1010)

    low = await page.evaluate(
        f"""async () => {{
          const {{ contrast }} = await import('{desk.base}/widget/v1/colour.js');
          const hex = (rgb) => '#' + rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => Number(v).toString(16).padStart(2, '0')).join('');
          const ground = (e) => {{
            for (let at = e; at; at = at.parentElement) {{
              const colour = getComputedStyle(at).backgroundColor;
              if (!colour.endsWith(', 0)')) return colour;
            }}
          }};
          return [...{ROOT}.querySelectorAll('.panel *')]
            .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .map((e) => [e.textContent, contrast(hex(getComputedStyle(e).color), hex(ground(e)))])
            .filter(([, ratio]) => ratio < 4.5);
        }}"""
    )

    assert low == []


async def test_it_speaks_the_language_of_the_page(page: Page, desk: FakeDesk) -> None:
    desk.language = "de"
    await page.goto(desk.page)
    await page.click("[part=launcher]")

    await expect(page.locator("[part=person]")).to_have_text(
        "Mit einem Menschen sprechen"
    )
    await expect(page.locator(COMPOSER)).to_have_attribute(
        "placeholder", "Nachricht schreiben…"
    )


async def test_a_page_in_another_language_falls_back_to_the_site_s(
    visit: BrowserContext, desk: FakeDesk
) -> None:
    desk.language, desk.config["language"] = "fr", "de"
    page = await visit.new_page()
    await page.add_init_script(
        "Object.defineProperty(navigator, 'languages', { value: ['fr'] })"
    )
    await page.goto(desk.page)

    await page.click("[part=launcher]")

    await expect(page.locator("[part=person]")).to_have_text(
        "Mit einem Menschen sprechen"
    )
    await page.close()

"""Guides built and keys made in a real browser: by keyboard, with little room, in the dark."""

import os
import re

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from accounts.models import Site
from knowledge.models import Collection, InterviewGuide
from tests.knowledge.asked_near import asked_and_answered, asked_in_vain, live_text
from tests.knowledge.asking import sort

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
BUILD = "/admin/knowledge/interviewguide/build/"
KEYS = "/admin/accounts/apikey/"
DARK = "(dark) => document.documentElement.classList.toggle('dark', dark)"
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


def asked_about() -> None:
    """Questions of customers, some in vain."""
    manual = Collection.objects.create(name="Manual", slug="manual")
    site = Site.objects.create(key="shop", name="Shop")
    manual.sites.add(site)
    refunds = live_text(manual, "Refunds", "money", author="Tom Olsen")
    exports = live_text(manual, "Exports of all invoices", "export", author="Olga")
    for _ in range(4):
        asked_in_vain(site, "how long does a refund to a card take", refunds)
    asked_in_vain(site, "may I export invoices of another company", exports)
    for n in range(3):
        asked_and_answered(site, f"export number {n}", exports, helped=False)
    sort()


async def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def fits(page: Page, name: str) -> None:
    """Look at the page at several widths and in the dark: nothing is cut off."""
    for width, dark in ((1500, False), (820, True), (390, False)):
        await page.set_viewport_size({"width": width, "height": 1000})
        await page.evaluate(DARK, dark)
        assert await page.evaluate(WIDER) <= 0, width
        await shot(page, f"{name}-{width}")
    await page.set_viewport_size({"width": 1500, "height": 900})


@pytest.mark.quick
async def test_a_guide_is_built_without_the_mouse(page: Page) -> None:
    await in_database(asked_about)
    await page.goto("/admin/knowledge/interviewguide/")
    await page.get_by_role("link", name="Build a guide").first.focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/build/"))
    await fits(page, "build")

    question = page.get_by_role("checkbox", name=re.compile("how long does a refund"))
    await question.focus()
    await page.keyboard.press("Space")
    await page.get_by_role("checkbox", name="export tag").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Propose a guide").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Who is asked")).not_to_have_value("")
    await expect(page.get_by_text("of the 2 nearest texts")).to_have_count(2)
    await fits(page, "proposal")
    await page.get_by_label("Who is asked").fill("Tom Olsen")
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("Change it as you like.")).to_be_visible()

    def kept() -> tuple[str, set[str]]:
        made = InterviewGuide.objects.get()
        sections = made.questions.values_list("section", flat=True)
        return made.expert, set(sections)

    assert await in_database(kept) == ("Tom Olsen", {"export", "money"})


async def test_a_key_is_made_shown_and_revoked_without_the_mouse(page: Page) -> None:
    await page.goto(KEYS)
    await fits(page, "keys-empty")
    await page.get_by_label("What uses it").fill("nightly import")
    await page.keyboard.press("Enter")

    new = page.get_by_label("Copy it now: it is never shown again")
    await expect(new).to_be_focused()
    await expect(new).to_have_value(re.compile(r"^adk_[\w-]{40,}$"))
    await fits(page, "keys")
    await page.get_by_role("button", name="Revoke the key for nightly import").focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("opens nothing any more")).to_be_visible()
    await expect(page.get_by_text("✕ Revoked")).to_be_visible()

"""A picture that an author put into a text is what a customer sees, on somebody else's page."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from accounts.database import in_database
from accounts.models import Site
from knowledge.format import parse
from knowledge.models import Collection
from knowledge.services import atoms, pictures
from tests.desk import running_desk
from tests.install_browser import find
from tests.knowledge.drawing import drawn
from tests.main_job.host_page import host_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SHOTS = os.environ.get("SHOTS")
QUESTION = "How do I move my delivery to another day?"
TEXT = """---
title: Change the date of a delivery
type: article
---
Open My orders.

## FAQ

> Q: {question}
> A: Open My orders and press Change date.
>
> ![The button Change date beside an order]({picture})
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=find(), args=flags)
        yield browser
        await browser.close()


def _published(site: Site, origin: str) -> str:
    place = Collection.objects.create(name="Help", slug="help")
    place.sites.add(site)
    site.allowed_origins = [origin]
    site.save()
    data = drawn(size=(900, 500))
    kept = pictures.add_picture(collection=place, data=data, user=None)
    text = TEXT.format(question=QUESTION, picture=kept.address)
    atom = atoms.add_atom(collection=place, parsed=parse(text), author=None).atom
    atoms.publish(atom=atom, user=None)
    return kept.address


async def test_a_picture_is_seen_in_the_answer_and_in_its_source(
    browser: Browser, site: Site
) -> None:
    with (
        running_desk(answers=True, CHAT_PROVIDERS="extractive") as desk,
        host_page(desk) as origin,
    ):
        address = await in_database(_published, site, origin)
        page = await (await browser.new_context()).new_page()
        page.set_default_timeout(30_000)
        await page.goto(origin)
        await page.locator("[part~=launcher]").click()
        composer = page.locator("atomdesk-chat textarea")
        await composer.fill(QUESTION)
        await composer.press("Enter")
        answer = page.locator("[data-author=bot][data-seq]")
        await expect(answer).to_contain_text("press Change date", timeout=30_000)

        name = "The button Change date beside an order"
        image = answer.locator(".bubble").get_by_role("img", name=name).first
        await expect(image).to_have_js_property("naturalWidth", 900, timeout=20_000)
        assert await image.get_attribute("src") == desk.url + address
        box = await image.bounding_box()
        assert box is not None
        assert 100 < box["width"] < 384
        await answer.get_by_role("button", name="Change the date").last.click()
        source = answer.locator("[part~=source-text]").get_by_role("img", name=name)
        await expect(source).to_have_js_property("naturalWidth", 900, timeout=20_000)
        if SHOTS:
            await page.screenshot(path=Path(SHOTS) / "picture-in-answer.png")

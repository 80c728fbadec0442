"""The main job, as people do it: publish, ask, be answered, ask for a person, be answered again."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from accounts.database import in_database
from accounts.models import Site, User
from conversations.models import Event
from knowledge.models import AtomVersion, Collection
from tests.desk import Desk, running_desk
from tests.install_browser import find
from tests.main_job.host_page import host_page
from tests.ollama_double import running_double

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
]  # fmt: skip
SHOTS = os.environ.get("SHOTS")
BODY = """How customers change the date of a delivery.

## Steps

1. Open **My orders** and choose the order.
2. Press **Change date** and pick one of the green days.
3. Press **Confirm**. A message with the new date arrives within 5 minutes.

## FAQ

> Q: How do I move my delivery to another day?
> Q: Can I get my parcel later?
> A: Open My orders, choose the order and press Change date. You can move a delivery until 18:00 on the day before it.
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        await browser.close()


async def shot(page: Page, name: str) -> None:
    """Keep a picture when SHOTS names a folder."""
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png")


async def sign_in(page: Page, desk: Desk) -> None:
    await page.goto(f"{desk.url}/admin/login/")
    await page.fill("input[name=username]", "admin")
    await page.fill("input[name=password]", "a long password")
    await page.click("[type=submit]")
    await page.wait_for_url(f"{desk.url}/admin/")


async def publish(page: Page, desk: Desk) -> None:
    await page.goto(f"{desk.url}/admin/knowledge/atom/add/?type=procedure")
    await page.fill("input[name=title]", "Change the date of a delivery")
    await page.fill("textarea[name=body]", BODY)
    await page.click("button[name=_publish]")
    await expect(page.locator("[data-state]")).to_contain_text("Published")


async def ask(page: Page, words: str) -> None:
    composer = page.locator(
        "atomdesk-chat [part~=composer] textarea, atomdesk-chat textarea"
    )
    await composer.fill(words)
    await composer.press("Enter")


async def test_from_an_atom_to_an_answer_to_a_person(
    browser: Browser, site: Site, desk_data: None
) -> None:
    with (
        running_double(ttft=0.3, tps=25) as double,
        running_desk(
            answers=True, OLLAMA_URL=double.url, CHAT_PROVIDERS="ollama"
        ) as desk,
        host_page(desk) as origin,
    ):
        site.allowed_origins = [origin]
        await site.asave()
        staff = await browser.new_page(viewport={"width": 1440, "height": 900})
        customer = await browser.new_page(viewport={"width": 900, "height": 720})
        staff.set_default_timeout(20_000)
        customer.set_default_timeout(20_000)

        await sign_in(staff, desk)
        await publish(staff, desk)
        await expect(staff.locator("[data-index]")).to_contain_text(
            "earchable", timeout=30_000
        )
        await shot(staff, "editor")
        await staff.goto(f"{desk.url}/admin/inbox/?queue=waiting")
        await expect(staff.locator("#inbox-line")).to_have_attribute(
            "data-state", "live"
        )

        await customer.goto(origin)
        await customer.locator("[part~=launcher]").click()
        await ask(
            customer, "Which steps change the date on which my order is delivered?"
        )
        draft = customer.locator("[part~=draft]")
        await expect(draft).to_contain_text("order")
        await customer.reload()

        if not await customer.locator("[part~=panel]").is_visible():
            await customer.locator("[part~=launcher]").click()
        answer = customer.locator("[data-author=bot][data-seq]")
        await expect(answer).to_have_count(1, timeout=30_000)
        await expect(answer).to_contain_text("Change date")
        await expect(customer.locator("[data-author=customer]")).to_have_count(1)
        await answer.locator("[part~=source]").first.click()
        await expect(customer.locator("[part~=source-text]")).to_contain_text(
            "green days"
        )
        await shot(customer, "widget")

        await customer.locator("[part~=person]").first.click()
        row = staff.locator("[data-rows] .inbox-item")
        await expect(row).to_have_count(1)
        await row.locator("a").click()
        await expect(staff.get_by_text("Handed to a person")).to_have_count(1)
        reply = staff.locator("#inbox-panel-reply textarea")
        await reply.fill("Hello, I am Ada. I moved it to Friday.")
        await reply.press("Enter")

        await expect(customer.locator("[data-author=agent]")).to_contain_text("Friday")
        await customer.reload()
        if not await customer.locator("[part~=panel]").is_visible():
            await customer.locator("[part~=launcher]").click()
        await expect(customer.locator("[data-author=agent]")).to_contain_text("Friday")
        await expect(customer.locator("[data-author=bot][data-seq]")).to_have_count(1)
        await expect(staff.get_by_text("I moved it to Friday")).to_have_count(1)
        await shot(customer, "widget-person")
        await shot(staff, "inbox")
        assert double.requests, "the model was not asked"
    kinds = [e.kind async for e in Event.objects.order_by("seq")]
    assert kinds == [
        "message", "message", "state", "notice", "takeover", "state", "assigned", "message",
    ]  # fmt: skip


@pytest.fixture
async def desk_data(site: Site) -> None:
    """Somebody who may do everything, and a collection for the site."""

    def make() -> None:
        User.objects.create_superuser(
            "admin", password="a long password", first_name="Ada"
        )
        Collection.objects.create(name="Help", slug="help").sites.add(site)
        assert not AtomVersion.objects.exists()

    await in_database(make)

"""Like texts in a real browser: named while somebody types, settled on their page."""

from collections.abc import AsyncIterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.async_api import Browser, Page, async_playwright, expect

from accounts.models import User
from knowledge.models import Atom, Collection
from knowledge.services import atoms
from tests.desk import Desk
from tests.install_browser import find
from tests.knowledge.admin.pages import ADD, address, atom_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

KEPT = "Deleted invoices are kept for {} days in the bin.\n"
PATIENCE_MS = 20_000
"""The first look loads the embedding model."""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=find(), args=flags)
        yield browser
        await browser.close()


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    """A draft beside a published text about the same."""
    manual = Collection.objects.create(name="Manual", slug="manual")
    live = atom_in(manual, "title: The bin\ntype: article\n", KEPT.format(30))
    atoms.publish(atom=live.atom, user=None)
    return atom_in(manual, "title: Deleted invoices\ntype: article\n", "Text.\n").atom


@pytest.fixture
def session(transactional_db: None) -> str:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
async def page(browser: Browser, desk: Desk, session: str) -> AsyncIterator[Page]:
    context = await browser.new_context(
        base_url=desk.url, viewport={"width": 1280, "height": 900}
    )
    name = f"atomdesk_session_{desk.port}"
    await context.add_cookies([{"name": name, "value": session, "url": desk.url}])
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    await context.close()
    assert faults == []


@pytest.mark.quick
async def test_a_contradiction_is_shown_while_typing_and_goes_when_it_is_mended(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    box = page.locator("[data-alike]").last

    await page.fill("[name=body]", KEPT.format(60))

    await expect(box).to_contain_text("May contradict", timeout=PATIENCE_MS)
    await expect(box.locator("mark")).to_have_text(["60", "30"])
    await expect(box.get_by_role("link", name="The bin")).to_be_visible()

    await page.fill("[name=body]", "Cats eat twice a day.\n")

    await expect(box).to_be_empty(timeout=PATIENCE_MS)


async def test_a_new_atom_is_compared_before_it_is_saved(
    page: Page, atom: Atom
) -> None:
    await page.goto(ADD)

    await page.fill("[name=title]", "The bin again")
    await page.fill("[name=body]", KEPT.format(30))

    box = page.locator("[data-alike]").last
    await expect(box).to_contain_text("Says nearly the same as", timeout=PATIENCE_MS)


async def test_both_right_is_decided_with_one_press(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))
    await page.fill("[name=body]", KEPT.format(60))
    await page.press("[name=body]", "Control+s")
    await expect(page.locator("[data-saving]")).to_contain_text("Saved as version 2")
    await page.get_by_role("link", name="Like texts").click()

    await page.get_by_role("button", name="These are both right").click()

    await expect(page.locator("main, #main").first).to_contain_text("decided by root")
    await expect(page.get_by_text("May contradict")).to_have_count(0)

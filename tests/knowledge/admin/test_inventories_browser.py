"""An inventory in a real browser: import, see what is missing, write it, publish it, answered."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from accounts.database import in_database
from accounts.models import User
from knowledge.models import Atom, Collection, InventoryEntry
from tests.desk import Desk
from tests.install_browser import find

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=find(), args=flags)
        yield browser
        await browser.close()


@pytest.fixture
def session(transactional_db: None) -> str:
    """The session of somebody who is signed in and may do everything."""
    Collection.objects.create(name="Manual", slug="manual")
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


def of(page: Page, deed: str, key: str) -> Locator:
    """Return the link that does something with an entry."""
    return page.get_by_role("link", name=re.compile(f"^{deed} ?: {key}$"))


async def bring(page: Page, path: Path) -> None:
    """Import a list of errors, with a look at the preview."""
    await page.goto("/admin/knowledge/inventory/")
    await page.click("text=Import a list")
    await page.set_input_files("[name=upload]", path)
    await page.click("[name=_look]")
    await expect(page.locator("[name=name]")).to_have_value("")
    await page.click("[name=_import]")


@pytest.mark.quick
async def test_from_a_list_to_an_answer(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code,message\nE-1,Disk full\nE-2,No network\n")
    await bring(page, path)
    share = page.locator(".inventory-share")
    await expect(share).to_contain_text("0 of 2 answered")

    await of(page, "Write it", "E-1").click()
    await expect(page.locator("[name=title]")).to_have_value("E-1: Disk full")
    await page.fill("[name=title]", "When there is no room left")
    await page.click("[name=_publish]")
    await expect(page.locator("[data-standing]")).to_have_text("version 1")
    await page.get_by_role("link", name="codes", exact=True).click()

    await expect(share).to_contain_text("1 of 2 answered")
    await page.get_by_role("link", name="Answered 1").click()
    row = page.locator(".inventory-table tbody tr")
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text("When there is no room left")
    entry = await in_database(lambda: InventoryEntry.objects.get(key="E-1"))
    assert entry.atom_id == (await in_database(lambda: Atom.objects.get())).pk


async def test_what_was_typed_for_an_entry_is_offered_for_that_entry_alone(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code,message\nE-1,Disk full\nE-2,No network\n")
    await bring(page, path)
    table = page.url
    page.on("dialog", lambda dialog: dialog.accept())

    await of(page, "Write it", "E-1").click()
    await page.fill("[name=body]", "Never saved.\n")
    kept = page.locator("[data-saving]")
    await expect(kept).to_contain_text("Kept", timeout=20_000)
    await page.goto(table)
    await of(page, "Write it", "E-2").click()
    await expect(page.locator("[data-html]")).to_contain_text("Meaning")
    await expect(page.locator("[data-offer]")).to_have_count(0)
    await page.goto(table)
    await of(page, "Write it", "E-1").click()
    await page.click("[data-offer-take]")

    await expect(page.locator("[name=body]")).to_have_value("Never saved.\n")


async def test_an_atom_is_linked_with_the_keyboard_alone(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code\nE-1\n")
    await bring(page, path)
    await of(page, "Write it", "E-1").click()
    await page.fill("[name=title]", "Disk")
    await page.click("[data-save]")
    await page.get_by_role("link", name="codes", exact=True).click()
    await page.get_by_role("link", name="E-1").first.click()

    await page.get_by_role("button", name="Unlink").focus()
    await page.keyboard.press("Enter")
    await of(page, "Link an atom", "E-1").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("searchbox", name="Words of its title").fill("disk")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name=re.compile("Link ?: Disk")).focus()
    await page.keyboard.press("Enter")

    await expect(page.locator(".inventory-table")).to_contain_text("Drafted")

"""An inventory in a real browser: import, see what is missing, write it, publish it, answered."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from accounts.database import in_database
from knowledge.models import Atom, Collection, InventoryEntry

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def manual(transactional_db: None) -> Collection:
    return Collection.objects.create(name="Manual", slug="manual")


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
    kept = page.locator("[data-kept]")
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

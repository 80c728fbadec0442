"""From a PDF to a draft that says on which page it stood."""

import os
import re

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from playwright.async_api import Page, expect

from accounts.database import in_database
from accounts.models import User
from knowledge import tasks
from knowledge.models import Atom, Collection
from tests.browser.conftest import SignIn
from tests.desk import Desk
from tests.knowledge.brought import PAIRS, brought, handbook

pytestmark = pytest.mark.django_db(transaction=True)


async def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def furnish(author: User) -> Collection:
    author.groups.add(Group.objects.get(name="Author"))
    return Collection.objects.create(name="Manual", slug="manual")


async def test_a_pdf_is_brought_in_read_beside_its_page_and_a_draft(
    desk: Desk, alice: User, sign_in: SignIn
) -> None:
    await in_database(furnish, alice)
    page = await sign_in(alice)

    await page.goto(f"{desk.url}/admin/knowledge/sourcedocument/")
    await page.get_by_role("link", name="Bring documents in").click()
    await page.set_input_files(
        "[name=upload]",
        [{"name": "handbook.pdf", "mimeType": "application/pdf", "buffer": handbook()}],
    )
    await shot(page, "bring")
    await page.get_by_role("button", name="Bring in").click()
    await expect(page.locator("[data-progress]")).to_be_visible()
    await sync_to_async(tasks.read_documents)()
    await expect(page.locator("h1.atom-title")).to_contain_text("Read")
    await shot(page, "document")
    await page.get_by_role("link", name="Pumps", exact=True).click()
    await expect(page).to_have_url(re.compile("/candidate/"))
    await expect(page.locator(".candidate-turns .is-lit").first).to_contain_text(
        "page 2"
    )
    await shot(page, "document-candidate")
    await page.wait_for_load_state("load")
    await page.keyboard.press("a")
    await expect(page.locator("body")).to_contain_text("is a draft now")

    atom = await Atom.objects.select_related("latest_version").aget()
    assert atom.live_version_id is None
    assert atom.latest_version is not None
    assert "source: handbook.pdf, page 2" in atom.latest_version.header
    await page.goto(f"{desk.url}/admin/knowledge/atom/{atom.pk}/versions/")
    await expect(page.locator("body")).to_contain_text("import of handbook.pdf, page 2")


async def test_the_pages_of_documents_fit_a_tablet_and_the_dark(
    desk: Desk, alice: User, sign_in: SignIn
) -> None:
    manual = await in_database(furnish, alice)
    table = await in_database(brought, manual, "faq.csv", PAIRS)
    document = await in_database(brought, manual, "handbook.pdf", handbook())
    await sync_to_async(tasks.read_documents)()
    page = await sign_in(alice)
    await page.set_viewport_size({"width": 820, "height": 1180})
    await page.emulate_media(color_scheme="dark")

    for name, address in (
        ("documents-tablet", ""),
        ("bring-tablet", "add/"),
        ("document-tablet", f"{document.pk}/change/"),
        ("columns-tablet", f"{table.pk}/columns/"),
    ):
        await page.goto(f"{desk.url}/admin/knowledge/sourcedocument/{address}")
        await shot(page, name)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 820, address

"""Like texts in a real browser: named while somebody types, settled on their page."""

import pytest
from playwright.async_api import Page, expect

from knowledge.models import Atom, Collection
from knowledge.services import atoms
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
def atom(transactional_db: None) -> Atom:
    """A draft beside a published text about the same."""
    manual = Collection.objects.create(name="Manual", slug="manual")
    live = atom_in(manual, "title: The bin\ntype: article\n", KEPT.format(30))
    atoms.publish(atom=live.atom, user=None)
    return atom_in(manual, "title: Deleted invoices\ntype: article\n", "Text.\n").atom


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

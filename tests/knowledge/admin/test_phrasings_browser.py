"""Phrasings are decided with one key each, in a real browser."""

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import Page, expect

from accounts.models import Site
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, Collection, PhrasingDecision
from tests.knowledge.asking import asked
from tests.knowledge.evaluation.golden import KEEP, edit, stock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PAGE = "/admin/knowledge/atom/phrasings/"
NEAR = "How long are my invoices kept?"
NEAR_TOO = "For how many years are invoices kept?"


@pytest.fixture
def kept(transactional_db: None) -> Atom:
    site = Site.objects.create(key="shop", name="Shop")
    manual = Collection.objects.create(name="Manual", slug="manual")
    manual.sites.add(site)
    for text in (NEAR, NEAR, NEAR_TOO):
        asked(site, text, embedder=embedder())
    return stock(manual)[0]


@pytest.mark.quick
async def test_all_is_decided_and_saved_by_keys(page: Page, kept: Atom) -> None:
    await page.goto(PAGE)

    for key in ("j", "r", "k", "u", "e"):
        await page.keyboard.press(key)
    await page.keyboard.press("End")
    await page.keyboard.type(" Really?")
    for key in ("Enter", "a", "r"):
        await page.keyboard.press(key)
    await expect(page.locator("[data-counts]")).to_contain_text("✓ 1 to accept · ✕ 1")
    await page.keyboard.press("s")

    await expect(page.get_by_text("answers to 1 more phrasing")).to_be_visible()
    live = await sync_to_async(lambda: Atom.objects.get(pk=kept.pk).live_version)()
    assert live is not None
    assert live.body == f"> Q: {KEEP}\n> Q: {NEAR} Really?\n> A: Ten years.\n"
    assert await PhrasingDecision.objects.filter(accepted=False).acount() == 1


async def test_a_mouse_and_no_key_does_as_well_at_820_pixels(
    page: Page, kept: Atom
) -> None:
    await page.set_viewport_size({"width": 820, "height": 900})
    await page.goto(PAGE)

    await page.get_by_label("Accept").first.check()
    await page.get_by_role("button", name="Save what was decided").click()

    await expect(page.get_by_text("answers to 1 more phrasing")).to_be_visible()


async def test_the_answer_is_that_of_the_pair_that_is_chosen(
    page: Page, kept: Atom
) -> None:
    body = f"> Q: {KEEP}\n> A: Ten years.\n\n> Q: Where?\n> A: In Vienna.\n"
    await sync_to_async(edit)(kept, body)
    await page.goto(PAGE)

    for key in ("j", "p"):
        await page.keyboard.press(key)
    await expect(page.locator("select").first).to_be_focused()
    await page.locator("select").first.select_option("Where?")

    await expect(page.get_by_text("In Vienna.").first).to_be_visible()
    await expect(page.get_by_text("Ten years.").first).to_be_hidden()

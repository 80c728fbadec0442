"""A customer's words become a phrasing of a pair with one press, in a real browser."""

import pytest
from playwright.async_api import Page, expect

from accounts.models import Site
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import address
from tests.knowledge.asking import asked
from tests.knowledge.evaluation.golden import KEEP, stock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
NEAR = "How long are my invoices kept?"


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    site = Site.objects.create(key="shop", name="Shop")
    manual = Collection.objects.create(name="Manual", slug="manual")
    manual.sites.add(site)
    asked(site, NEAR, embedder=embedder())
    return stock(manual)[0]


@pytest.mark.quick
async def test_what_was_asked_is_added_to_the_pair_that_it_is_near_to(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await page.locator("[data-faq] summary").click()

    await page.get_by_role("button", name=f"Add “{NEAR}”, asked 1 time").click()

    body = page.locator("[name=body]")
    await expect(body).to_have_value(f"> Q: {KEEP}\n> Q: {NEAR}\n> A: Ten years.\n")
    await expect(page.locator(".atom-asked-as")).to_be_hidden()

"""How sure a bot has to be, in a real browser: measured on own questions, chosen, taken back."""

import pytest
from playwright.async_api import Page, expect

from accounts.models import Site
from knowledge.answering.gate import LEARNT
from knowledge.models import Collection
from tests.knowledge.evaluation.golden import KEEP, keep, stock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def kept(transactional_db: None) -> Site:
    """A site with a golden question, to which its only text is the answer."""
    site = Site.objects.create(key="shop", name="Shop")
    manual = Collection.objects.create(name="Manual", slug="manual")
    manual.sites.add(site)
    atom, _ = stock(manual)
    keep(KEEP, atom, site=site)
    return site


async def test_a_point_is_measured_chosen_and_taken_back(
    page: Page, kept: Site
) -> None:
    boldest = LEARNT.points["text"][0].threshold
    await page.goto(f"/admin/accounts/site/{kept.pk}/change/")
    await page.get_by_role("link", name="Choose by what comes of it").click()
    rows = page.locator(".atom-table tbody tr")
    await expect(rows.filter(has_text="default")).to_contain_text("in use")

    await page.get_by_role("button", name="Measure on this site's own").click()
    own = page.locator("section", has_text="On your own questions")
    await expect(own).to_contain_text("1 labelled, 1 answerable")
    await expect(rows.filter(has_text="default")).to_contain_text("of 1")

    await rows.filter(has_text=str(boldest)).first.get_by_role("radio").check()
    await page.get_by_role("button", name="Use the chosen one").click()
    await expect(
        page.get_by_text(f"Shop answers from a score of {boldest}")
    ).to_be_visible()
    await expect(rows.filter(has_text="in use")).to_contain_text(str(boldest))

    await rows.filter(has_text="default").get_by_role("radio").check()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("answers from the default scores")).to_be_visible()
    await expect(rows.filter(has_text="default")).to_contain_text("in use")

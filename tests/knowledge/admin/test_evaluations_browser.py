"""Golden questions in a real browser: write one, ask it, see the plot, and what got worse."""

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from accounts.models import Site
from knowledge.models import Atom, Collection
from knowledge.services import atoms
from knowledge.tasks import evaluate
from tests.knowledge.evaluation.golden import KEEP, keep, stock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def kept(transactional_db: None) -> Atom:
    site = Site.objects.create(key="shop", name="Shop")
    manual = Collection.objects.create(name="Manual", slug="manual")
    manual.sites.add(site)
    atom, _ = stock(manual)
    keep("What is the capital of France?", site=site)
    return atom


async def ask_now(page: Page) -> None:
    """Begin a run, let the worker do it, and wait until the page shows it."""
    await page.goto("/admin/knowledge/evaluationrun/")
    await page.get_by_role("button", name="golden question").click()
    await expect(page.locator("[data-progress]")).to_be_visible()
    await in_database(evaluate)
    await expect(page.locator("[data-progress]")).to_have_count(0)


@pytest.mark.quick
async def test_from_a_golden_question_to_the_plot_and_to_what_got_worse(
    page: Page, kept: Atom
) -> None:
    await page.goto("/admin/knowledge/goldenquestion/add/")
    await page.fill("[name=text]", KEEP)
    await page.locator(".select2-search__field").click()
    await page.keyboard.type("How long invoices")
    await page.locator(".select2-results__option", has_text="How long").click()
    await page.click("[name=_save]")
    await expect(page.locator("#result_list")).to_contain_text(KEEP)

    await ask_now(page)
    await expect(page.locator(".plot circle").first).to_be_visible()
    await expect(page.locator(".evaluation-table tbody tr")).to_contain_text("100.0%")

    await in_database(lambda: atoms.unpublish(atom=kept, user=None))
    await ask_now(page)
    await expect(page.locator(".plot").first.locator("polyline").first).to_be_visible()
    await page.locator(".evaluation-table tbody a").first.click()

    worse = page.locator(".evaluation-table", has_text="newly wrong")
    await expect(worse).to_contain_text(KEEP)
    await worse.get_by_role("link", name=KEEP).click()
    await expect(page.locator("[name=text]")).to_have_value(KEEP)

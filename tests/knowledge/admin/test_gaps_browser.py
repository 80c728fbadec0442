"""A gap in a real browser: the atom that is to answer it is found without knowing its title."""

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from accounts.models import Site
from knowledge.models import Collection, Gap
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked, sort

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def gap(transactional_db: None) -> Gap:
    manual = Collection.objects.create(name="Manual", slug="manual")
    site = Site.objects.create(key="shop", name="Shop")
    manual.sites.add(site)
    atom_in(manual)
    asked(site, "how do I get my bills as a file")
    sort()
    return Gap.objects.get()


@pytest.mark.quick
async def test_an_atom_is_found_by_a_part_of_its_title_and_attached_by_keyboard(
    page: Page, gap: Gap
) -> None:
    await page.goto(f"/admin/knowledge/gap/{gap.pk}/change/")
    title = page.get_by_label("Another atom, by its title or id")

    await title.press_sequentially("invoi")
    await expect(page.locator("li[role=option]")).to_have_text(["Export invoices"])
    await title.press("ArrowDown")
    await title.press("Enter")
    await expect(title).to_have_value("Export invoices")
    await title.press("Enter")

    await expect(page.get_by_text("is to answer this.")).to_be_visible()
    kept = await in_database(lambda: Gap.objects.select_related("atom").get())
    assert kept.atom is not None
    assert kept.atom.slug == "export-invoices"

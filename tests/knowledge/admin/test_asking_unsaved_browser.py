"""Asking the text in the editor, in a real browser: by Enter, without touching the text."""

import pytest
from playwright.async_api import Page, expect

from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import address, atom_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PAIR = "> Q: Where is my receipt?\n> A: In the mailbox.\n"


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


@pytest.mark.quick
async def test_a_question_is_asked_of_what_is_typed(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))
    await page.fill("[name=body]", PAIR)
    await expect(page.locator("[data-saving]")).to_have_text("Unsaved changes")

    await page.get_by_label("Ask this text").fill("Where is my receipt?")
    await page.get_by_label("Ask this text").press("Enter")

    told = page.locator("[data-asked]")
    await expect(told).to_contain_text("This text answers.", timeout=30_000)
    await expect(told).to_contain_text("In the mailbox.")
    await expect(page.locator("[name=body]")).to_have_value(PAIR)
    assert page.url.endswith(address(atom))


async def test_a_question_alone_is_no_unsaved_change(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))

    await page.get_by_label("Ask this text").fill("Where is my receipt?")
    await page.get_by_role("button", name="Ask", exact=True).click()

    await expect(page.locator("[data-asked]")).not_to_be_empty()
    await expect(page.locator("[data-saving]")).to_be_empty()

"""The list and the editor without a mouse: all can be reached, and the focus stays where it was."""

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import Page, expect

from accounts.models import User
from knowledge.models import Atom, Collection
from knowledge.services import reviews
from tests.knowledge.admin.pages import ADD, LIST, address, atom_in

MOST_TABS = 90
# Without the icon, which is a word only to its font, and the badge.
FOCUSED_NAME = """() => {
    const copy = document.activeElement.cloneNode(true);
    for (const icon of copy.querySelectorAll(".material-symbols-outlined, .bg-red-600")) icon.remove();
    return copy.textContent.trim().split(/\\n/)[0].trim();
}"""
IS_SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


async def test_the_filters_open_take_the_focus_and_give_it_back(
    page: Page, atom: Atom
) -> None:
    await page.goto(LIST)
    filters = page.get_by_role("button", name="Filters")

    await page.locator("#searchbar").focus()
    await page.keyboard.press("Tab")
    await expect(filters).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.locator("#changelist-filter a").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(filters).to_be_focused()
    await expect(page.locator("#changelist-filter")).to_be_hidden()


async def test_the_first_link_of_a_page_leads_past_the_sidebar(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))

    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")

    await expect(page.get_by_role("link", name="Versions")).to_be_focused()


async def test_sidebar_and_own_menu_open_and_take_the_focus(
    page: Page, atom: Atom
) -> None:
    await page.set_viewport_size({"width": 820, "height": 900})
    await page.goto(LIST)
    inside = "document.activeElement.closest('#nav-sidebar') !== null"

    await page.get_by_role("button", name="Sidebar").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_function(inside)
    await page.get_by_role("button", name="root").focus()
    await page.keyboard.press(" ")

    await expect(page.get_by_role("button", name="Light")).to_be_focused()
    await expect(page.get_by_role("button", name="Log out")).to_be_visible()


@pytest.mark.parametrize("width", [1500, 1280, 820, 390])
@pytest.mark.quick
async def test_the_header_is_reached_from_the_toolbar_at_every_width(
    page: Page, atom: Atom, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(address(atom))
    await expect(page.locator("[data-meter]")).to_be_visible()
    tabs = page.get_by_role("tablist")

    if await tabs.is_visible():
        await page.get_by_role("button", name="Save and publish").focus()
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("tab", selected=True)).to_be_focused()
        while not await page.get_by_role("tab", name="Header", selected=True).count():
            await page.keyboard.press("ArrowLeft")

    await expect(page.locator("[name=title]")).to_be_visible()


async def test_whoever_signs_in_types_at_once(page: Page, atom: Atom) -> None:
    root = await sync_to_async(User.objects.get)(username="root")
    root.set_password("correct horse battery")
    await sync_to_async(root.save)()
    await page.context.clear_cookies()
    await page.goto(LIST)

    await expect(page.get_by_label("Username")).to_be_focused()
    await page.keyboard.type("root")
    await page.keyboard.press("Tab")
    await page.keyboard.type("correct horse battery")
    await page.keyboard.press("Enter")

    await page.wait_for_url(f"**{LIST}")


async def test_a_text_is_approved_and_published_by_keyboard_alone(
    page: Page, atom: Atom
) -> None:
    root = await sync_to_async(User.objects.get)(username="root")
    await sync_to_async(reviews.ask_for_review)(atom=atom, user=root, seen_version=1)
    await page.goto(LIST)

    await tab_to(page, "Reviews")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 text waits for you")).to_be_visible()
    await tab_to(page, "Export invoices")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Comment or reason")).to_be_visible()
    await tab_to(page, "Approve and publish")
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("Approved and published.")).to_be_visible()
    found = await sync_to_async(Atom.objects.get)(pk=atom.pk)
    assert found.live_version_id is not None


async def test_a_text_is_published_and_taken_back_by_keyboard_alone(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))

    await tab_to(page, "Publishing")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/publishing/")
    await tab_to(page, "Publish version 1")
    await page.keyboard.press(" ")
    await expect(page.get_by_text("Version 1 answers.")).to_be_visible()
    await tab_to(page, "Unpublish")
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("No version answers.")).to_be_visible()


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, which must be seen."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await page.evaluate(FOCUSED_NAME) == name or (
            (await page.evaluate(FOCUSED_NAME)).startswith(f"{name}:")
        ):
            break
    else:
        pytest.fail(f"“{name}” is not reached")
    assert await page.evaluate(IS_SEEN), f"the focus on “{name}” is not seen"


async def test_saving_a_new_atom_leaves_the_caret_where_it_was(
    page: Page, atom: Atom
) -> None:
    await page.goto(ADD)
    await expect(page.locator("[name=title]")).to_be_focused()
    await page.keyboard.type("Written by keyboard")
    await page.fill("[name=body]", "One.\n\nTwo.\n")
    await page.evaluate("document.querySelector('[name=body]').setSelectionRange(4, 4)")

    await page.keyboard.press("Control+s")
    await page.wait_for_url("**/change/**")

    await expect(page.locator("[name=body]")).to_be_focused()
    at = await page.evaluate("document.activeElement.selectionStart")
    assert at == 4

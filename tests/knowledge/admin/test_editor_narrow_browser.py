"""The editor where there is little room: tablets, telephones, and a page at 400 %."""

import pytest
from playwright.async_api import Page, expect

from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import address, atom_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

SCREENS = [(1500, 900), (1280, 800), (1180, 820), (820, 1180), (320, 640)]
SMALL = """() => [...document.querySelectorAll(
    ".atom-editor :is(button, a, summary, select, input:not([type=hidden]), textarea)"
)].filter((one) => one.offsetParent).map((one) => [one, one.getBoundingClientRect()])
    .filter(([, { width, height }]) => width && (width < 24 || height < 24))
    .map(([one]) => one.outerHTML.slice(0, 80))"""
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


async def resize(page: Page, width: int, height: int) -> None:
    await page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.quick
async def test_nothing_is_cut_off_and_everything_can_be_touched(
    page: Page, atom: Atom, width: int, height: int
) -> None:
    await resize(page, width, height)
    await page.goto(address(atom))
    await page.fill(
        "[name=body]", "![x](/pictures/" + "0" * 64 + ".png)\n\n> Q: Why?\n"
    )
    # No answer, and no such picture.
    await expect(page.locator("[data-findings-of=body] li")).to_have_count(2)

    for tab in await page.get_by_role("tab").all():
        await tab.click()

        assert await page.evaluate(WIDER) <= 0
        assert await page.evaluate(SMALL) == []


async def test_on_a_telephone_text_header_and_preview_take_turns(
    page: Page, atom: Atom
) -> None:
    await resize(page, 390, 800)
    await page.goto(address(atom))
    body, title = page.locator("[name=body]"), page.locator("[name=title]")
    await expect(body).to_be_visible()
    await expect(title).to_be_hidden()

    await page.get_by_role("tab", name="Text").focus()
    await page.keyboard.press("ArrowRight")
    await expect(title).to_be_visible()
    await expect(body).to_be_hidden()
    await page.keyboard.press("End")
    await expect(page.locator("[data-html]")).to_be_visible()

    await resize(page, 1500, 900)
    for part in (body, title, page.locator("[data-html]")):
        await expect(part).to_be_visible()


async def test_a_tablet_shows_the_text_beside_header_or_preview(
    page: Page, atom: Atom
) -> None:
    await resize(page, 820, 1180)
    await page.goto(address(atom))
    body, title = page.locator("[name=body]"), page.locator("[name=title]")
    await expect(body).to_be_visible()
    await expect(page.locator("[data-html]")).to_be_visible()
    await expect(title).to_be_hidden()

    await page.get_by_role("tab", name="Header").click()

    await expect(title).to_be_visible()
    await expect(body).to_be_visible()
    await expect(page.locator("[data-html]")).to_be_hidden()


async def test_an_error_in_a_hidden_part_is_told_on_its_tab_and_shown_when_saving(
    page: Page, atom: Atom
) -> None:
    await resize(page, 390, 800)
    await page.goto(address(atom))
    await page.get_by_role("tab", name="Header").click()
    await page.fill("[name=title]", "")
    await page.get_by_role("tab", name="Text").click()
    tab = page.get_by_role("tab", name="Header")
    await expect(tab).to_have_attribute("data-wrong", "")

    await page.press("[name=body]", "Control+s")

    await expect(page.locator("[name=title]")).to_be_visible()
    await expect(tab).to_have_attribute("aria-selected", "true")

"""The buttons above the text in a real browser: what they write, by mouse and by keys."""

import pytest
from playwright.async_api import Page, expect

from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import address, atom_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


async def choose(page: Page, text: str) -> None:
    """Write a text and choose what stands between the two bars."""
    start, end = text.index("|"), text.rindex("|") - 1
    await page.fill("[name=body]", text.replace("|", ""))
    await page.evaluate(
        "([from, to]) => document.querySelector('[name=body]').setSelectionRange(from, to)",
        [start, max(start, end)],
    )


async def chosen(page: Page) -> str:
    """Return the text with bars around what is chosen."""
    text: str = await page.evaluate(
        "() => { const a = document.querySelector('[name=body]');"
        " return [a.value.slice(0, a.selectionStart),"
        " a.value.slice(a.selectionStart, a.selectionEnd),"
        " a.value.slice(a.selectionEnd)].join('|'); }"
    )
    return text


async def press(page: Page, name: str) -> None:
    bar = page.get_by_role("toolbar")
    await bar.get_by_role("button", name=name, exact=True).click()


MARKS = [
    ("Bold", "Control+b", "a |b| c", "a **|b|** c"),
    ("Bold", "Control+b", "a **|b|** c", "a |b| c"),
    ("Bold", "Control+b", "a || c", "a **|words|** c"),
    ("Italic", "Control+i", "a |b| c", "a *|b|* c"),
    ("Italic", "Control+i", "a **|b|** c", "a ***|b|*** c"),
    ("Italic", "Control+i", "a ***|b|*** c", "a **|b|** c"),
    ("Code", "Control+e", "run |ls|", "run `|ls|`"),
    ("Link", "Control+k", "see |here|", "see [here](|https://|)"),
    ("Link", "Control+k", "|https://a.example|", "[|words of the link|](https://a.example)"),
    ("Link", "Control+k", "||", "[|words of the link|](https://)"),
    ("Heading", "Control+Shift+h", "a\n|b|\nc", "a\n## b||\nc"),
    ("Heading", "Control+Shift+h", "## |b|", "b||"),
    ("List", "Control+Shift+Digit8", "|a\n\nb|\n", "- a\n\n- b||\n"),
    ("List", "Control+Shift+Digit8", "|- a\n- b|", "a\nb||"),
    ("Numbered list", "Control+Shift+Digit7", "|a\nb|", "1. a\n2. b||"),
    ("Numbered list", "Control+Shift+Digit7", "|- a\n- b|", "1. a\n2. b||"),
    ("Block of code", "Control+Shift+e", "a\n|ls|", "a\n\n```\n|ls|\n```\n"),
    ("Block of code", "Control+Shift+e", "|a ``` b|", "````\n|a ``` b|\n````\n"),
    ("Table", "Control+Shift+g", "a\n||", "a\n\n| |Column 1| | Column 2 |\n|---|---|\n|  |  |\n"),
]  # fmt: skip


@pytest.mark.parametrize("by", ["button", "keys"])
@pytest.mark.quick
async def test_a_mark_is_put_around_what_is_chosen_and_taken_back(
    page: Page, atom: Atom, by: str
) -> None:
    await page.goto(address(atom))
    for name, keys, before, after in MARKS:
        if name == "Table":
            await page.fill("[name=body]", "a\n")
            before = "a\n"
        else:
            await choose(page, before)

        if by == "button":
            await press(page, name)
        else:
            await page.focus("[name=body]")
            await page.keyboard.press(keys)

        assert await chosen(page) == after, (name, before)
        await expect(page.locator("[name=body]")).to_be_focused()
        await page.keyboard.press("Control+z")
        text = await page.locator("[name=body]").input_value()
        assert text == before.replace("|", ""), name


async def test_a_block_of_code_gets_the_language_that_is_chosen(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await choose(page, "|ls -l|")

    await page.get_by_label("Language of the code").select_option("bash")
    await press(page, "Block of code")

    await expect(page.locator("[name=body]")).to_have_value("```bash\nls -l\n```\n")
    block = page.locator("[data-html] pre")
    await expect(block).to_have_attribute("data-language", "bash")


async def test_a_pair_is_added_from_the_toolbar(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))
    await page.fill("[name=body]", "Text.\n")

    await press(page, "FAQ pair")

    rows = page.locator("[data-faq-rows] fieldset")
    await expect(rows).to_have_count(1)
    await expect(rows.get_by_label("Question")).to_be_focused()


async def test_the_toolbar_is_one_stop_and_arrows_go_through_it(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    bar = page.get_by_role("toolbar")
    stops = bar.locator("button, select")
    await expect(bar.locator("[tabindex='0']")).to_have_count(1)

    await stops.first.focus()
    await page.keyboard.press("ArrowRight")
    await expect(bar.get_by_role("button", name="Italic")).to_be_focused()
    await page.keyboard.press("End")
    await expect(bar.get_by_role("button", name="FAQ pair")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    await page.keyboard.press("ArrowLeft")
    await expect(bar.get_by_role("button", name="FAQ pair")).to_be_focused()
    await expect(bar.locator("[tabindex='0']")).to_have_count(1)

    await page.keyboard.press("Escape")
    await expect(page.locator("[name=body]")).to_be_focused()


async def test_every_button_says_its_name_and_its_keys(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))

    buttons = await page.get_by_role("toolbar").get_by_role("button").all()

    assert len(buttons) == 11
    for button in buttons:
        name = await button.get_attribute("aria-label") or ""
        title = await button.get_attribute("title") or ""
        keys = await button.get_attribute("aria-keyshortcuts") or ""
        assert name
        assert title == f"{name} ({keys.replace('Control', 'Ctrl')})"

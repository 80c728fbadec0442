"""Pictures in a real browser: dropped, pasted and chosen; described; and nothing typed is lost."""

import base64
import re

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from knowledge.models import Atom, Collection, Picture
from tests.knowledge.admin.pages import ADD, address, atom_in
from tests.knowledge.drawing import drawn

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# Gives the text a file as another program would: by the mouse or by the clipboard.
BRING = """([kind, data, name, type, words]) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type }));
    if (words) carried.setData("text/plain", words);
    const area = document.querySelector("[name=body]");
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
    return !area.dispatchEvent(event);
}"""
SHOWN = re.compile(r"!\[A list\]\(/pictures/[0-9a-f]{64}\.png\)")


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


async def bring(
    page: Page,
    kind: str,
    data: bytes,
    name: str = "list.png",
    kind_said: str = "image/png",
    words: str = "",
) -> bool:
    given = [kind, base64.b64encode(data).decode(), name, kind_said, words]
    taken: bool = await page.evaluate(BRING, given)
    return taken


async def describe(page: Page, words: str = "A list", of: str = "list.png") -> None:
    dialog = page.get_by_role("dialog", name="What does the picture show?")
    await expect(dialog.locator("[data-name]")).to_have_text(of)
    await expect(dialog.get_by_label("Description")).to_be_focused()
    await page.keyboard.type(words)
    await page.keyboard.press("Enter")


async def typed(page: Page, text: str, caret: int) -> None:
    await page.fill("[name=body]", text)
    await page.evaluate(
        "(at) => document.querySelector('[name=body]').setSelectionRange(at, at)", caret
    )


@pytest.mark.parametrize("kind", ["drop", "paste"])
@pytest.mark.quick
async def test_a_picture_is_put_where_the_caret_stands(
    page: Page, atom: Atom, kind: str
) -> None:
    await page.goto(address(atom))
    await typed(page, "Before.  After.\n", 8)

    assert await bring(page, kind, drawn())
    await describe(page)

    area = page.locator("[name=body]")
    await expect(area).to_have_value(SHOWN)
    text = await area.input_value()
    assert SHOWN.sub("PICTURE", text) == "Before. PICTURE After.\n"
    image = page.locator("[data-html] img")
    await expect(image).to_have_attribute("alt", "A list")
    await expect(image).to_have_js_property("naturalWidth", 40)
    await expect(area).to_be_focused()


async def test_a_picture_below_an_faq_pair_is_no_part_of_its_answer(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    text = "> Q: Where?\n> A: Here.\n"
    await typed(page, text, len(text))

    assert await bring(page, "paste", drawn())
    await describe(page)

    area = page.locator("[name=body]")
    await expect(area).to_have_value(SHOWN)
    assert SHOWN.sub("PICTURE", await area.input_value()) == f"{text}\nPICTURE"
    await expect(page.locator("[data-html] .shape-pairs")).to_be_visible()


async def test_the_button_opens_a_chooser_and_several_are_taken_in_turn(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await typed(page, "", 0)

    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Picture").click()
    files = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": drawn(size=(n, n))}
        for n in (11, 12)
    ]
    await (await chooser.value).set_files(files)  # type: ignore[arg-type]
    await describe(page, "One [1]", "11.png")
    await describe(page, "Two", "12.png")
    await expect(page.get_by_role("dialog")).to_be_hidden()

    await expect(page.locator("[data-html] img")).to_have_count(2)
    text = await page.locator("[name=body]").input_value()
    assert text.startswith("![One \\[1\\]](/pictures/")
    assert ")![Two](/pictures/" in text


async def test_what_is_refused_says_why_and_leaves_the_text(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await typed(page, "Typed.\n", 6)

    await bring(page, "drop", b"no picture at all")
    await describe(page)

    await expect(page.locator("[data-sending] [role=alert]")).to_have_text(
        "list.png: This is no PNG, JPEG, GIF or WebP picture."
    )
    await expect(page.locator("[name=body]")).to_have_value("Typed.\n")


async def test_a_desk_that_cannot_be_reached_takes_nothing_away(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await typed(page, "Typed.\n", 6)
    await page.route("**/pictures/", lambda route: route.abort())

    await bring(page, "paste", drawn())
    await describe(page)

    alert = page.locator("[data-sending] [role=alert]")
    await expect(alert).to_contain_text("could not be reached")
    await expect(page.locator("[name=body]")).to_have_value("Typed.\n")


async def test_typing_goes_on_while_a_picture_is_on_its_way(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await typed(page, "Typed.\n", 7)
    held = []
    await page.route("**/pictures/", lambda route: held.append(route))

    await bring(page, "paste", drawn())
    await describe(page)
    area = page.locator("[name=body]")
    await expect(area).to_have_value("Typed.\n![A list](sending-1)")
    await expect(page.locator("[data-sending] progress")).to_be_visible()
    await page.keyboard.type(" More.")
    await page.keyboard.press("Home")
    await page.keyboard.type("Of it: ")
    await held[0].continue_()

    await expect(area).to_have_value(SHOWN)
    text = await area.input_value()
    assert SHOWN.sub("PICTURE", text) == "Typed.\nOf it: PICTURE More."
    await expect(page.locator("[data-sending] progress")).to_have_count(0)
    await page.keyboard.type("really: ")
    assert "Of it: really: ![" in await area.input_value()


async def test_a_picture_that_is_not_wanted_after_all_is_not_sent(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await typed(page, "Typed.\n", 6)

    await bring(page, "drop", drawn())
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.locator("[name=body]")).to_have_value("Typed.\n")
    await expect(page.locator("[name=body]")).to_be_focused()
    await page.keyboard.type(" On.")
    await expect(page.locator("[name=body]")).to_have_value("Typed. On.\n")
    assert not await in_database(Picture.objects.exists)


async def test_text_with_a_picture_of_itself_is_pasted_as_text(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))

    assert not await bring(page, "paste", drawn(), words="a\tb")

    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_file_of_another_kind_is_refused_without_leaving_the_page(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))

    assert await bring(page, "drop", b"<svg/>", "x.svg", "image/svg+xml")

    await expect(page.locator("[data-sending] [role=alert]")).to_contain_text("x.svg")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_new_atom_takes_pictures_for_the_collection_that_is_chosen(
    page: Page, atom: Atom
) -> None:
    await page.goto(ADD)
    await typed(page, "", 0)

    await bring(page, "drop", drawn())
    await describe(page)

    await expect(page.locator("[name=body]")).to_have_value(SHOWN)
    picture = await in_database(Picture.objects.get)
    assert picture.collection_id == atom.collection_id


async def test_a_chosen_file_leaves_the_other_fields_alone(
    page: Page, atom: Atom
) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    await page.goto(address(atom))
    await page.evaluate(
        "document.querySelector('[name=reason]').setAttribute('value', 'typo')"
    )
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Picture").click()
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": drawn()}
    await (await chooser.value).set_files([picture])  # type: ignore[arg-type]
    await describe(page, "One", "a.png")

    await expect(page.locator("[name=reason]")).to_have_value("typo")

    await page.goto(f"{page.url.split('/knowledge/')[0]}/knowledge/atom/import/")
    text = {"name": "a.md", "mimeType": "text/markdown", "buffer": b"x"}
    await page.set_input_files("input[type=file]", [text])  # type: ignore[arg-type]

    assert broken == []

"""The preview of each type in a real browser: as the customer will see it."""

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from knowledge.models import Atom
from tests.knowledge.admin import test_editor_browser as editor
from tests.knowledge.admin.pages import address, atom_in
from tests.knowledge.bodies import BODIES
from tests.widget.test_shapes import LOOKS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

atom = editor.atom
# Nobody ticks steps in a preview.
IN_THE_ADMIN = LOOKS | {
    "procedure": (".shape-list > li", "listStyleType", "none"),
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.quick
async def test_the_preview_takes_the_look_of_the_type_while_it_is_written(
    page: Page, atom: Atom, kind: str
) -> None:
    selector, name, value = IN_THE_ADMIN[kind]
    await page.goto(address(atom))

    await page.fill("[name=body]", BODIES[kind][0])
    await page.select_option("[name=type]", kind)

    shown = page.locator("[data-html]")
    await expect(shown.locator(f".shape-of-{kind.replace('_', '-')}")).to_be_visible()
    seen = await shown.locator(selector).first.evaluate(
        "(e, name) => getComputedStyle(e)[name]", name
    )
    assert seen == value


async def test_a_template_is_copied_from_the_preview_and_from_a_version(
    page: Page, atom: Atom
) -> None:
    body = BODIES["config_template"][0]
    version = await in_database(
        atom_in, atom.collection, "title: T\ntype: config_template\n", body
    )
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for place in (address(version.atom), address(version.atom, "version", 1)):
        await page.goto(place)
        await page.evaluate("navigator.clipboard.writeText('')")

        await page.get_by_role("button", name="Copy", exact=True).click()

        await expect(page.locator("[part=copy]")).to_have_text("Copied")
        assert await page.evaluate("navigator.clipboard.readText()") == (
            "key = wordvalue\n"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_page_with_every_look_is_not_wider_than_a_phone(
    page: Page, atom: Atom, scheme: str
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": 320, "height": 700})
    for kind, (body, _) in BODIES.items():
        if kind == "faq":
            continue
        version = await in_database(
            atom_in,
            atom.collection,
            f"title: About {kind}\ntype: {kind}\n",
            body.replace("wordlabel", "label" * 30),
        )

        await page.goto(address(version.atom, "version", 1))

        box = page.locator(".atom-prose")
        assert await box.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1"), kind


async def test_heads_of_values_stand_above_their_columns_where_there_is_room(
    page: Page, atom: Atom
) -> None:
    body = BODIES["interface_input"][0]
    version = await in_database(
        atom_in, atom.collection, "title: Port\ntype: interface_input\n", body
    )

    await page.goto(address(version.atom, "version", 1))

    heads, cells = await page.locator(".shape-fields").evaluate(
        """(table) => ['thead th', 'tbody tr:first-child td'].map((row) =>
        [...table.querySelectorAll(row)].map((cell) => cell.getBoundingClientRect().left))"""
    )
    assert len(heads) > 2
    assert heads == cells

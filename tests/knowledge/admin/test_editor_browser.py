"""The editor in a real browser: preview while typing, lines, Ctrl+S, and nothing is lost."""

import re

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import ADD, address, atom_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


async def write(page: Page, text: str) -> None:
    await page.fill("[name=body]", text)


@pytest.mark.quick
async def test_what_is_typed_is_shown_and_checked_at_once(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))

    await write(page, "Hello **you**.\n\n> Q: Why?\n")
    await page.fill("[name=title]", "")

    await expect(page.locator("[data-html] strong")).to_have_text("you")
    await expect(page.locator("[data-findings-of=body] li")).to_contain_text("Line 3")
    await expect(page.locator("[data-findings-of=title] li")).to_have_text("is missing")
    wrong = page.locator("[data-mirror] [data-wrong=error]")
    await expect(wrong).to_have_text("> Q: Why?")
    await expect(wrong).to_have_attribute(
        "data-message", "a question without an answer"
    )
    await expect(page.locator("[data-meter-text]")).to_contain_text("4 words")
    await expect(page.locator("[data-saving]")).to_have_text("Unsaved changes")


async def test_a_click_on_a_problem_goes_to_its_line(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))
    await write(page, "One.\n" + "long " * 300 + "\n\n> Q: Why?\n\nEnd.\n")

    await page.click("[data-findings-of=body] button")

    chosen = await page.evaluate(
        "() => { const a = document.activeElement;"
        " return a.value.slice(a.selectionStart, a.selectionEnd); }"
    )
    assert chosen == "> Q: Why?"


async def test_the_numbers_stand_at_their_lines_also_when_lines_wrap(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(
        page,
        "One.\n"
        + "long " * 200
        + "\n"
        + "x" * 500
        + "\n\tTabbed.\n"
        + "مرحبا " * 100
        + "\n",
    )

    heights = await page.evaluate(
        "() => [document.querySelector('[data-mirror]').scrollHeight,"
        " document.querySelector('[name=body]').scrollHeight]"
    )

    assert heights[0] == heights[1]
    await expect(page.locator("[data-mirror] div")).to_have_count(6)


@pytest.mark.quick
async def test_ctrl_s_saves_a_draft_without_leaving_the_line(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Typed.\n")

    await page.press("[name=body]", "Control+s")

    await expect(page.locator("[data-saving]")).to_contain_text("Saved as version 2")
    await expect(page.locator("[data-standing]")).to_have_text("version 2")
    saved = await in_database(lambda: AtomVersion.objects.get(number=2))
    assert saved.body == "Typed.\n"

    await write(page, "Typed again.\n")
    await page.press("[name=body]", "Control+s")

    await expect(page.locator("[data-standing]")).to_have_text("version 3")


async def test_a_colleague_who_was_faster_is_not_written_over(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Mine.\n")
    await in_database(_save_elsewhere, atom, "Theirs.\n")

    await page.press("[name=body]", "Control+s")

    await expect(page.locator("[role=alert]")).to_contain_text("saved version 2")
    await expect(page.locator("[name=body]")).to_have_value(
        "<<<<<<< yours\nMine.\n=======\nTheirs.\n>>>>>>> somebody (v2)\n"
    )
    assert await in_database(atom.versions.count) == 2


@pytest.mark.quick
async def test_a_tab_that_was_closed_has_lost_nothing(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))
    await write(page, "Never saved.\n")
    await page.wait_for_function(
        "() => Object.keys(localStorage).some(k => k.startsWith('atomdesk-atom:'))"
    )
    page.on("dialog", lambda dialog: dialog.accept())

    await page.reload()
    await page.click("[data-offer-take]")

    await expect(page.locator("[name=body]")).to_have_value("Never saved.\n")
    await expect(page.locator("[data-html]")).to_contain_text("Never saved.")


async def test_a_copy_that_is_brought_back_is_merged_with_what_was_saved_meanwhile(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Show the list.\n\nPress Export.\n")
    await page.wait_for_function(
        "() => Object.keys(localStorage).some(k => k.startsWith('atomdesk-atom:'))"
    )
    await in_database(_save_elsewhere, atom, "Open the list.\n\nPush Export.\n")
    page.on("dialog", lambda dialog: dialog.accept())

    await page.reload()
    await page.click("[data-offer-take]")
    await page.click("[data-save]")

    await expect(page.locator("[role=alert]")).to_contain_text("saved version 2")
    await expect(page.locator("[name=body]")).to_have_value(
        "Show the list.\n\nPush Export.\n"
    )


async def test_what_the_desk_has_is_not_offered_again(page: Page, atom: Atom) -> None:
    await page.goto("/admin/knowledge/atom/add/?type=article")
    await page.fill("[name=title]", "A new one")
    await write(page, "Text.\n")

    await page.click("[name=_publish]")
    await expect(page.locator("[data-standing]")).to_have_text("version 1")
    await page.goto("/admin/knowledge/atom/add/")

    await expect(page.locator("[data-html]")).to_contain_text("Steps")
    await expect(page.locator("[data-offer]")).to_have_count(0)
    made = await in_database(lambda: Atom.objects.get(slug="a-new-one"))
    assert made.state == "published"


async def test_the_page_says_when_a_published_text_became_searchable(
    page: Page, atom: Atom
) -> None:
    await in_database(atoms.publish, atom=atom, user=None)
    await page.goto(address(atom))
    await expect(page.locator("[data-index]")).to_have_text("… waiting")

    await in_database(AtomVersion.objects.update, indexed_at="2026-11-20T12:00:00Z")

    await expect(page.locator("[data-index]")).to_have_text("✓ searchable")


async def test_a_place_that_two_people_changed_is_decided_by_a_click(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Open the list.\n\nPress Save.\n")
    await in_database(_save_elsewhere, atom, "Open the list.\n\nPush Export.\n")
    await page.click("[data-save]")

    card = page.locator("[data-conflicts] fieldset")
    await expect(card.locator("pre")).to_have_text(["Press Save.", "Push Export."])
    await card.get_by_role("button", name="Keep both").click()

    await expect(page.locator("[name=body]")).to_have_value(
        "Open the list.\n\nPress Save.\nPush Export.\n"
    )
    await expect(page.locator("[data-conflicts]")).to_contain_text("is decided")
    await page.click("[data-save]")
    await expect(page.locator("[data-standing]")).to_have_text("version 3")


async def test_faq_pairs_are_rows_that_write_into_the_text(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Text.\n\n> Q: Why?\n> A: So.\n")
    rows = page.locator("[data-faq-rows] fieldset")
    await expect(rows).to_have_count(1)
    await page.click("[data-faq] summary")

    await rows.get_by_label("Question").fill("Why not?")
    await rows.get_by_role("button", name="Add a phrasing").click()
    await page.keyboard.type("What for?")
    await rows.get_by_label("Answer").fill("So.\nReally.")

    await expect(page.locator("[name=body]")).to_have_value(
        "Text.\n\n> Q: Why not?\n> Q: What for?\n> A: So.\n> Really.\n"
    )
    await expect(page.locator("[data-meter-text]")).to_contain_text("2 phrasings")


async def test_a_pair_is_added_and_removed_without_touching_the_text(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Text.\n\n> Q: Why?\n> A: So.\n\nEnd.\n")
    await page.click("[data-faq] summary")
    rows = page.locator("[data-faq-rows] fieldset")
    await expect(rows).to_have_count(1)

    await page.click("[data-faq-add]")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1).get_by_label("Question")).to_be_focused()
    await page.keyboard.type("When?")
    await rows.nth(1).get_by_label("Answer").fill("Now.")
    await expect(page.locator("[name=body]")).to_have_value(
        "Text.\n\n> Q: Why?\n> A: So.\n\nEnd.\n\n## FAQ\n> Q: When?\n> A: Now.\n"
    )

    await rows.nth(0).get_by_role("button", name="Remove this pair").click()

    await expect(page.locator("[name=body]")).to_have_value(
        "Text.\n\nEnd.\n\n## FAQ\n> Q: When?\n> A: Now.\n"
    )


async def test_two_pairs_removed_at_once_take_nothing_else_with_them(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(
        page, "> Q: One?\n> A: 1.\n\n> Q: Two?\n> A: 2.\n\n> Q: Three?\n> A: 3.\n"
    )
    await page.click("[data-faq] summary")
    rows = page.locator("[data-faq-rows] fieldset")
    await expect(rows).to_have_count(3)

    # Both clicks come before the desk has read the text anew.
    await page.evaluate(
        "() => { for (const n of [1, 2]) document.querySelector("
        "'[data-faq-rows] fieldset .atom-danger').click(); }"
    )

    await expect(page.locator("[name=body]")).to_have_value("> Q: Three?\n> A: 3.\n")
    await expect(rows).to_have_count(1)


@pytest.mark.quick
async def test_fields_and_yaml_are_two_views_of_one_header(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await page.fill("[name=title]", "Export all")

    await page.click("[data-yaml-toggle]")
    header = page.locator("[name=header]")
    await expect(header).to_have_value(re.compile("title: Export all\n"))
    await expect(page.locator("[name=summary]")).to_be_hidden()
    needs = "prerequisites: {role: admin, inputs: [a key, a disk]}\n"
    await header.fill(f"title: From YAML\ntype: pitfall\ntags: [x, y]\n{needs}")
    await page.click("[data-yaml-toggle]")

    await expect(page.locator("[name=title]")).to_have_value("From YAML")
    await expect(page.locator("[name=type]")).to_have_value("pitfall")
    await expect(page.get_by_label("Role")).to_have_value("admin")
    await expect(page.locator("[name=needs_inputs]")).to_have_value("a key\na disk")
    await page.get_by_label("State of the system").fill("online")
    await page.press("[name=title]", "Control+s")
    await expect(page.locator("[data-standing]")).to_have_text("version 2")
    saved = await in_database(lambda: AtomVersion.objects.get(number=2))
    assert (saved.title, saved.type, saved.tags) == ("From YAML", "pitfall", ["x", "y"])
    assert "{role: admin, state: online, inputs: [a key, a disk]}" in saved.header


async def test_a_wrong_line_of_yaml_is_named_and_nothing_is_lost(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await page.click("[data-yaml-toggle]")
    await page.fill("[name=header]", "title: One\ntags: no list\n")

    await expect(page.locator("[data-findings-of=header]")).to_contain_text("Line 2")
    wrong = page.locator("[data-yaml-mirror] [data-wrong=error]")
    await expect(wrong).to_have_text("tags: no list")
    await expect(wrong).to_have_attribute("data-message", re.compile("must be a list"))
    await page.click("[data-yaml-toggle]")
    await expect(page.locator("[name=header]")).to_be_focused()
    await expect(page.locator("[name=title]")).to_be_hidden()
    await page.click("[data-save]")

    await expect(page.locator("[name=header]")).to_have_value(
        "title: One\ntags: no list\n"
    )
    await expect(page.locator("[data-findings-of=header]")).to_contain_text("Line 2")


async def test_titles_of_other_atoms_are_offered_while_typing(
    page: Page, atom: Atom
) -> None:
    await in_database(
        atom_in, atom.collection, "title: Import invoices\ntype: article\n"
    )
    await page.goto(address(atom))

    await page.focus("[name=related]")
    await page.keyboard.type("imp")
    offer = page.get_by_role("option", name="Import invoices")
    await expect(offer).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(offer).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")

    await expect(page.locator("[name=related]")).to_have_value("Import invoices")
    await expect(offer).to_be_hidden()


def _save_elsewhere(atom: Atom, body: str) -> None:
    parsed = parse(f"---\ntitle: Export invoices\ntype: article\n---\n{body}")
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)


async def test_another_type_brings_its_sections_until_somebody_wrote_into_them(
    page: Page, atom: Atom
) -> None:
    await page.goto(f"{ADD}?type=procedure")
    body = page.locator("[name=body]")
    await page.fill("[name=title]", "Reset a password")

    await page.select_option("[name=type]", "pitfall")
    await expect(body).to_have_value(re.compile("## Instead"))
    await page.get_by_role("link", name="Troubleshooting").click()
    await expect(body).to_have_value(re.compile("## Symptoms"))
    await expect(page.locator("[name=type]")).to_have_value("troubleshooting")
    await expect(page.locator("[name=title]")).to_have_value("Reset a password")

    await body.fill("My own words.\n")
    await page.select_option("[name=type]", "error")
    await expect(body).to_have_value("My own words.\n")
    chosen = page.locator("[data-templates] [aria-current]")
    await expect(chosen).to_have_text("Error")


async def test_a_refused_text_is_shown_at_its_first_error(
    page: Page, atom: Atom
) -> None:
    await page.goto(f"{ADD}?type=article")
    await page.fill("[name=title]", "Reset a password")
    await page.fill("[name=body]", "One.\n\n> Q: Why?\n")

    await page.click("[data-save]")

    await expect(page.locator("[name=body]")).to_be_focused()
    chosen = "(e) => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert await page.locator("[name=body]").evaluate(chosen) == "> Q: Why?"

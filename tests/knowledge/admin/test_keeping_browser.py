"""A crash of the browser or the machine loses nothing: the desk keeps what is typed."""

import re

import pytest
from django.utils import timezone
from playwright.async_api import Browser, Page, expect

from accounts.database import in_database
from accounts.models import User
from knowledge.models import Atom, AtomVersion, Collection, UnsavedEdit
from knowledge.services import atoms
from tests.desk import Desk
from tests.knowledge.admin.pages import ADD, address, atom_in, atom_text, window

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

KEPT = re.compile(r"Kept \d+:\d\d")
# An edit is sent three seconds after the last key.
SOON = 20_000


@pytest.fixture
def atom(transactional_db: None) -> Atom:
    return atom_in(Collection.objects.create(name="Manual", slug="manual")).atom


async def write(page: Page, text: str) -> None:
    await page.fill("[name=body]", text)


async def kept(page: Page) -> None:
    await expect(page.locator("[data-kept]")).to_have_text(KEPT, timeout=SOON)


async def copies(page: Page) -> list[str]:
    found: list[str] = await page.evaluate(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('atomdesk-atom:'))"
    )
    return found


@pytest.mark.quick
async def test_a_browser_that_crashed_is_no_loss_on_any_machine(
    page: Page, browser: Browser, desk: Desk, session: str, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Never saved.\n")
    await page.fill("[name=title]", "Another title")
    await kept(page)
    assert await copies(page) == []
    await page.close(run_before_unload=False)

    elsewhere = await window(browser, desk, session)
    await elsewhere.goto(address(atom))
    offer = elsewhere.get_by_role("region", name="Unsaved edit")
    await expect(offer).to_contain_text("You have an unsaved edit of")
    await offer.get_by_text("What it changes").click()
    await expect(offer.locator("ins").first).to_be_visible()
    await offer.get_by_role("button", name="Take it up").click()

    await expect(elsewhere.locator("[name=body]")).to_have_value("Never saved.\n")
    await expect(elsewhere.locator("[name=title]")).to_have_value("Another title")
    await elsewhere.press("[name=body]", "Control+s")
    await expect(elsewhere.locator("[data-standing]")).to_have_text("version 2")
    saved = await in_database(lambda: AtomVersion.objects.get(number=2))
    assert (saved.title, saved.body) == ("Another title", "Never saved.\n")
    assert not await in_database(UnsavedEdit.objects.exists)
    await elsewhere.context.close()


async def test_a_new_atom_is_offered_after_a_crash(
    page: Page, browser: Browser, desk: Desk, session: str, atom: Atom
) -> None:
    await page.goto(ADD)
    await page.fill("[name=title]", "Begun")
    await write(page, "Half of it.\n")
    await kept(page)
    await page.close(run_before_unload=False)

    elsewhere = await window(browser, desk, session)
    await elsewhere.goto(ADD)
    offer = elsewhere.get_by_role("region", name="Unsaved edit")
    await expect(offer).to_contain_text("“Begun”")
    await offer.get_by_role("button", name="Take it up").click()
    await elsewhere.click("[data-save]")

    await expect(elsewhere.locator("[data-standing]")).to_have_text("version 1")
    assert not await in_database(UnsavedEdit.objects.exists)
    await elsewhere.context.close()


async def test_what_is_thrown_away_is_not_offered_again(page: Page, atom: Atom) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    await page.goto(address(atom))
    await write(page, "Not wanted.\n")
    await kept(page)

    await page.reload()
    async with page.expect_response("**/unsaved/"):
        await page.click("[data-offer-drop]")
    await page.reload()

    await expect(page.locator("[data-html]")).to_contain_text("Press Export.")
    await expect(page.locator("[data-offer]")).to_have_count(0)
    await expect(page.locator("[name=body]")).to_have_value(
        "Open the list.\n\nPress Export.\n"
    )


async def test_without_the_desk_the_browser_keeps_it_and_says_so(
    page: Page, atom: Atom
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    await page.goto(address(atom))
    await page.route("**/unsaved/", lambda route: route.abort())
    await write(page, "Typed in a tunnel.\n")

    said = page.locator("[data-kept]")
    await expect(said).to_have_text(
        "Not kept: the desk cannot be reached; kept in this browser", timeout=SOON
    )
    assert len(await copies(page)) == 1
    await page.reload()
    offer = page.get_by_role("region", name="Unsaved edit")
    await expect(offer).to_contain_text("This browser kept a text")
    await page.unroute("**/unsaved/")
    await offer.get_by_role("button", name="Take it up").click()

    await expect(page.locator("[name=body]")).to_have_value("Typed in a tunnel.\n")
    await kept(page)
    assert await copies(page) == []


async def test_who_signs_in_anew_in_another_tab_goes_on_where_they_were(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    # A new password ends every session.
    await in_database(_give_a_password)
    await write(page, "Written for hours.\n")
    said = page.locator("[data-kept]")
    await expect(said).to_contain_text("sign in again in another tab", timeout=SOON)

    other = await page.context.new_page()
    await other.goto("/admin/login/")
    await other.fill("[name=username]", "root")
    await other.fill("[name=password]", "a long password")
    await other.click("[type=submit]")
    await other.wait_for_url("**/admin/")
    await other.close()
    # What a browser tells a tab that one comes back to.
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await write(page, "Written for hours, and more.\n")
    await kept(page)

    await page.click("[data-save]")
    await expect(page.locator("[data-standing]")).to_have_text("version 2")


async def test_a_text_that_is_longer_than_a_request_is_told_as_such_and_stays(
    page: Page, atom: Atom
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    await page.goto(address(atom))
    text = "word " * 430_000
    await write(page, text)

    told = "That is more than 2 MB of text."
    await expect(page.locator("[data-saving]")).to_contain_text(told)
    await expect(page.locator("[data-kept]")).to_contain_text(told, timeout=SOON)
    await page.press("[name=body]", "Control+s")
    await expect(page.locator("[data-saving]")).to_contain_text(told)
    assert await page.input_value("[name=body]") == text


async def test_two_windows_do_not_write_over_each_other(page: Page, atom: Atom) -> None:
    await page.goto(address(atom))
    second = await page.context.new_page()
    await second.goto(address(atom))
    await write(page, "Of the first.\n")
    await kept(page)

    await write(second, "Of the second.\n")
    said = second.locator("[data-kept]")
    await expect(said).to_contain_text("Not kept: decide above", timeout=SOON)
    offer = second.get_by_role("region", name="Unsaved edit")
    await expect(offer).to_contain_text("Another window keeps an unsaved edit")
    await expect(offer.locator("textarea")).to_have_value("Of the first.\n")
    await offer.get_by_role("button", name="Throw it away").click()

    await kept(second)
    edit = await in_database(UnsavedEdit.objects.get)
    assert edit.fields["body"] == "Of the second.\n"


async def test_what_was_saved_a_moment_ago_is_not_offered(
    page: Page, atom: Atom
) -> None:
    await page.goto(address(atom))
    await write(page, "Saved.\n")
    await kept(page)
    await page.press("[name=body]", "Control+s")
    await expect(page.locator("[data-standing]")).to_have_text("version 2")
    await expect(page.locator("[data-kept]")).to_have_text("")

    # As if the last keeping had reached the desk after the saving.
    await in_database(_keep_what_is_saved, atom)
    await page.reload()
    await expect(page.locator("[data-html]")).to_contain_text("Saved.")
    await expect(page.locator("[data-offer]")).to_have_count(0)
    await write(page, "Saved and more.\n")

    await kept(page)


async def test_an_edit_is_merged_with_what_was_saved_meanwhile(
    page: Page, atom: Atom
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    await page.goto(address(atom))
    await write(page, "Show the list.\n\nPress Export.\n")
    await kept(page)
    await in_database(_save_elsewhere, atom, "Open the list.\n\nPush Export.\n")

    await page.reload()
    await page.click("[data-offer-take]")
    await page.click("[data-save]")

    await expect(page.locator("[role=alert]")).to_contain_text("saved version 2")
    await expect(page.locator("[name=body]")).to_have_value(
        "Show the list.\n\nPush Export.\n"
    )


def _give_a_password() -> None:
    root = User.objects.get(username="root")
    root.set_password("a long password")
    root.save()


def _save_elsewhere(atom: Atom, body: str) -> None:
    parsed = atom_text(body)
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)


def _keep_what_is_saved(atom: Atom) -> None:
    UnsavedEdit.objects.create(
        user=User.objects.get(username="root"),
        atom=atom,
        fields={"title": "Export invoices", "type": "article", "body": "Saved.\n"},
        seen_version=1,
        kept_at=timezone.now(),
    )

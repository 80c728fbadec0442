"""An atom's life, as people live it: written, sent back, mended, approved, edited, taken back."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from playwright.async_api import Browser, Page, async_playwright, expect

from accounts.database import in_database
from accounts.models import Site, User
from accounts.roles import ensure_roles
from knowledge.models import Collection
from tests.desk import Desk, running_desk
from tests.install_browser import find
from tests.main_job.host_page import host_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
]  # fmt: skip
SHOTS = os.environ.get("SHOTS")
# A whole desk with two people and a customer shares two cores here.
expect.set_options(timeout=20_000)
QUESTION = "How do I move my delivery to another day?"
DRAFT = f"""How customers change the date of a delivery.

## FAQ

> Q: {QUESTION}
> A: Open My orders and press Change date. You can move a delivery until 18:00.
"""
STEPS = """
## Steps

1. Open My orders.
2. Press Change date.
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def people(site: Site) -> None:
    """Erin writes, Rita reviews, in a collection that wants two pairs of eyes."""

    def make() -> None:
        ensure_roles()
        for name, role in (("Erin", "Author"), ("Rita", "Reviewer")):
            user = User.objects.create_user(
                name.lower(), password="a long password", first_name=name, is_staff=True
            )
            user.groups.add(Group.objects.get(name=role))
        help_pages = Collection.objects.create(
            name="Help", slug="help", review_required=True
        )
        help_pages.sites.add(site)

    await in_database(make)


async def shot(page: Page, name: str) -> None:
    """Keep a picture when SHOTS names a folder."""
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


async def signed_in(browser: Browser, desk: Desk, name: str) -> Page:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.goto(f"{desk.url}/admin/login/")
    await page.fill("input[name=username]", name)
    await page.fill("input[name=password]", "a long password")
    await page.click("[type=submit]")
    await page.wait_for_url(f"{desk.url}/admin/")
    return page


async def review(page: Page, desk: Desk, deed: str, text: str = "") -> None:
    """Follow the link to what waits, open its review, and decide."""
    await page.goto(f"{desk.url}/admin/")
    await page.get_by_role("link", name="Reviews").click()
    await page.locator(".atom-table a").first.click()
    await page.fill("#review-text", text)
    await shot(page, f"review-{deed}")
    await page.get_by_role("button", name=deed, exact=True).click()


async def asks(browser: Browser, origin: str) -> str:
    """Ask as a visitor who was never here, and return what the desk says."""
    context = await browser.new_context()
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.goto(origin)
    await page.locator("[part~=launcher]").click()
    composer = page.locator("atomdesk-chat textarea")
    await composer.fill(QUESTION)
    await composer.press("Enter")
    answer = page.locator("[data-author=bot][data-seq]")
    await expect(answer).to_have_count(1, timeout=30_000)
    return await answer.inner_text()


async def searchable(page: Page, address: str) -> None:
    await page.goto(address)
    await expect(page.locator("[data-index]")).to_contain_text(
        "searchable", timeout=30_000
    )


async def test_from_a_draft_over_reviews_to_an_answer_and_back(
    browser: Browser, site: Site, people: None
) -> None:
    with (
        running_desk(answers=True, CHAT_PROVIDERS="extractive") as desk,
        host_page(desk) as origin,
    ):
        site.allowed_origins = [origin]
        await site.asave()
        erin = await signed_in(browser, desk, "erin")
        rita = await signed_in(browser, desk, "rita")

        # Erin writes; a section is missing, and the desk names it.
        await erin.goto(f"{desk.url}/admin/knowledge/atom/add/?type=procedure")
        await erin.fill("input[name=title]", "Change the date of a delivery")
        await erin.fill("textarea[name=body]", DRAFT)
        await erin.get_by_role("button", name="Send for review").click()
        await expect(erin.get_by_text("“Steps” is missing").first).to_be_visible()
        atom = erin.url.partition("?")[0]
        await erin.fill("textarea[name=body]", DRAFT + STEPS)
        await erin.get_by_role("button", name="Send for review").click()
        await expect(erin.locator("[data-state]")).to_have_text("◔ In review")
        await expect(erin.get_by_role("button", name="Save and publish")).to_have_count(
            0
        )
        await shot(erin, "editor-in-review")

        # Rita sends it back, Erin mends it, Rita approves and publishes.
        await review(rita, desk, "Send back", "Say until which day.")
        await erin.goto(atom)
        await expect(erin.get_by_text("Say until which day.")).to_be_visible()
        await shot(erin, "editor-sent-back")
        body = (DRAFT + STEPS).replace("until 18:00", "until 18:00 on the day before")
        await erin.fill("textarea[name=body]", body)
        await erin.get_by_role("button", name="Send for review").click()
        await expect(erin.locator("[data-state]")).to_have_text("◔ In review")
        await review(rita, desk, "Approve and publish")
        await expect(rita.get_by_text("Approved and published.")).to_be_visible()
        await searchable(erin, atom)
        assert "until 18:00 on the day before" in await asks(browser, origin)

        # While an edit waits, customers get the published text.
        await erin.fill("textarea[name=body]", body.replace("18:00", "20:00"))
        await erin.get_by_role("button", name="Send for review").click()
        await expect(erin.locator("[data-state]")).to_have_text(
            "◔ Published, edit in review"
        )
        assert "until 18:00 on the day before" in await asks(browser, origin)

        # Unpublished it is gone at once.
        await rita.goto(atom)
        await rita.get_by_role("link", name="Publishing").click()
        await shot(rita, "publishing")
        await rita.get_by_role("button", name="Unpublish").click()
        await expect(rita.get_by_text("No version answers.")).to_be_visible()
        assert "18:00" not in await asks(browser, origin)

        # The text before the edit is brought back as a new version.
        await erin.goto(atom.replace("/change/", "/versions/3/"))
        await shot(erin, "version")
        await erin.get_by_role("link", name="Go on from this text").click()
        await erin.get_by_role("button", name="Send for review").click()
        await review(rita, desk, "Approve and publish")
        await searchable(erin, atom)
        assert "until 18:00 on the day before" in await asks(browser, origin)
        await erin.goto(atom.replace("/change/", "/versions/"))
        await expect(erin.locator("tbody tr")).to_have_count(5)
        await shot(erin, "versions")

"""What customers see: each type in its own shape, a question back, an honest no, a follow-up."""

import os
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from accounts.database import in_database
from accounts.models import Site
from knowledge.format import parse
from knowledge.models import Collection
from knowledge.services import atoms
from tests.desk import running_desk
from tests.install_browser import find
from tests.main_job.host_page import host_page
from tests.main_job.waiting import until_indexed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
]

SHOTS = os.environ.get("SHOTS")
TEXTS: Mapping[str, tuple[str, str]] = {
    "Message E-1042 when paying by card": (
        "error",
        "What the till says.\n\n```\nE-1042 card refused\n```\n\n## Meaning\n\n"
        "E-1042 says that the bank refused the card.\n\n## Causes\n\n- The card has run out.\n"
        "- The daily limit is reached.\n\n## Resolution\n\n1. Look at the date on the card.\n"
        "2. Ask the bank to raise the limit.\n",
    ),
    "Change the date of a delivery": (
        "procedure",
        "How customers move a delivery to another date.\n\n## Steps\n\n"
        "1. Open **My orders** and choose the order.\n"
        "2. Press **Change date** and pick one of the green days.\n3. Press **Confirm**.\n",
    ),
    "Width of a parcel in the freight form": (
        "interface_input",
        "What the field for the width of a parcel takes.\n\n## Field\n\n"
        "| name | type | unit | range | default | effect |\n|---|---|---|---|---|---|\n"
        "| Parcel width | number | cm | 5 to 120 | 30 | sets the price of the freight |\n",
    ),
    "Printer profile for shipping labels": (
        "config_template",
        "A profile that makes label printers print labels for parcels.\n\n## Template\n\n"
        "```ini\n[labels]\npaper = A6\n```\n\n## Values\n\n| name | type |\n|---|---|\n"
        "| paper | A5 or A6 |\n",
    ),
    "Sharing one voucher code with everybody": (
        "pitfall",
        "A voucher code that was shared in public.\n\n## Pitfall\n\n"
        "One voucher code is sent to all customers.\n\n## Why\n\nIt ends on coupon sites.\n\n"
        "## Instead\n\nMake a voucher code for each customer.\n",
    ),
    "Gift wrapping": (
        "faq",
        "> Q: Do you wrap gifts?\n> A: Yes, gift wrapping costs 3 euros for each parcel.\n",
    ),
    "Return a damaged bicycle": (
        "article",
        "Bring a damaged bicycle to any of our shops.",
    ),
    "Return a damaged helmet": ("article", "Send a damaged helmet back by mail."),
    "Undo the change of a delivery date": (
        "procedure",
        "Undo a changed date of a delivery.\n\n## Steps\n\n1. Open the message about the new date.\n"
        "2. Press **Undo**. The delivery comes on its old date again.\n",
    ),
}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=find(), args=flags)
        yield browser
        await browser.close()


def _published(site: Site, origin: str) -> None:
    place = Collection.objects.create(name="Help", slug="help")
    place.sites.add(site)
    site.allowed_origins = [origin]
    # What the gate lets through is measured elsewhere; here a few short texts are all there is.
    site.answer_floor = 0.25
    site.save()
    for title, (kind, body) in TEXTS.items():
        text = f"---\ntitle: {title}\ntype: {kind}\n---\n{body}"
        atom = atoms.add_atom(collection=place, parsed=parse(text), author=None).atom
        atoms.publish(atom=atom, user=None)


def _ask_for(site: Site, floor: float) -> None:
    Site.objects.filter(pk=site.pk).update(answer_floor=floor)


async def _second_title(named: Locator) -> str:
    """Return the second of the titles that the bot asked to choose from."""
    return re.findall("\u201c(.+?)\u201d", await named.inner_text())[1]


class Chat:
    """A customer in the widget of a shop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._answers = 0

    async def open(self) -> None:
        if not await self.page.locator("[part~=panel]").is_visible():
            await self.page.locator("[part~=launcher]").click()

    async def ask(self, words: str) -> Locator:
        """Return the answer to a message."""
        composer = self.page.locator("atomdesk-chat textarea")
        await composer.fill(words)
        await composer.press("Enter")
        answers = self.page.locator("[data-author=bot][data-seq]")
        self._answers += 1
        await expect(answers).to_have_count(self._answers, timeout=30_000)
        await self.shot(words)
        return answers.last

    async def shot(self, name: str) -> None:
        if SHOTS:
            file = "".join(c if c.isalnum() else "-" for c in name)[:40]
            await self.page.screenshot(path=Path(SHOTS) / f"{file}.png")


async def test_each_type_is_answered_in_its_own_shape_and_the_chat_goes_on(
    browser: Browser, site: Site
) -> None:
    with (
        running_desk(answers=True, CHAT_PROVIDERS="extractive") as desk,
        host_page(desk) as origin,
    ):
        await in_database(_published, site, origin)
        page = await (await browser.new_context()).new_page()
        page.set_default_timeout(30_000)
        chat = Chat(page)
        await page.goto(origin)
        await chat.open()
        # The first answer waits until the texts are searchable.
        await until_indexed()

        error = await chat.ask("What does E-1042 mean when I pay by card?")
        await expect(error.locator("strong", has_text="Causes")).to_be_visible()
        await expect(error.locator("ol > li").last).to_contain_text("Ask the bank")

        row = await chat.ask("Which parcel width may I enter in the freight form?")
        await expect(row.locator("table tbody tr")).to_have_count(1)
        await expect(row.locator("td", has_text="5 to 120")).to_be_visible()

        template = await chat.ask("Which printer profile is there for shipping labels?")
        await expect(template.locator("pre")).to_contain_text("paper = A6")
        await expect(template.locator("[part=copy]")).to_be_visible()

        pitfall = await chat.ask(
            "What is wrong with sharing one voucher code with everybody?"
        )
        await expect(pitfall.locator("blockquote.caution")).to_contain_text("⚠")
        await expect(pitfall).to_contain_text("Make a voucher code for each customer.")

        pair = await chat.ask("Do you wrap gifts?")
        await expect(pair).to_contain_text("gift wrapping costs 3 euros")

        steps = await chat.ask("How do I change the date of a delivery?")
        await expect(steps.locator("ol > li")).to_have_count(3)
        await steps.locator("[part=tick]").first.check()
        await page.reload()
        await chat.open()
        steps = page.locator("[data-author=bot][data-seq]").last
        await expect(steps.locator("[part=tick]").first).to_be_checked()

        step = await chat.ask("what is next?")
        await expect(step).to_contain_text("Step 2 of 3")
        await expect(step).to_contain_text("pick one of the green days")
        step = await chat.ask("I am at step 3")
        await expect(step).to_contain_text("Press Confirm")

        undone = await chat.ask("and how do I undo that?")
        await expect(undone).to_contain_text("comes on its old date again")

        await in_database(_ask_for, site, 0.95)
        unclear = await chat.ask("I have a problem with something damaged")
        await expect(unclear).to_contain_text("Which of these do you mean")
        second = await _second_title(unclear)
        await in_database(_ask_for, site, 0.25)
        chosen = await chat.ask("the second one")
        await expect(chosen).to_contain_text(second)

        await in_database(_ask_for, site, 0.75)
        both = await chat.ask("Do you wrap gifts, and do you repair violins?")
        await expect(both).to_contain_text("gift wrapping costs 3 euros")
        await expect(both).to_contain_text(
            "I have no reliable answer to “Do you repair violins?”"
        )
        await expect(both.locator("[data-action=person]")).to_be_visible()

        unknown = await chat.ask("Who won the football match in Lisbon yesterday?")
        await expect(unknown).to_contain_text("I don't have a reliable answer")
        await expect(unknown.locator("[data-action=person]")).to_be_visible()

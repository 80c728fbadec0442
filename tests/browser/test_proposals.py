"""From an agent's answer in a chat to a draft that knows where it comes from."""

import os
import re

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from playwright.async_api import Page, expect

from accounts.database import in_database
from accounts.models import Site, User
from knowledge.models import AnswerLine, Atom, Candidate, Collection
from tests.browser.conftest import SignIn
from tests.browser.inbox import chat_of, customer, inbox, open_chat
from tests.conversations.resolved import learn, resolved
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "How do I export all my invoices as a file?"
TOLD = "The list of invoices has a button called Export at the top."


async def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def furnish(site: Site, agent: User) -> None:
    """A place for texts, and an agent who may write them too."""
    site.collections.add(Collection.objects.create(name="Manual", slug="manual"))
    agent.groups.add(Group.objects.get(name="Author"))


async def test_what_an_agent_answers_is_proposed_read_and_a_draft(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    await in_database(furnish, site, alice)
    mia = await customer(desk, QUESTION)
    page = await sign_in(alice)
    await inbox(page, desk)
    await open_chat(page, "Mia")
    await page.get_by_placeholder("Write to Mia").fill(f"Hi Mia! {TOLD}")
    await page.get_by_role("button", name="Send to Mia").click()
    await expect(page.locator(".inbox-entry", has_text=TOLD)).to_be_visible()
    await page.locator(".inbox-actions").get_by_role("button", name="Resolve").click()
    await page.locator(".inbox-confirm").get_by_role("button", name="Resolve").click()
    await expect(page.locator(".inbox-head")).to_contain_text("Resolved")
    await sync_to_async(learn)()

    await page.goto(f"{desk.url}/admin/knowledge/proposal/")
    await shot(page, "proposals")
    await page.get_by_role("link", name=re.compile("export all my invoices")).click()
    await expect(page.locator(".candidate-turns .is-lit")).to_contain_text(TOLD)
    await expect(page.locator(".candidate-text")).to_contain_text(TOLD)
    await shot(page, "proposal")
    told_by = page.locator(".candidate-turns .is-lit .candidate-number")
    chat = await told_by.first.get_attribute("href")
    await page.get_by_role("link", name="Open the chat").click()
    await expect(page).to_have_url(re.compile(r"#event-\d+$"))
    assert page.url.endswith(chat or "-")
    wanted = page.locator(".inbox-entry.is-wanted")
    await expect(wanted).to_contain_text(TOLD)
    await expect(wanted).to_be_in_viewport()
    await expect(wanted).to_be_focused()
    await shot(page, "proposal-in-chat")
    await page.get_by_role("button", name="About the customer").click()
    await page.locator(".inbox-about").get_by_role("link", name=QUESTION).click()
    await expect(page).to_have_url(re.compile("/candidate/"))
    await page.wait_for_load_state("load")
    await page.keyboard.press("a")
    await expect(page.locator("body")).to_contain_text("is a draft now")

    atom = await Atom.objects.select_related("latest_version").aget()
    assert atom.live_version_id is None
    assert TOLD in atom.latest_version.body  # type: ignore[union-attr]
    candidate = await Candidate.objects.aget(version=atom.latest_version)
    sentence = await candidate.sentences.aget()
    line = await AnswerLine.objects.select_related("answer", "user").aget(
        number=sentence.turns[0]
    )
    assert (line.answer.source, line.user) == (await chat_of("Mia"), alice)
    await mia.close()


async def test_the_page_of_a_proposal_fits_a_tablet_and_the_dark(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    await in_database(furnish, site, alice)
    await in_database(_resolved, site, alice)
    candidate = await Candidate.objects.aget()
    page = await sign_in(alice)
    await page.set_viewport_size({"width": 820, "height": 1180})
    await page.emulate_media(color_scheme="dark")

    for name, address in (
        ("proposal-tablet", f"candidate/{candidate.pk}/change/"),
        ("proposals-tablet", "proposal/"),
    ):
        await page.goto(f"{desk.url}/admin/knowledge/{address}")
        await shot(page, name)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 820, address


def _resolved(site: Site, agent: User) -> None:
    resolved(site, agent, TOLD)
    learn()

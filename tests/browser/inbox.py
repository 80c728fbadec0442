"""The inbox as people use it: asking, opening a chat, seeing who said what."""

from typing import Any
from uuid import UUID, uuid4

from asgiref.sync import sync_to_async
from django.urls import reverse
from playwright.async_api import Page, expect

from accounts.models import Customer, User
from conversations.models import Conversation
from conversations.services import agents
from tests.client import Client
from tests.conftest import ORIGIN
from tests.desk import Desk


async def customer(
    desk: Desk, text: str, *, name: str = "Mia", waits: bool = True
) -> Client:
    """A customer who has asked something, and a person if they wait for one."""
    client = await Client.open(desk, site="shop", origin=ORIGIN)
    await client.say(text)
    newest = await Customer.objects.order_by("-pk").afirst()
    assert newest is not None
    await Customer.objects.filter(pk=newest.pk).aupdate(name=name)
    if waits:
        cid = str(uuid4())
        await client.send({"type": "person", "cid": cid})
        await client.answer_to(cid)
    return client


async def chat_of(name: str) -> UUID:
    found = await Conversation.objects.aget(customer__name=name)
    return found.public_id


async def inbox(page: Page, desk: Desk) -> None:
    await page.goto(desk.url + reverse("inbox"))
    await expect(page.locator("#inbox-line")).to_have_attribute("data-state", "live")


async def open_chat(page: Page, name: str) -> None:
    await page.locator(".inbox-row", has_text=name).click()
    await expect(page.locator(".inbox-head-name")).to_have_text(name)
    # The pointer leaves the list, which is free to change again.
    await page.mouse.move(2, 2)


async def follows(page: Page, user: User, text: str = "A note") -> None:
    """Wait until the page hears of a conversation over its socket: here, of a new note."""
    chat = UUID(
        await page.locator("[data-conversation]").get_attribute("data-conversation")
    )
    note = {"user": user, "conversation": chat, "cid": uuid4(), "text": text}
    await sync_to_async(agents.add_note)(**note)
    await expect(said(page, "note").last).to_have_text(text)


def said(page: Page, who: str) -> Any:
    return page.locator(f".inbox-entry.is-{who}:not(.is-pending) .inbox-bubble")

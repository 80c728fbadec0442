"""The inbox when its socket breaks: it says so, loses nothing, doubles nothing."""

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from accounts.models import Site, User
from conversations.models import Event
from tests.browser.conftest import SignIn
from tests.browser.inbox import customer, follows, inbox, open_chat, said
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


class Wire:
    """The agents' socket of a page, with a pair of scissors."""

    def __init__(self) -> None:
        self.cut = False
        self.deaf = False
        self.open: list[WebSocketRoute] = []

    async def attach(self, page: Page) -> None:
        await page.route_web_socket("**/ws/agent/v1/", self._connect)

    async def _connect(self, socket: WebSocketRoute) -> None:
        if self.cut:
            await socket.close(code=1012)
            return
        self.open.append(socket)
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda text: None if self.deaf else socket.send(text))

    async def drop(self) -> None:
        self.cut = True
        for socket in self.open:
            await socket.close(code=1012)
        self.open.clear()


async def test_without_the_line_the_page_says_so_and_keeps_the_text(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "Hello?")
    page, wire = await sign_in(alice), Wire()
    await wire.attach(page)
    await inbox(page, desk)
    await open_chat(page, "Mia")
    await page.get_by_placeholder("Write to Mia").fill("Half a sentence")

    await wire.drop()
    await expect(page.locator("#inbox-line")).to_contain_text("Reconnecting")
    await expect(page.locator(".inbox-panel.is-reply .inbox-word")).to_contain_text(
        "What you type is kept here"
    )
    await expect(page.get_by_role("button", name="Send to Mia")).to_be_disabled()
    wire.cut = False
    await page.reload()

    await expect(page.locator("#inbox-line")).to_have_text("Live")
    await expect(page.get_by_placeholder("Write to Mia")).to_have_value(
        "Half a sentence"
    )
    await page.get_by_role("button", name="Send to Mia").click()
    assert (await mia.event("message", author="agent"))["text"] == "Half a sentence"
    await mia.close()


async def test_what_came_while_the_line_was_down_is_there_when_it_is_back(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "Hello?")
    page, wire = await sign_in(alice), Wire()
    await wire.attach(page)
    await inbox(page, desk)
    await open_chat(page, "Mia")
    await follows(page, alice)

    await wire.drop()
    await mia.say("Anybody?")
    wire.cut = False

    await expect(page.locator("#inbox-line")).to_have_text("Live")
    await expect(said(page, "customer")).to_have_text(["Hello?", "Anybody?"])
    await mia.close()


async def test_a_reply_whose_answer_was_lost_is_one_message(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "Hello?")
    page, wire = await sign_in(alice), Wire()
    await wire.attach(page)
    await inbox(page, desk)
    await open_chat(page, "Mia")

    wire.deaf = True
    await page.get_by_placeholder("Write to Mia").fill("Only once")
    await page.keyboard.press("Enter")
    await mia.event("message", text="Only once")
    await expect(page.locator(".is-pending")).to_contain_text("Only once")
    await page.reload()
    wire.deaf = False
    await page.reload()

    await expect(page.locator("#inbox-line")).to_have_text("Live")
    await expect(said(page, "agent")).to_have_text(["Only once"])
    await expect(page.locator(".is-pending")).to_have_count(0)
    await expect(page.get_by_placeholder("Write to Mia")).to_have_value("")
    assert await Event.objects.filter(payload__text="Only once").acount() == 1
    await mia.close()

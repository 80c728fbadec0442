"""The inbox in a real browser, with a customer at the other end of the line."""

import asyncio
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.async_api import Route, expect

from accounts.models import Site, User
from conversations import doorbell
from conversations.models import Conversation, Event
from tests.agent_client import AgentClient
from tests.browser.conftest import SignIn
from tests.browser.inbox import chat_of, customer, follows, inbox, open_chat, said
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


async def test_an_escalated_chat_is_taken_over_answered_and_resolved(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    page = await sign_in(alice)
    await inbox(page, desk)
    await expect(page.locator(".inbox-empty")).to_contain_text("Nobody is waiting")
    await page.evaluate("window.neverReloaded = true")

    mia = await customer(desk, "My invoice is wrong")
    await expect(page).to_have_title("(1) Inbox | Atomdesk")
    await open_chat(page, "Mia")
    await expect(page.locator(".inbox-system")).to_have_count(1)
    await expect(page.locator(".inbox-system")).to_contain_text(
        "Handed to a person: the customer asked for one"
    )

    await page.get_by_role("button", name="Take over").click()
    await expect(page.locator("#inbox-said")).to_contain_text("You have taken")
    await expect(page.locator(".inbox-head .inbox-state")).to_have_text(
        "personWith you"
    )
    await page.get_by_role("tab", name="Note").click()
    await page.get_by_placeholder("Write a note").fill("She is a reseller: hush-hush")
    await page.get_by_role("button", name="Add note").click()
    await expect(said(page, "note")).to_have_text("She is a reseller: hush-hush")
    await page.get_by_role("tab", name="Reply to Mia").click()
    await page.get_by_placeholder("Write to Mia").fill("Which number does it have?")
    await page.get_by_role("button", name="Send to Mia").click()

    reply = await mia.event("message", author="agent")
    assert (reply["text"], reply["name"]) == ("Which number does it have?", "Alice")
    await expect(said(page, "agent")).to_have_text("Which number does it have?")
    await expect(page.locator(".is-pending")).to_have_count(0)
    assert "hush-hush" not in str(mia.frames)
    await mia.say("42")
    await expect(said(page, "customer").last).to_have_text("42")

    await page.locator(".inbox-actions").get_by_role("button", name="Resolve").click()
    await page.locator(".inbox-confirm").get_by_role("button", name="Resolve").click()
    await mia.event("state", state="resolved")
    await expect(page.locator(".inbox-head .inbox-state")).to_have_text(
        "check_circleResolved"
    )
    await expect(page.get_by_placeholder("Write to Mia")).not_to_be_editable()
    await expect(page.locator(".inbox-empty")).to_contain_text("Nobody is waiting")
    assert await page.evaluate("window.neverReloaded")
    await mia.close()


async def test_the_keys_do_the_same_and_rest_while_somebody_types(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    first, second = (
        await customer(desk, "one"),
        await customer(desk, "two", name="Noor"),
    )
    page = await sign_in(alice)
    await inbox(page, desk)

    for key in ("j", "j", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator(".inbox-head-name")).to_have_text("Noor")
    await page.keyboard.press("t")
    await expect(page.locator(".inbox-head")).to_have_attribute("data-holds", "1")
    await page.keyboard.press("r")
    await page.keyboard.type("treat")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("jenke?")
    await page.keyboard.press("Control+Enter")
    assert (await second.event("message", author="agent"))["text"] == "treat\njenke?"
    await page.keyboard.press("n")
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(page.locator("#inbox-keys")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await page.keyboard.press("Enter")

    await second.event("state", state="resolved")
    await expect(page.locator(".inbox-row", has_text="Mia")).to_be_visible()
    await first.close()
    await second.close()


async def test_what_customers_and_colleagues_write_is_never_markup(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, EVIL, name=EVIL)
    page = await sign_in(alice)
    await inbox(page, desk)

    await open_chat(page, EVIL)
    await follows(page, alice, EVIL)
    delta = {"type": "delta", "turn": str(uuid4()), "off": 0, "text": EVIL}
    doorbell.tell(doorbell.staff_group(await chat_of(EVIL)), delta)

    for who in ("customer", "note", "bot.is-draft"):
        await expect(said(page, who)).to_have_text(EVIL)
    await expect(page.get_by_role("tab", name=f"Reply to {EVIL}")).to_be_visible()
    assert await page.locator("#inbox img, #inbox .inbox-bubble script").count() == 0
    await mia.close()


async def test_a_running_answer_is_shown_as_it_comes_and_cut_by_a_takeover(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "How do I pay?", waits=False)
    conversation = await Conversation.objects.aget()
    turn = str((await conversation.turns.aget()).pk)
    group = doorbell.staff_group(conversation.public_id)
    page = await sign_in(alice)
    await inbox(page, desk)
    await page.locator(".inbox-queue[data-queue=bot]").click()
    await open_chat(page, "Mia")
    await follows(page, alice)

    for off, text in [(0, "Press **Pay**"), (13, " and wait"), (0, "Press **Pay**")]:
        doorbell.tell(group, {"type": "delta", "turn": turn, "off": off, "text": text})
    await expect(said(page, "bot.is-draft")).to_have_text("Press **Pay** and wait")
    await page.keyboard.press("t")

    await expect(page.locator(".inbox-system").last).to_contain_text(
        "Alice took over from the bot"
    )
    await expect(page.locator(".is-draft")).to_have_count(0)
    doorbell.tell(
        group, {"type": "delta", "turn": turn, "off": 22, "text": " too late"}
    )
    await mia.say("Hello?")
    await expect(said(page, "customer").last).to_have_text("Hello?")
    await expect(page.locator(".inbox-conversation")).not_to_contain_text("too late")
    await mia.close()


async def test_who_was_slower_learns_who_was_faster_and_keeps_the_text(
    desk: Desk, site: Site, alice: User, bob: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "Hello?")
    page = await sign_in(alice)
    await inbox(page, desk)
    await open_chat(page, "Mia")
    # The page does not know yet what the desk knows.
    await page.route("**/around", keep_waiting)
    colleague = await AgentClient.of(desk, bob)
    await colleague.ask("take", await chat_of("Mia"))

    await page.keyboard.press("t")
    await expect(page.locator("#inbox-said")).to_contain_text(
        "Bob was faster and has this conversation."
    )
    await page.keyboard.press("r")
    await page.keyboard.type("I wanted to say this")
    await page.keyboard.press("Enter")

    await expect(page.locator(".inbox-panel.is-reply .inbox-word")).to_have_text(
        "Bob has this conversation. What you typed is kept."
    )
    await expect(page.get_by_placeholder("Write to Mia")).to_have_value(
        "I wanted to say this"
    )
    assert not await Event.objects.filter(payload__author="agent").aexists()
    await mia.close()
    await colleague.close()


async def keep_waiting(route: Route) -> None:
    """Never answer."""


async def test_a_lead_steps_in(
    desk: Desk, site: Site, bob: User, dora: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "Hello?")
    colleague = await AgentClient.of(desk, bob)
    await colleague.ask("take", await chat_of("Mia"))
    page = await sign_in(dora)
    await inbox(page, desk)
    await page.locator(".inbox-queue[data-queue=colleagues]").click()
    await open_chat(page, "Mia")

    await page.get_by_role("button", name="Step in").click()

    await expect(page.locator(".inbox-system").last).to_contain_text("Dora stepped in")
    await expect(page.locator(".inbox-head .inbox-state")).to_have_text(
        "personWith you"
    )
    await mia.close()
    await colleague.close()


async def test_the_list_does_not_move_under_the_pointer(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "first")
    page = await sign_in(alice)
    await inbox(page, desk)
    await page.locator(".inbox-row").hover()

    more = [await customer(desk, "more", name=f"New {n}") for n in range(2)]
    await expect(page.locator("[data-new]")).to_have_text("2 new")
    await expect(page.locator(".inbox-queue[data-queue=waiting]")).to_contain_text("3")
    assert await page.locator(".inbox-row").count() == 1
    await page.locator("[data-new]").click()

    await expect(page.locator(".inbox-row")).to_have_count(3)
    await expect(page.locator("[data-new]")).to_be_hidden()
    for client in (mia, *more):
        await client.close()


async def test_news_do_not_turn_back_a_queue_that_is_on_its_way(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "How do I pay?", waits=False)
    page = await sign_in(alice)
    await inbox(page, desk)
    asked: asyncio.Queue[Route] = asyncio.Queue()
    let_go = asyncio.Event()

    async def hold(route: Route) -> None:
        await asked.put(route)
        await let_go.wait()
        await route.continue_()

    await page.route("**/inbox/list?*", hold)
    await page.locator(".inbox-queue[data-queue=bot]").click()
    await asked.get()
    more = await customer(desk, "Hello?", name="New", waits=False)
    await asked.get()
    let_go.set()

    await expect(page.locator(".inbox-row", has_text="Mia")).to_be_visible()
    for client in (mia, more):
        await client.close()


async def test_typing_is_seen_on_both_sides_but_notes_are_typed_in_private(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "Hello?")
    await mia.say("And?")
    page = await sign_in(alice)
    await inbox(page, desk)
    await open_chat(page, "Mia")
    await follows(page, alice)

    await mia.send({"type": "typing", "on": True})
    await expect(page.locator("[data-typing]")).to_have_text("Mia is typing …")
    await page.get_by_role("tab", name="Note").click()
    await page.keyboard.type("secret")
    await page.get_by_role("tab", name="Reply to Mia").click()
    await page.keyboard.type("Hi")

    typing = await mia.wait(lambda f: f["type"] == "typing")
    await page.keyboard.press("Enter")
    await mia.event("message", text="Hi")
    assert (typing["who"], typing["on"]) == ("agent", True)
    # One for the reply, none for the note before it.
    assert sum(f["type"] == "typing" and f["on"] for f in mia.frames) == 1
    await mia.close()


async def test_nothing_is_wider_than_a_small_screen(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "W" * 900, name="N" * 110)
    page = await sign_in(alice)
    await inbox(page, desk)
    await open_chat(page, "N" * 110)
    await page.get_by_role("button", name="About the customer").click()

    wide = await page.evaluate(
        """() => [...document.querySelectorAll('#inbox, #inbox-pane, .inbox-log, .inbox-context')]
            .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.className)"""
    )
    assert wide == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await mia.close()


async def test_a_signed_out_page_says_so(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    page = await sign_in(alice)
    await inbox(page, desk)
    other = await page.context.new_page()
    await other.goto(desk.url + reverse("inbox"))

    await other.evaluate("document.getElementById('logout-form').submit()")

    await expect(page.locator("#inbox-line")).to_contain_text("You are signed out")
    await expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
